import Box from '@mui/material/Box';
import { useId } from 'react';
import { subjectName } from '../../domain/certificate.ts';
import { selfSignedText } from '../../domain/said.ts';
import type { CertificateFacts } from '../../pki/certificate/facts.ts';
import { dayText } from '../../ui/page/dates.ts';
import { colonPairs, Facts } from '../../ui/page/facts.tsx';
import { Fingerprint } from '../../ui/page/fingerprint.tsx';
import { Fold } from '../../ui/page/fold.tsx';
import type { CertificateChecks } from './draft.ts';

interface CertificateFieldsProps {
  facts: CertificateFacts | undefined;
  checks: CertificateChecks | undefined;
}

/** The four documented fields, which populate automatically. All other facts of the certificate are folded away. */
export function CertificateFields({ facts, checks }: CertificateFieldsProps) {
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: '1fr', sm: 'max-content 1fr' },
          columnGap: 2,
          rowGap: { xs: 0.25, sm: 0.75 },
          fontSize: 'body2.fontSize',
        }}
      >
        <Field label="Subject Name" value={facts && subjectName(facts.subject)} />
        <Field label="Serial Number" value={facts?.serialNumber.hex} />
        <Field label="Subject DN" value={facts?.subject.readable} />
        <Field label="Issuer DN" value={facts?.issuer.readable} />
      </Box>
      {facts && (
        <Fold summary="More about the certificate">
          <MoreFacts facts={facts} checks={checks} />
        </Fold>
      )}
    </Box>
  );
}

/** A read-only field. Its value is text that can be selected and copied; its label looks like that of other fields. */
function Field({ label, value = '' }: { label: string; value: string | undefined }) {
  const id = useId();
  return (
    <>
      <Box component="label" htmlFor={id} sx={{ color: 'text.secondary' }}>
        {label}
      </Box>
      <Box
        component="output"
        id={id}
        // The file tile already announces that the certificate was read; four more announcements would be noise.
        aria-live="off"
        sx={{
          mb: { xs: 0.75, sm: 0 },
          minWidth: 0,
          overflowWrap: 'anywhere',
          '&:empty::before': { content: '"–"', color: 'text.secondary' },
        }}
      >
        {value}
      </Box>
    </>
  );
}

const MoreFacts = ({ facts, checks }: { facts: CertificateFacts; checks: CertificateChecks | undefined }) => (
  <Facts
    facts={[
      ['Serial Number, decimal', facts.serialNumber.decimal],
      ['Valid', `${dayText(facts.notBefore)} – ${dayText(facts.notAfter)}`],
      ['Key size', facts.publicKey.bits ? `${facts.publicKey.bits} bits` : 'Unknown'],
      ['Signature algorithm', facts.signatureAlgorithm],
      ['Self-signed', checks ? selfSignedText[checks.selfSigned] : 'Checking…'],
      checks
        ? ['SHA-256 fingerprint', <FingerprintOf key="sha" checks={checks} />, colonPairs(checks.sha256)]
        : ['SHA-256 fingerprint', 'Computing…'],
    ]}
  />
);

const FingerprintOf = ({ checks }: { checks: CertificateChecks }) => (
  <Box component="code" sx={{ fontSize: 'caption.fontSize' }}>
    <Fingerprint colonPairs={colonPairs(checks.sha256)} />
  </Box>
);
