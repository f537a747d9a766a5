import { queryOptions, useQuery } from '@tanstack/react-query';
import { firstSteps, type FirstFacts, type FirstStep } from '../../domain/first-steps.ts';
import { may, type Session } from '../../domain/session.ts';
import { call } from '../call.ts';
import { requestsQuery } from './requests.ts';

/** How many recordings the keys of the keystore open: one is asked for. */
const openedQuery = () =>
  queryOptions({
    queryKey: ['recordings', 'opened'],
    queryFn: ({ signal }) => call('GET /api/recordings', { query: { playable: 'yes', limit: 1 }, signal }),
  });

/** The first steps of a tenant, for who makes its keys; undefined when all are done, or while that is not known. */
export function useFirstSteps(
  session: Session,
  certificates: FirstFacts['certificates'],
  isShown: boolean,
): FirstStep[] | undefined {
  const isAsked = isShown && may(session, 'renew certificates');
  const opened = useQuery({ ...openedQuery(), enabled: isAsked });
  const requests = useQuery({ ...requestsQuery(), enabled: isAsked && may(session, 'view requests') });
  if (!isAsked || !opened.data || opened.data.total > 0) return undefined;
  return firstSteps({
    platform: session.tenant.platform,
    certificates,
    requests: requests.data?.items ?? [],
    opensRecording: false,
  });
}
