import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { Link as RouterLink, Outlet, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useAct } from '../../client/act.ts';
import {
  answerDeletionMutation,
  deletionRequestQuery,
  type DeletionRequest,
} from '../../client/deletion-requests.ts';
import { sessionQuery } from '../../client/session.ts';
import { isWaiting } from '../../domain/deletion-request.ts';
import { may, type Session } from '../../domain/session.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { minuteText } from '../../ui/dates.ts';
import { Facts } from '../../ui/facts.tsx';
import { OpenedRecordings } from '../../ui/opened-recordings.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { DeletionStateChip } from './state-chip.tsx';

export const loader =
  (client: QueryClient) =>
  async ({ params }: LoaderFunctionArgs) => {
    await client.ensureQueryData(deletionRequestQuery(params['id'] ?? ''));
    return null;
  };

/** What would be lost with a pair, and the question whether the Genesys Professional agrees to its deletion. */
export function Component() {
  const id = useParams()['id'] ?? '';
  const request = useSuspenseQuery(deletionRequestQuery(id)).data;
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const answer = useAct(answerDeletionMutation(useQueryClient()), { repeatable: true });
  if (!session) return null;
  const { certificate } = request;
  const mayAnswer = may(session, 'answer deletion requests') && isWaiting(request);
  const mayWithdraw = may(session, 'request deletion') && isWaiting(request);

  return (
    <Page
      narrow
      title={`Delete ${certificate.subjectName}`}
      where={<BackLink to={paths.assignmentRequests()}>Requests</BackLink>}
      intro={<DeletionStateChip request={request} />}
      actions={
        <>
          {mayAnswer && (
            <Button component={RouterLink} to={paths.declineDeletionRequest(id)} preventScrollReset>
              Decline
            </Button>
          )}
          {mayAnswer && (
            <Button
              variant="contained"
              color="error"
              loading={answer.isPending}
              onClick={() => answer.mutate({ kind: 'agree', id, onlyToOpen: request.recordings.onlyToOpen })}
            >
              Agree to the deletion
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
          <Outcome request={request} session={session} />
        </Box>
        <Section title="What would be lost">
          <Typography gutterBottom>
            {request.requestedBy} asks to delete the certificate and its private key.
          </Typography>
          <OpenedRecordings recordings={request.recordings} list={paths.recordingsOf(certificate.id)} />
          {request.note !== '' && (
            <Box
              component="blockquote"
              sx={{ mx: 0, mb: 0, pl: 2, borderLeft: '3px solid', borderColor: 'divider' }}
            >
              <Typography sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {request.note}
              </Typography>
            </Box>
          )}
          {mayAnswer && (
            <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1.5 }}>
              Agreeing deletes nothing: {request.requestedBy} can then delete the pair, as long as no more
              recordings depend on it than now. It can be restored for 30 days; then only the customer’s own
              copy of the key opens these recordings.
            </Typography>
          )}
        </Section>
        <Section title="Certificate">
          <Facts
            facts={[
              [
                'Subject Name',
                request.state === 'deleted' ? (
                  certificate.subjectName
                ) : (
                  <Link key="certificate" component={RouterLink} to={paths.certificate(certificate.id)}>
                    {certificate.subjectName}
                  </Link>
                ),
              ],
              ['Serial Number', certificate.serialNumber.hex],
              ['Serial Number, decimal', certificate.serialNumber.decimal],
              ['Requested', `${minuteText(request.requestedAt)} by ${request.requestedBy}`],
            ]}
          />
        </Section>
      </Box>
      <Outlet />
    </Page>
  );
}

function Outcome({ request, session }: { request: DeletionRequest; session: Session }) {
  const { answered, certificate } = request;
  if (!answered) return null;
  const when = `${minuteText(answered.at)} by ${answered.by}`;
  switch (request.state) {
    case 'agreed':
      return (
        <Alert
          severity="success"
          action={
            may(session, 'manage certificates') && (
              <Button color="inherit" component={RouterLink} to={paths.deleteCertificate(certificate.id)}>
                Delete
              </Button>
            )
          }
        >
          Agreed on {when}. The pair can be deleted now.
        </Alert>
      );
    case 'declined':
      return (
        <Alert severity="warning" sx={{ overflowWrap: 'anywhere' }}>
          Declined on {when}: {answered.reason}
        </Alert>
      );
    case 'deleted':
      return <Alert severity="info">Agreed on {when}. The pair was deleted after that.</Alert>;
    default:
      return (
        <Alert severity="info">
          Withdrawn on {when}. {answered.reason}
        </Alert>
      );
  }
}
