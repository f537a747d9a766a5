import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { use, useMemo, type ReactNode } from 'react';
import { sessionQuery } from '../client/session/session.ts';
import { certificateStatus, statusText, subjectName } from '../domain/certificate.ts';
import { selfSignedText } from '../domain/said.ts';
import { recorderAlias } from '../pki/certificate/alias.ts';
import type { ExtensionFacts, Name } from '../pki/certificate/facts.ts';
import type { FoundCertificate } from '../pki/files/inspect-file.ts';
import { encodePem } from '../pki/pem/pem.ts';
import { isTime } from '../pki/asn1/time.ts';
import { CopyButton } from '../ui/page/copy-button.tsx';
import { secondText } from '../ui/page/dates.ts';
import { colonPairs, Facts } from '../ui/page/facts.tsx';
import { Fingerprint } from '../ui/page/fingerprint.tsx';
import { Asn1View } from './asn1-view.tsx';
import { ConsoleAround } from './console-around.ts';
import { Fold } from '../ui/page/fold.tsx';
import { useNow } from '../ui/hooks/use-now.ts';

const selfSignedWords = {
  ...selfSignedText,
  yes: 'Yes, and its signature is good',
  'not looked at': 'Looking…',
} as const;

const dateText = (date: string) => (isTime(date) ? secondText(date) : 'Not a date');

/** Everything in a certificate, as readable text; every key tool that shows one uses this view. */
export function CertificateView({ found }: { found: FoundCertificate }) {
  const { facts, sha1, sha256, selfSigned } = found;
  const { publicKey, serialNumber } = facts;
  const now = useNow();
  const pem = useMemo(() => encodePem('CERTIFICATE', facts.der), [facts.der]);
  const size = publicKey.bits === undefined ? 'size unknown' : `${publicKey.bits} bits`;
  const datesAreGood = isTime(facts.notBefore) && isTime(facts.notAfter);
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      <Facts
        facts={[
          ['Subject Name', subjectName(facts.subject)],
          [
            'Status',
            datesAreGood ? statusText(certificateStatus(facts, now)) : 'Unknown: a date of it is none',
          ],
          ['Serial Number', <Copied key="hex" what="Serial Number" value={serialNumber.hex} />],
          ['Serial Number, decimal', serialNumber.decimal],
          ['Subject DN', <Copied key="subject" what="Subject DN" value={facts.subject.readable} />],
          ['Issuer DN', <Copied key="issuer" what="Issuer DN" value={facts.issuer.readable} />],
          ...asOpensslPrints('Subject DN', facts.subject),
          ...asOpensslPrints('Issuer DN', facts.issuer),
          ['Valid from', dateText(facts.notBefore)],
          ['Valid until', dateText(facts.notAfter)],
          [
            'Key',
            `${publicKey.algorithm}, ${size}${publicKey.exponent ? `, exponent ${publicKey.exponent}` : ''}`,
          ],
          ['Signature algorithm', facts.signatureAlgorithm],
          ['Self-signed', selfSignedWords[selfSigned]],
          ['Version', facts.version === 0 ? 'Unknown' : String(facts.version)],
          ['SHA-256 fingerprint', <CopiedFingerprint key="256" what="SHA-256 fingerprint" hex={sha256} />],
          ['SHA-1 fingerprint', <CopiedFingerprint key="1" what="SHA-1 fingerprint" hex={sha1} />],
          ['Alias', <Alias key="alias" found={found} />],
        ]}
      />
      <Typography variant="h3">Extensions</Typography>
      <ExtensionList extensions={facts.extensions} />
      <Fold summary="PEM">
        <Box
          component="pre"
          tabIndex={0}
          role="group"
          aria-label="Certificate in PEM"
          sx={{ m: 0, fontSize: 'caption.fontSize', overflowX: 'auto' }}
        >
          {pem}
        </Box>
        <CopyButton label="Copy PEM" text="Copy PEM" value={pem} />
      </Fold>
      <Fold summary="ASN.1">
        <Asn1View der={facts.der} />
      </Fold>
    </Box>
  );
}

/**
 * The name as `openssl x509 -nameopt RFC2253` prints it, shown only if that differs: non-ASCII characters are then
 * bytes.
 */
const asOpensslPrints = (what: string, name: Name): [string, ReactNode][] =>
  name.rfc2253 === name.readable
    ? []
    : [
        [
          `${what}, as OpenSSL prints it`,
          <Copied key={what} what={`${what}, as OpenSSL prints it`} value={name.rfc2253} />,
        ],
      ];

export function ExtensionList({ extensions }: { extensions: readonly ExtensionFacts[] }) {
  if (extensions.length === 0) return <Typography variant="body2">None.</Typography>;
  return (
    <Facts
      facts={extensions.map(({ name, critical, lines }, index) => [
        `${name}${critical ? ' (critical)' : ''}`,
        <Box key={index} component="span" sx={{ whiteSpace: 'pre-line' }}>
          {lines.join('\n')}
        </Box>,
      ])}
    />
  );
}

/**
 * The name under which the recorder will know the certificate. It contains the tenant's name, which is only known when
 * signed in.
 */
function Alias({ found }: { found: FoundCertificate }) {
  // Reads only the cache, because the key tools make no requests.
  const session = useQuery({ ...sessionQuery(), enabled: false }).data?.session;
  const inConsole = use(ConsoleAround);
  if (session) {
    const { name, dbid } = session.tenant;
    return <Copied what="Alias" value={recorderAlias(name, dbid, found.facts)} />;
  }
  return (
    <>
      <span>
        {`rcs_⟨tenant name⟩:⟨tenant dbid⟩:${found.facts.issuer.encodedOrder}:${found.facts.serialNumber.decimal}`}
      </span>
      {inConsole && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Sign in to see it with your tenant’s name.
        </Typography>
      )}
    </>
  );
}

export const Copied = ({ what, value }: { what: string; value: string }) => (
  <>
    <span>{value === '' ? '(empty)' : value}</span> <CopyButton label={`Copy ${what}`} value={value} />
  </>
);

export const CopiedFingerprint = ({ what, hex }: { what: string; hex: string }) => (
  <>
    <Fingerprint colonPairs={colonPairs(hex)} /> <CopyButton label={`Copy ${what}`} value={colonPairs(hex)} />
  </>
);
