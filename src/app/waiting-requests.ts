import { useQuery } from '@tanstack/react-query';
import { assignmentRequestsQuery } from '../client/assignment-requests.ts';
import { deletionRequestsQuery } from '../client/deletion-requests.ts';
import { isOpen } from '../domain/assignment-request.ts';
import { isWaiting } from '../domain/deletion-request.ts';
import { may, type Session } from '../domain/session.ts';

/**
 * The number of requests that wait for an answer, as far as this session may see them. Unless `ask` is true, nothing is
 * fetched, and only requests in the cache count.
 */
export function useWaitingRequests(session: Session | undefined, ask: boolean): number {
  const assignments = useQuery({
    ...assignmentRequestsQuery(),
    enabled: ask && session !== undefined && may(session, 'view assignment requests'),
  }).data?.items;
  const deletions = useQuery({
    ...deletionRequestsQuery(),
    enabled: ask && session !== undefined && may(session, 'view deletion requests'),
  }).data?.items;
  return (assignments ?? []).filter(isOpen).length + (deletions ?? []).filter(isWaiting).length;
}
