import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, type LoaderFunctionArgs } from 'react-router';
import { useAct } from '../../client/act.ts';
import { answerRequestMutation, requestQuery } from '../../client/queries/requests.ts';
import { paths } from '../../paths.ts';

export const loader = (client: QueryClient, { params }: LoaderFunctionArgs) =>
  client.ensureQueryData(requestQuery(params['id'] ?? ''));

/** What the dialogs share in which a request is answered: the request, the answer, and the way back to its page. */
export function useAnswering() {
  const id = useParams()['id'] ?? '';
  const request = useSuspenseQuery(requestQuery(id)).data;
  const navigate = useNavigate();
  const answer = useAct(answerRequestMutation());
  return { id, request, answer, close: () => void navigate(paths.request(id), { preventScrollReset: true }) };
}
