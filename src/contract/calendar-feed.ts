import { z } from 'zod';
import type { CallTable } from './call.ts';
import { moment } from './parts.ts';

const feed = z.object({
  madeAt: moment,
  readAt: moment.nullable().describe('When a calendar last asked for it'),
});

const calendarFeed = z.object({ feed: feed.nullable() });

const newCalendarFeed = z.object({
  token: z.string().describe('For the address of the feed; it cannot be had again'),
  feed,
});

const calendarFeedQuery = z.object({ token: z.string().max(200) });

export const calendarFeedCalls = {
  'GET /api/certificates/expiry.ics': {
    summary: 'The expiry dates for a calendar that subscribes to them; the token is the permission',
    allow: 'anyone',
    query: calendarFeedQuery,
    answer: z.string(),
    contentType: 'text/calendar; charset=utf-8',
  },
  'GET /api/calendar-feed': {
    summary: 'Whether there is a feed of one’s own, and whether it is used',
    allow: 'subscribe to expiry dates',
    answer: calendarFeed,
  },
  'POST /api/calendar-feed': {
    summary: 'Make a feed, or a new address for it; the one before ends',
    allow: 'subscribe to expiry dates',
    answer: newCalendarFeed,
    status: 201,
  },
  'DELETE /api/calendar-feed': {
    summary: 'Revoke it',
    allow: 'subscribe to expiry dates',
  },
} as const satisfies CallTable;
