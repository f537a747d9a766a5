import { useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useAct } from '../../client/act.ts';
import { answerDeletionMutation, deletionRequestQuery } from '../../client/deletion-requests.ts';
import { deletionStateText, isWaiting } from '../../domain/deletion-request.ts';
import { Decline } from './decline.tsx';

export const loader =
  (client: QueryClient) =>
  async ({ params }: LoaderFunctionArgs) => {
    await client.ensureQueryData(deletionRequestQuery(params['id'] ?? ''));
    return null;
  };

/** Declines a deletion, with a reason that the administrator will read. */
export function Component() {
  const id = useParams()['id'] ?? '';
  const request = useSuspenseQuery(deletionRequestQuery(id)).data;
  const navigate = useNavigate();
  const answer = useAct(answerDeletionMutation(useQueryClient()));
  const close = () => void navigate(paths.deletionRequest(id), { preventScrollReset: true });
  // After its own success the request is answered, too; the dialog is then already closing.
  const closed = isWaiting(request) || answer.isSuccess ? undefined : deletionStateText[request.state];
  return (
    <Decline
      what={`delete ${request.certificate.subjectName}`}
      outcome="Nothing is deleted."
      requestedBy={request.requestedBy}
      closed={closed}
      pending={answer.isPending}
      problem={answer.error?.message}
      onDecline={(reason) => answer.mutate({ kind: 'decline', id, reason }, { onSuccess: close })}
      onClose={close}
    />
  );
}
