import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useSuspenseQuery } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import type { AssignmentRequest } from '../../client/queries/requests.ts';
import { certificateStatus, statusText } from '../../domain/certificate.ts';
import { secondText } from '../../ui/page/dates.ts';
import { colonPairs, Facts, Verdicts, type Mark } from '../../ui/page/facts.tsx';
import { Section } from '../../ui/page/section.tsx';
import { To } from '../../ui/page/to.tsx';
import { checkedCopyQuery } from './checked-copy.ts';
import { HandOver } from './hand-over.tsx';
import { Note } from './note.tsx';

interface AssignmentProps {
  request: AssignmentRequest;
  tenantName: string;
  mayAnswer: boolean;
  now: Date;
}

/** What is to be assigned and where, and the copy that the two people compare. */
export function Assignment({ request, tenantName, mayAnswer, now }: AssignmentProps) {
  return (
    <>
      <Section title="What is asked for">
        <Typography gutterBottom>
          {request.requestedBy} asks to have the certificate assigned to these IVR profiles:
        </Typography>
        <ul>
          {request.ivrProfiles.map((profile) => (
            <li key={profile.id}>
              <To to={paths.ivrProfile(profile.id)} underline="hover">
                {profile.name}
              </To>
            </li>
          ))}
        </ul>
        <Note text={request.note} />
        {mayAnswer && (
          <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1.5 }}>
            Assign adds it to all of them in one step and takes nothing out. While it is valid, calls that
            pick them are then encrypted for this certificate, too; older recordings are untouched.
          </Typography>
        )}
      </Section>
      <Section title="Certificate">
        <Copy request={request} now={now} />
      </Section>
      <Section title="Hand-over">
        <HandOver request={request} tenantName={tenantName} />
      </Section>
    </>
  );
}

/** Fingerprint and validity, computed from the copy in the request. */
function Copy({ request, now }: { request: AssignmentRequest; now: Date }) {
  const copy = useSuspenseQuery(checkedCopyQuery(request)).data;
  if (!copy) {
    return <Alert severity="error">The copy in this request is not a readable certificate.</Alert>;
  }
  const status = certificateStatus(copy, now);
  const fingerprint = colonPairs(copy.sha256);
  const verdicts: { mark: Mark; text: string }[] = [
    copy.isSame
      ? {
          mark: 'met',
          text: 'This copy is the certificate in the keystore: this browser calculated the same fingerprint.',
        }
      : { mark: 'unmet', text: 'This copy is not the certificate in the keystore: the fingerprints differ.' },
    {
      mark: status.kind === 'valid' ? 'met' : status.kind === 'expired' ? 'unmet' : 'note',
      text: status.kind === 'valid' ? 'Valid now' : statusText(status),
    },
    copy.selfSigned === 'yes'
      ? { mark: 'met', text: 'Self-signed' }
      : {
          mark: 'note',
          text: copy.selfSigned === 'no' ? 'Signed by its issuer' : 'Its signature cannot be checked',
        },
  ];
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Verdicts label="Checks" verdicts={verdicts} />
      <Facts
        facts={[
          ['SHA-256 fingerprint', fingerprint, fingerprint],
          ['Serial Number', copy.serialNumber.hex],
          ['Subject DN', copy.subjectDn],
          ['Issuer DN', copy.issuerDn],
          ['Valid from', secondText(copy.notBefore)],
          ['Valid until', secondText(copy.notAfter)],
          ['Key', `RSA, ${copy.bits ?? '?'} bits`],
        ]}
      />
    </Box>
  );
}
