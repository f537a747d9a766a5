import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { paths } from '../../app/paths.ts';
import type { Certificate } from '../../client/certificates.ts';
import {
  algorithmWords,
  certificateStatus,
  MINIMUM_KEY_BITS,
  statusText,
  unmetRequirement,
} from '../../domain/certificate.ts';
import type { CertificateFacts } from '../../pki/facts.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { dayText } from '../../ui/dates.ts';
import { colonPairs, Facts, Verdicts, type Mark } from '../../ui/facts.tsx';
import type { CertificateChecks } from './draft.ts';

export interface Verdict {
  acceptable: boolean;
  lines: { mark: Mark; text: ReactNode }[];
}

/** The requirements on a recording certificate, each with its answer. The tenant judges again by the same rules. */
export function verdictOf(facts: CertificateFacts, keystore: readonly Certificate[], now: Date): Verdict {
  const unmet = unmetRequirement(facts);
  const { algorithm, bits } = facts.publicKey;
  const duplicate = keystore.find(
    ({ issuerDn, serialNumber }) =>
      issuerDn === facts.issuer.readable && serialNumber.hex === facts.serialNumber.hex,
  );
  const lines: Verdict['lines'] = [
    unmet === 'not_rsa'
      ? {
          mark: 'unmet',
          text: `An RSA key is needed; this certificate’s key is ${algorithmWords(algorithm)}.`,
        }
      : { mark: 'met', text: 'RSA key' },
  ];
  if (unmet !== 'not_rsa') {
    lines.push(
      unmet
        ? {
            mark: 'unmet',
            text: `At least ${MINIMUM_KEY_BITS} bits are needed; this key has ${bits ?? 'fewer'}.`,
          }
        : { mark: 'met', text: `${MINIMUM_KEY_BITS} bits or more (${bits})` },
    );
  }
  lines.push(
    duplicate
      ? {
          mark: 'unmet',
          text: (
            <>
              Already in the keystore, with the same issuer and serial number:{' '}
              <Link href={paths.certificate(duplicate.id)} target="_blank">
                {duplicate.subjectName}
              </Link>
            </>
          ),
        }
      : { mark: 'met', text: 'Not in the keystore yet' },
  );
  const status = certificateStatus(facts, now);
  if (status.kind === 'expired') {
    lines.push({
      mark: 'note',
      text: `Expired on ${dayText(facts.notAfter)}: it can be stored and plays back older recordings, but it cannot be assigned any more.`,
    });
  } else if (status.kind === 'valid') {
    lines.push({ mark: 'met', text: 'Valid now' });
  } else {
    lines.push({
      mark: 'note',
      text:
        status.kind === 'not yet valid' ? `Not valid before ${dayText(facts.notBefore)}` : statusText(status),
    });
  }
  return { acceptable: !unmet && !duplicate, lines };
}

interface CertificateVerdictProps {
  facts: CertificateFacts;
  verdict: Verdict;
  checks: CertificateChecks | undefined;
}

const selfSignedText = {
  yes: 'Yes',
  no: 'No: signed by its issuer',
  'cannot say': 'Cannot be checked here',
} as const;

export function CertificateVerdict({ facts, verdict, checks }: CertificateVerdictProps) {
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Facts
        facts={[
          ['Valid', `${dayText(facts.notBefore)} – ${dayText(facts.notAfter)}`],
          ['Key size', facts.publicKey.bits ? `${facts.publicKey.bits} bits` : 'Unknown'],
          ['Signature algorithm', facts.signatureAlgorithm],
          ['Self-signed', checks ? selfSignedText[checks.selfSigned] : 'Checking…'],
          [
            'SHA-256 fingerprint',
            checks ? (
              <>
                <Box component="code" sx={{ fontSize: '0.75rem' }}>
                  {colonPairs(checks.sha256)}
                </Box>{' '}
                <CopyButton label="Copy SHA-256 fingerprint" value={colonPairs(checks.sha256)} />
              </>
            ) : (
              'Computing…'
            ),
          ],
        ]}
      />
      <Box>
        <Typography variant="h3" sx={{ mb: 0.75 }}>
          Requirements
        </Typography>
        <Verdicts label="Requirements" verdicts={verdict.lines} />
      </Box>
    </Box>
  );
}
