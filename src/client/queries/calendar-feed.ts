import { mutationOptions } from '@tanstack/react-query';
import { call } from '../call.ts';
import { changed } from './changed.ts';
import { queryOf } from './query.ts';

const key = ['calendar-feed'] as const;

export const calendarFeedQuery = () => queryOf([...key], 'GET /api/calendar-feed', {});

/**
 * Answers the address of the new feed, which contains its token. `gcTime: 0` drops it from the cache when it is no
 * longer shown; the tenant cannot show it again.
 */
export const makeFeedMutation = () =>
  mutationOptions({
    mutationFn: async () => {
      const { token } = await call('POST /api/calendar-feed', {});
      return `${location.origin}/api/certificates/expiry.ics?token=${encodeURIComponent(token)}`;
    },
    gcTime: 0,
    onSuccess: changed('calendar-feed'),
  });

export const revokeFeedMutation = () =>
  mutationOptions({
    mutationFn: () => call('DELETE /api/calendar-feed', {}),
    onSuccess: changed('calendar-feed'),
  });
