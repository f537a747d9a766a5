import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { Link as RouterLink, Outlet, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../app/paths.ts';
import {
  answerRequestMutation,
  assignmentRequestQuery,
  type AssignmentRequest,
} from '../../client/assignment-requests.ts';
import { useAct } from '../../client/act.ts';
import { sessionQuery } from '../../client/session.ts';
import { isOpen } from '../../domain/assignment-request.ts';
import { certificateStatus, isAssignable, statusText } from '../../domain/certificate.ts';
import { may } from '../../domain/session.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { minuteText, utcText } from '../../ui/dates.ts';
import { colonPairs, Facts, Verdicts, type Mark } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { useNow } from '../../ui/use-now.ts';
import { checkedCopyQuery } from './checked-copy.ts';
import { HandOver } from './hand-over.tsx';
import { History } from './history.tsx';
import { StateChip } from './state-chip.tsx';

export const loader =
  (client: QueryClient) =>
  async ({ params }: LoaderFunctionArgs) => {
    const request = await client.ensureQueryData(assignmentRequestQuery(params['id'] ?? ''));
    await client.ensureQueryData(checkedCopyQuery(request));
    return null;
  };

export function Component() {
  const id = useParams()['id'] ?? '';
  const request = useSuspenseQuery(assignmentRequestQuery(id)).data;
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const answer = useAct(answerRequestMutation(useQueryClient()));
  const now = useNow();
  if (!session) return null;
  const { certificate } = request;
  const mayAnswer = may(session, 'answer assignment requests') && isOpen(request);
  const mayWithdraw = may(session, 'request assignment') && isOpen(request);
  const expired = !isAssignable(certificate, now);

  return (
    <Page
      narrow
      title={`Assign ${certificate.subjectName}`}
      where={<BackLink to={paths.assignmentRequests()}>Requests</BackLink>}
      intro={<StateChip request={request} />}
      actions={
        <>
          {mayAnswer && (
            <Button component={RouterLink} to={paths.declineAssignmentRequest(id)} preventScrollReset>
              Decline
            </Button>
          )}
          {mayAnswer && (
            <Button
              variant="contained"
              disabled={expired}
              loading={answer.isPending}
              onClick={() => answer.mutate({ kind: 'assign', id })}
            >
              Assign
            </Button>
          )}
          {mayWithdraw && (
            <Button loading={answer.isPending} onClick={() => answer.mutate({ kind: 'withdraw', id })}>
              Withdraw
            </Button>
          )}
        </>
      }
    >
      <Box sx={{ display: 'grid', gap: 2.5 }}>
        <Box aria-live="polite" sx={{ display: 'grid', gap: 1 }}>
          {answer.error && (
            <Alert role="alert" severity="error">
              {answer.error.message}
            </Alert>
          )}
          {mayAnswer && expired && (
            <Alert severity="warning">
              This certificate has expired and can no longer be assigned. Decline the request, so that the
              administrator knows.
            </Alert>
          )}
          <Outcome request={request} />
        </Box>
        <Section title="What is asked for">
          <Typography gutterBottom>
            {request.requestedBy} asks to have the certificate assigned to these IVR profiles:
          </Typography>
          <ul>
            {request.ivrProfiles.map((profile) => (
              <li key={profile.id}>
                <Link component={RouterLink} to={paths.ivrProfile(profile.id)}>
                  {profile.name}
                </Link>
              </li>
            ))}
          </ul>
          {request.note !== '' && (
            <Box component="blockquote" sx={{ m: 0, pl: 2, borderLeft: '3px solid', borderColor: 'divider' }}>
              <Typography sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {request.note}
              </Typography>
            </Box>
          )}
          {mayAnswer && (
            <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1.5 }}>
              Assign adds it to all of them in one step and takes nothing out. Calls that pick them are from
              then on encrypted for this certificate, too; older recordings are untouched.
            </Typography>
          )}
        </Section>
        <Section title="Certificate">
          <Copy request={request} now={now} />
        </Section>
        <Section title="Hand-over">
          <HandOver request={request} tenantName={session.tenant.name} />
        </Section>
        <Section title="History">
          <History request={request} />
        </Section>
      </Box>
      <Outlet />
    </Page>
  );
}

function Outcome({ request }: { request: AssignmentRequest }) {
  const { answered } = request;
  if (!answered) return null;
  const when = `${minuteText(answered.at)} by ${answered.by}`;
  switch (request.state) {
    case 'assigned':
      return (
        <Alert severity="success">
          Assigned on {when}. New recordings of these profiles are encrypted for this certificate.
        </Alert>
      );
    case 'declined':
      return (
        <Alert severity="warning" sx={{ overflowWrap: 'anywhere' }}>
          Declined on {when}: {answered.reason}
        </Alert>
      );
    default:
      return <Alert severity="info">Withdrawn on {when}.</Alert>;
  }
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
          [
            'SHA-256 fingerprint',
            <span key="sha">
              {fingerprint} <CopyButton label="Copy SHA-256 fingerprint" value={fingerprint} />
            </span>,
          ],
          ['Serial Number', copy.serialNumber.hex],
          ['Subject DN', copy.subjectDn],
          ['Issuer DN', copy.issuerDn],
          ['Valid from', utcText(copy.notBefore)],
          ['Valid until', utcText(copy.notAfter)],
          ['Key', `RSA, ${copy.bits ?? '?'} bits`],
        ]}
      />
    </Box>
  );
}
