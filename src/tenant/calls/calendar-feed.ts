import { createHash, randomBytes } from 'node:crypto';
import { isoDay } from '../../domain/columns.ts';
import { expiryCalendar, MOST_IN_FEED } from '../../domain/expiry-calendar.ts';
import { nameApart } from '../../domain/same-name.ts';
import { may } from '../../domain/session.ts';
import { record, type SomeHandlers } from '../http/handler.ts';
import { originOf } from '../http/origin.ts';
import { Refused } from '../http/problem.ts';
import { lastOf } from '../store/audit-log.ts';
import {
  deleteFeed,
  findFeedByToken,
  findFeedOf,
  markFeedRead,
  replaceFeed,
} from '../store/calendar-feeds.ts';
import { listComingExpiries } from '../store/certificates.ts';
import type { OpenTenant } from '../tenants.ts';

/** The time of the last fetch is stored at most this often, so that not every fetch writes. */
const READ_EVERY_MS = 5 * 60_000;

/** The actions that change the feed: all that add or remove certificates. */
const CHANGES = [
  'certificate.uploaded',
  'certificate.deleted',
  'certificate.restored',
  'demo-data.filled',
] as const;

/**
 * The expiry dates as a feed for calendars. A calendar has no cookie: the token in the address is the only permission,
 * so the feed contains only names and dates, and each administrator makes and revokes their own.
 */
export function calendarFeedCalls({ tenants }: { tenants: readonly OpenTenant[] }) {
  return {
    'GET /api/calendar-feed': ({ session }) => {
      const feed = findFeedOf(session.store.database, session.username);
      return { feed: feed ? { madeAt: feed.madeAt, readAt: feed.readAt } : null };
    },

    'POST /api/calendar-feed': ({ session, now }) => {
      const { database, slug } = session.store;
      const { username } = session;
      const token = `${slug}.${randomBytes(32).toString('base64url')}`;
      const madeAt = now.toISOString();
      database.transaction(() => {
        const before = findFeedOf(database, username);
        replaceFeed(database, { username, tokenHash: hashOf(token), madeAt });
        const summary = before
          ? 'Made a new address for their calendar feed of expiry dates; the one before has ended'
          : 'Made a calendar feed of expiry dates';
        record(session, now, 'calendar-feed.made', summary);
      });
      return { token, feed: { madeAt, readAt: null } };
    },

    'DELETE /api/calendar-feed': ({ session, now }) => {
      const { database } = session.store;
      database.transaction(() => {
        if (!findFeedOf(database, session.username)) return;
        deleteFeed(database, session.username);
        record(session, now, 'calendar-feed.revoked', 'Revoked their calendar feed of expiry dates');
      });
    },

    'GET /api/certificates/expiry.ics': async ({ query, request, now, answerHeaders }) => {
      const { tenant, database } = readerOf(tenants, query.token, now);
      const asOf = lastOf(database, CHANGES);
      const origin = originOf(request);
      const text = await expiryCalendar(
        listComingExpiries(database, now.toISOString(), MOST_IN_FEED).map(
          ({ id, sha256, subjectName, isNameShared, serialHex, notAfter }) => ({
            sha256,
            subjectName: nameApart(
              { subjectName, nameShared: isNameShared, serialNumber: { hex: serialHex }, notAfter },
              isoDay,
            ),
            notAfter,
            renewUrl: `${origin}/administration/certificates/${id}/renew`,
          }),
        ),
        {
          name: `Recording certificates: ${tenant.name}`,
          asOf: asOf === undefined ? now : new Date(asOf),
          isFeed: true,
        },
      );
      // A weak tag, because the same text is sent both compressed and uncompressed (RFC 9110, 8.8.1).
      answerHeaders.set('ETag', `W/"${createHash('sha256').update(text).digest('base64url')}"`);
      answerHeaders.set('Cache-Control', 'private, no-cache');
      return text;
    },
  } satisfies SomeHandlers;
}

/**
 * Finds the tenant of a feed by its token. The database compares only the hash; the time that takes tells nothing about
 * a token of 256 random bits. Unknown and revoked tokens both answer 404: at 401 a calendar would ask its user for a
 * password that does not exist.
 */
function readerOf(tenants: readonly OpenTenant[], token: string, now: Date): OpenTenant {
  const [slug] = token.split('.');
  const store = tenants.find((tenant) => tenant.slug === slug);
  const feed = store && findFeedByToken(store.database, hashOf(token));
  if (!store || !feed || !may({ ...feed, tenant: store.tenant }, 'subscribe to expiry dates')) {
    throw new Refused('not_found', {
      detail:
        'There is no such calendar feed. It may have been revoked: sign in to the console, and make a new one under Certificates, Add to calendar.',
    });
  }
  if (now.getTime() - Date.parse(feed.readAt ?? feed.madeAt) >= READ_EVERY_MS || feed.readAt === null) {
    markFeedRead(store.database, feed.username, now.toISOString());
  }
  return store;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
