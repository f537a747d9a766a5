import { useQuery } from '@tanstack/react-query';
import { requestsQuery } from '../client/requests.ts';
import { isWaiting } from '../domain/request.ts';
import { may, type Session } from '../domain/session.ts';

/**
 * The number of requests that wait for an answer, if this session may see them. Unless `ask` is true, nothing is
 * fetched, and only requests in the cache count.
 */
export function useWaitingRequests(session: Session | undefined, ask: boolean): number {
  const enabled = ask && session !== undefined && may(session, 'view requests');
  const requests = useQuery({ ...requestsQuery(), enabled }).data?.items;
  return (requests ?? []).filter(isWaiting).length;
}
