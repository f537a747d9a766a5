import { useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useAct } from '../../client/act.ts';
import { answerRequestMutation, assignmentRequestQuery } from '../../client/assignment-requests.ts';
import { isOpen, requestStateText } from '../../domain/assignment-request.ts';
import { Decline } from './decline.tsx';

export const loader =
  (client: QueryClient) =>
  async ({ params }: LoaderFunctionArgs) => {
    await client.ensureQueryData(assignmentRequestQuery(params['id'] ?? ''));
    return null;
  };

/** Declines a request for assignment, with a reason that the administrator will read. */
export function Component() {
  const id = useParams()['id'] ?? '';
  const request = useSuspenseQuery(assignmentRequestQuery(id)).data;
  const navigate = useNavigate();
  const answer = useAct(answerRequestMutation(useQueryClient()));
  const close = () => void navigate(paths.assignmentRequest(id), { preventScrollReset: true });
  // After its own success the request is answered, too; the dialog is then already closing.
  const closed = isOpen(request) || answer.isSuccess ? undefined : requestStateText[request.state];
  return (
    <Decline
      what={`assign ${request.certificate.subjectName}`}
      outcome="Nothing is assigned."
      requestedBy={request.requestedBy}
      closed={closed}
      pending={answer.isPending}
      problem={answer.error?.message}
      onDecline={(reason) => answer.mutate({ kind: 'decline', id, reason }, { onSuccess: close })}
      onClose={close}
    />
  );
}
