import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { call } from './call.ts';
import { changed } from './changed.ts';

const key = ['calendar-feed'] as const;

export const calendarFeedQuery = () =>
  queryOptions({
    queryKey: [...key],
    queryFn: ({ signal }) => call('GET /api/calendar-feed', { signal }),
  });

/** Answers the address, which cannot be had again: it is in no cache for longer than it is shown. */
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
