import { useQuery } from '@tanstack/react-query';
import { waitingRequestsQuery } from '../client/queries/requests.ts';
import { may, type Session } from '../domain/session.ts';

/**
 * The number of requests that wait for an answer, if this session may see them. Unless `ask` is true, nothing is
 * fetched, and only what is in the cache counts.
 */
export function useWaitingRequests(session: Session | undefined, ask: boolean): number {
  const enabled = ask && session !== undefined && may(session, 'view requests');
  return useQuery({ ...waitingRequestsQuery(), enabled }).data?.total ?? 0;
}
