import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { memo, type ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../paths.ts';
import { subjectName } from '../../domain/certificate.ts';
import { counted, numberText } from '../../domain/counted.ts';
import { mendedText } from '../../domain/mending.ts';
import { writingText } from '../../domain/password-writing.ts';
import { dnFieldNames } from '../../domain/key-pair.ts';
import type { Bytes } from '../../pki/asn1/asn1.ts';
import type { Name } from '../../pki/certificate/facts.ts';
import type { Found, ShownPrivateKey } from '../../pki/files/inspect-file.ts';
import type { EnvelopeFacts, RecipientFacts } from '../../pki/cms/pkcs7.ts';
import type { PkiError } from '../../pki/result.ts';
import { isTime } from '../../pki/asn1/time.ts';
import type { Locked } from '../../pki/files/unlock.ts';
import { dayText } from '../../ui/page/dates.ts';
import { colonPairs, Facts } from '../../ui/page/facts.tsx';
import { Term } from '../../ui/page/term.tsx';
import { Asn1View } from '../asn1-view.tsx';
import { StatusChip } from '../../ui/page/status-chip.tsx';
import { CertificateView, Copied, CopiedFingerprint } from '../certificate-view.tsx';
import { Fold } from '../../ui/page/fold.tsx';
import { toolSentence } from '../../domain/tool-sentence.ts';
import { OPEN_TO_ANYONE } from '../../domain/said.ts';
import { states } from '../../domain/states.ts';
import { RequestView } from '../request-view.tsx';
import { LockedBody } from './locked-body.tsx';
import type { Item } from '../worker/calls.ts';
import { useDetailed, UseChip, VerdictText, type Details } from './verdict.tsx';

export interface PairOf {
  number: number;
  /** The other things that belong to the same pair. */
  others: readonly Item[];
}

interface FoundCardProps {
  item: Item;
  pair: PairOf | undefined;
  onUnlock: (item: Item, locked: Locked, password: string) => Promise<PkiError | undefined>;
  details: Details;
  /** Scrolls to another card. */
  onReveal: (id: number) => void;
}

/** The heading of a card, by kind. */
export const kindName: Record<Found['kind'], string> = {
  certificate: 'Certificate',
  'private key': 'Private key',
  'locked private key': 'Encrypted private key',
  'public key': 'Public key',
  'certificate request': 'Certificate request (CSR)',
  'PKCS#7 bundle': 'PKCS#7 bundle',
  'session-key envelope': 'Session-key envelope',
  'locked PKCS#12': 'PKCS#12, locked',
  'PKCS#12': 'PKCS#12, opened',
  'locked Java keystore': 'Java keystore, locked',
  'Java keystore': 'Java keystore',
  'cannot open': 'Not opened',
  unknown: 'Unknown',
  damaged: states.damaged,
};

export const cardId = (id: number): string => `found-${id}`;

/** How many other parts of a pair are named. */
const NAMED = 4;

/** One thing that was found in a file. */
export const FoundCard = memo(function FoundCard({
  item,
  pair,
  onUnlock,
  onReveal,
  details,
}: FoundCardProps) {
  const { file } = item;
  const found = useDetailed(item.found, details);
  const title = titleOf(found);
  const ownKey = pair?.others
    .map((other) => other.found)
    .find((other) => other.kind === 'private key')?.facts;
  return (
    <Paper
      component="li"
      id={cardId(item.id)}
      tabIndex={-1}
      variant="outlined"
      sx={{
        p: 2,
        display: 'grid',
        gap: 1.25,
        minWidth: 0,
        scrollMarginTop: 72,
        ...(pair && { borderLeft: '4px solid', borderLeftColor: 'primary.main' }),
      }}
    >
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <StatusChip tone={found.kind === 'damaged' ? 'bad' : 'neutral'} text={kindName[found.kind]} />
        {found.kind === 'certificate' && <UseChip found={found} ownKey={ownKey} />}
        {pair && <StatusChip tone="good" text={`Pair ${pair.number}`} />}
        <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {[file, found.inside && `in ${found.inside}`].filter(Boolean).join(', ')}
        </Typography>
      </Box>
      {title && (
        <Typography variant="h3" component="h2" sx={{ overflowWrap: 'anywhere' }}>
          {title}
        </Typography>
      )}
      {found.mended && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {mendedText(found.mended)}
        </Typography>
      )}
      {found.kind === 'certificate' && <VerdictText found={found} ownKey={ownKey} />}
      <Body item={item} found={found} onUnlock={onUnlock} />
      {pair && (
        <Typography variant="body2">
          Belongs together with{' '}
          <span>
            {pair.others.slice(0, NAMED).map((other, index) => (
              <span key={other.id}>
                {index > 0 && <span>, </span>}
                <Link
                  component="button"
                  type="button"
                  underline="always"
                  variant="body2"
                  onClick={() => onReveal(other.id)}
                  sx={{ verticalAlign: 'baseline', textAlign: 'left' }}
                >
                  {`${lowered(kindName[other.found.kind])} in ${other.file}`}
                </Link>
              </span>
            ))}
          </span>
          <span>{`${pair.others.length > NAMED ? ` and ${pair.others.length - NAMED} more` : ''}: they have the same public key.`}</span>
        </Typography>
      )}
    </Paper>
  );
}, isSameCard);

function isSameCard(a: FoundCardProps, b: FoundCardProps): boolean {
  return (
    a.item === b.item &&
    a.pair?.number === b.pair?.number &&
    a.pair?.others.length === b.pair?.others.length &&
    a.onUnlock === b.onUnlock
  );
}

function titleOf(found: Found): string | undefined {
  switch (found.kind) {
    case 'certificate':
    case 'certificate request':
      return subjectName(found.facts.subject);
    case 'private key':
      return keyText(found.facts);
    case 'public key':
      return `${found.facts.algorithm}${found.facts.bits ? `, ${found.facts.bits} bits` : ''}`;
    default:
      return undefined;
  }
}

const keyText = ({ algorithm, bits, format }: ShownPrivateKey) =>
  [algorithm, bits && `${bits} bits`, format].filter(Boolean).join(', ');

function Body({ item, found, onUnlock }: Pick<FoundCardProps, 'item' | 'onUnlock'> & { found: Found }) {
  const { file } = item;
  switch (found.kind) {
    case 'certificate':
      return (
        <>
          <Typography variant="body2">
            {`${validityText(found.facts)}. ${found.facts.publicKey.algorithm}${found.facts.publicKey.bits ? `, ${found.facts.publicKey.bits} bits` : ''}. Issued by ${subjectName(found.facts.issuer)}.`}
          </Typography>
          <Fold summary="All fields and extensions">
            <CertificateView found={found} />
          </Fold>
          <Typography variant="body2">
            <Link
              component={RouterLink}
              to={paths.generateLike(attributesOf(found.facts.subject))}
              underline="always"
            >
              Renew
            </Link>{' '}
            with a new key and the same subject
          </Typography>
        </>
      );
    case 'private key':
      return (
        <Facts
          facts={[
            ...(found.facts.unusual ? [['Kind', `RSA ${unusualWords(found.facts.unusual)}`] as const] : []),
            ['Encryption', found.facts.encryption ?? `${states.notEncrypted}: ${OPEN_TO_ANYONE}`],
            ...(found.facts.writing ? [['Password', writingText(found.facts.writing)] as const] : []),
            publicKey(found.keyId),
          ]}
        />
      );
    case 'public key':
      return <Facts facts={[publicKey(found.keyId)]} />;
    case 'certificate request':
      return (
        <>
          <RequestView facts={found.facts} />
          <Structure der={found.der} />
        </>
      );
    case 'PKCS#7 bundle':
      return (
        <>
          <Typography variant="body2">
            {`${counted(found.certificates, 'certificate')}, ${counted(found.signers, 'signature')}, ${counted(found.revocationLists, 'revocation list')}. Each certificate has a card of its own.`}
          </Typography>
          <Structure der={found.der} />
        </>
      );
    case 'session-key envelope':
      return (
        <>
          <Envelope facts={found.facts} />
          <Structure der={found.der} />
        </>
      );
    case 'PKCS#12':
      return (
        <Typography variant="body2">
          {[
            `${counted(found.privateKeys, 'private key')} and ${counted(found.certificates, 'certificate')}, each with a card of its own.`,
            found.other.length > 0 && `Besides: ${found.other.join(', ')}.`,
            found.lock === 'none' && `Nothing in it is encrypted: ${OPEN_TO_ANYONE}.`,
            found.intact === false &&
              'Its integrity check has another password, so it cannot be said whether the file was changed.',
            writingText(found.writing),
          ]
            .filter(Boolean)
            .join(' ')}
        </Typography>
      );
    case 'Java keystore':
      return (
        <Typography variant="body2">
          {`${counted(found.privateKeys, 'private key')} and ${counted(found.certificates, 'certificate')}, each with a card of its own.${integrityText(found.intact)}`}
        </Typography>
      );
    case 'locked private key':
    case 'locked PKCS#12':
    case 'locked Java keystore':
      return (
        <LockedBody file={item.file} found={found} onUnlock={(password) => onUnlock(item, found, password)} />
      );
    case 'unknown':
      return (
        <>
          <Typography variant="body2">{found.what}.</Typography>
          {found.der && <Structure der={found.der} />}
        </>
      );
    case 'cannot open':
    case 'damaged':
      return (
        <>
          <Alert role="alert" severity={found.kind === 'damaged' ? 'error' : 'info'}>
            {toolSentence(found.error, file)}
          </Alert>
          {found.der && <Structure der={found.der} />}
        </>
      );
  }
}

const publicKey = (keyId: string | undefined): [string, ReactNode] => [
  'Public key, SHA-256',
  keyId ? (
    <CopiedFingerprint key="id" what="fingerprint of the public key" hex={keyId} />
  ) : (
    'Only for RSA keys'
  ),
];

const validityText = ({ notBefore, notAfter }: { notBefore: string; notAfter: string }) =>
  isTime(notBefore) && isTime(notAfter)
    ? `Valid ${dayText(notBefore)} – ${dayText(notAfter)}`
    : 'Its validity cannot be read';

const unusualWords = (unusual: NonNullable<ShownPrivateKey['unusual']>) =>
  unusual === 'more than two primes' ? `with ${unusual}` : unusual;

/** If the password opens a key but does not fit the digest, nothing can be said about changes to the file. */
const integrityText = (intact: boolean | undefined) =>
  intact === undefined
    ? ''
    : intact
      ? ' Nothing was changed since it was written: its digest fits.'
      : ' The password opens a key in it but does not fit its digest: the keystore has another password, or was changed.';

/** The name as it is written inside a sentence: "certificate request (CSR)". */
const lowered = (name: string) =>
  /^[A-Z][a-z]/.test(name) ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;

const attributesOf = (name: Name): Record<string, string> =>
  Object.fromEntries(
    name.rdns
      .flat()
      .filter(({ type }) => dnFieldNames.some((field) => field === type))
      .toReversed()
      .map(({ type, value }) => [type, value]),
  );

const Structure = ({ der }: { der: Bytes }) => (
  <Fold summary="ASN.1">
    <Asn1View der={der} />
  </Fold>
);

/** The recipients of an envelope: whoever has the private key of one of these certificates can open the recording. */
function Envelope({ facts }: { facts: EnvelopeFacts }) {
  return (
    <>
      <Facts
        facts={[
          ['Cipher', facts.cipher],
          [
            'Content',
            facts.contentBytes === undefined
              ? 'None: the media is in a file of its own, as recordings have it'
              : `${numberText(facts.contentBytes)} bytes`,
          ],
          ['Content type', facts.contentType],
        ]}
      />
      <Typography variant="body2">
        This <Term of="EnvelopedData" /> carries a <Term of="session key" />, wrapped for{' '}
        <span>{`${counted(facts.recipients.length, 'recipient')}:`}</span>
      </Typography>
      <Box component="ol" sx={{ m: 0, pl: 3, display: 'grid', gap: 1 }}>
        {facts.recipients.map((recipient, index) => (
          <li key={index}>
            <Recipient recipient={recipient} />
          </li>
        ))}
      </Box>
      {facts.otherRecipients.length > 0 && (
        <Typography variant="body2">
          Others, which this console does not read: {facts.otherRecipients.join(', ')}.
        </Typography>
      )}
    </>
  );
}

function Recipient({ recipient }: { recipient: RecipientFacts }): ReactNode {
  const wrapped: [string, string] = [
    'Key transport',
    `${recipient.keyTransport}, ${recipient.encryptedKey.length * 8} bits`,
  ];
  if (recipient.by === 'subject key identifier') {
    return <Facts facts={[['Subject Key Identifier', colonPairs(recipient.keyIdentifier)], wrapped]} />;
  }
  return (
    <Facts
      facts={[
        ['Issuer DN', <Copied key="issuer" what="Issuer DN" value={recipient.issuer.readable} />],
        ['Serial Number', `${recipient.serialNumber.hex} (decimal ${recipient.serialNumber.decimal})`],
        wrapped,
      ]}
    />
  );
}
