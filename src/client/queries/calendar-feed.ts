import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { changed } from './changed.ts';

const key = ['calendar-feed'] as const;

export const calendarFeedQuery = () =>
  queryOptions({
    queryKey: [...key],
    queryFn: ({ signal }) => call('GET /api/calendar-feed', { signal }),
  });

/**
 * Answers the address of the new feed, which contains its token. `gcTime: 0` drops it from the cache when it is no
 * longer shown; the tenant cannot show it again.
 */
export const makeFeedMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: async () => {
      const { token } = await call('POST /api/calendar-feed', {});
      return `${location.origin}/api/certificates/expiry.ics?token=${encodeURIComponent(token)}`;
    },
    gcTime: 0,
    onSuccess: changed(client, 'calendar-feed'),
  });

export const revokeFeedMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => call('DELETE /api/calendar-feed', {}),
    onSuccess: changed(client, 'calendar-feed'),
  });
