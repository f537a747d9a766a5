import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { Outlet, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { CallProblem } from '../../client/call.ts';
import {
  answerRequestMutation,
  requestQuery,
  type AssignmentRequest,
  type DeletionRequest,
} from '../../client/queries/requests.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { isAssignable } from '../../domain/certificate.ts';
import { isWaiting, mayAnswer, requestStateText, whatToDo } from '../../domain/request.ts';
import { may, type Session } from '../../domain/session.ts';
import { BackLink } from '../../ui/page/back-link.tsx';
import { minuteText } from '../../ui/page/dates.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { Assignment } from './assignment.tsx';
import { checkedCopyQuery } from './checked-copy.ts';
import { Deletion } from './deletion.tsx';
import { History } from './history.tsx';
import { StateChip } from './state-chip.tsx';
import { Problem } from '../../ui/page/problem.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';
import { To } from '../../ui/page/to.tsx';

export const loader = async (client: QueryClient, { params }: LoaderFunctionArgs) => {
  const request = await client.ensureQueryData(requestQuery(params['id'] ?? ''));
  if (request.kind === 'assignment') await client.ensureQueryData(checkedCopyQuery(request));
};

/** A request of either kind: what is asked for, the answer, and for the two people the acts that each may do. */
export function Component() {
  const id = useParams()['id'] ?? '';
  const request = useSuspenseQuery(requestQuery(id)).data;
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const answer = useAct(answerRequestMutation(), { repeatable: true });
  const now = useNow();
  if (!session) return null;
  const isAssignment = request.kind === 'assignment';
  const answers = mayAnswer(request, session);
  const todo = whatToDo(request, session);
  // Somebody else was faster. Only their answer is said, and that this act changed nothing: not a no beside a yes.
  const late =
    answer.error instanceof CallProblem && answer.error.code === 'request_closed' && !isWaiting(request);
  const expired = isAssignment && !isAssignable(request.certificate, now);

  return (
    <Page
      narrow
      title={`${isAssignment ? 'Assign' : 'Delete'} ${nameOf(request.certificate)}`}
      where={<BackLink to={paths.requests()}>Requests</BackLink>}
      intro={<StateChip request={request} />}
      actions={
        <>
          {answers && (
            <ButtonLink to={paths.declineRequest(id)} preventScrollReset>
              Decline
            </ButtonLink>
          )}
          {answers && isAssignment && (
            <Button
              variant="contained"
              disabled={expired}
              loading={answer.isPending}
              onClick={() => answer.mutate({ id, answer: { agree: true, onlyToOpen: 0 } })}
            >
              Assign
            </Button>
          )}
          {answers && !isAssignment && (
            <ButtonLink variant="contained" color="error" to={paths.agreeToRequest(id)} preventScrollReset>
              Agree to the deletion
            </ButtonLink>
          )}
          {may(session, 'make requests') && isWaiting(request) && (
            <Button loading={answer.isPending} onClick={() => answer.mutate({ id, answer: 'withdraw' })}>
              Withdraw
            </Button>
          )}
        </>
      }
    >
      <Box sx={{ display: 'grid', gap: 2.5 }}>
        <Box aria-live="polite" sx={{ display: 'grid', gap: 1 }}>
          {answer.error && !late && <Problem text={answer.error.message} />}
          {answers && expired && (
            <Alert severity="warning">
              This certificate has expired and can no longer be assigned. Decline the request, so that the
              administrator knows.
            </Alert>
          )}
          {todo !== undefined && <Alert severity={request.canBeAnswered ? 'info' : 'warning'}>{todo}</Alert>}
          <Outcome request={request} session={session} late={late} />
        </Box>
        {isAssignment ? (
          <Assignment request={request} tenantName={session.tenant.name} mayAnswer={answers} now={now} />
        ) : (
          <Deletion request={request} mayAnswer={answers} />
        )}
        <Section title="History">
          <History request={request} />
        </Section>
      </Box>
      <Outlet />
    </Page>
  );
}

interface OutcomeProps {
  request: AssignmentRequest | DeletionRequest;
  session: Session;
  /** The act of this reader came after the answer. */
  late: boolean;
}

function Outcome({ request, session, late }: OutcomeProps) {
  const { answered, certificate, state } = request;
  if (!answered) return null;
  const when = `${minuteText(answered.at)} by ${answered.by}`;
  if (late) {
    return (
      <Alert role="alert" severity="warning">
        This request was already {state}. {requestStateText(request)} on {when}, before you: nothing that you
        pressed has changed it.
      </Alert>
    );
  }
  switch (state) {
    case 'assigned':
      return (
        <Alert severity="success">
          <span>
            Assigned on {when}. New recordings of these profiles are encrypted for this certificate while it
            is assigned there and valid.{' '}
          </span>
          {may(session, 'make test calls') && (
            <To to={paths.testCall()} color="inherit">
              Make a test call
            </To>
          )}
        </Alert>
      );
    case 'agreed':
      return (
        <Alert
          severity="success"
          action={
            may(session, 'manage certificates') && (
              <ButtonLink color="inherit" to={paths.deleteCertificate(certificate.id)}>
                Delete
              </ButtonLink>
            )
          }
        >
          Agreed on {when}. The pair can be deleted now.
        </Alert>
      );
    case 'declined':
      return (
        <Alert severity="warning">
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
