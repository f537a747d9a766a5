import type { Handlers } from './handler.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { listEntries } from './store/audit-log.ts';
import { z } from 'zod';

const cursorSchema = z.tuple([z.int()]);

export const auditLogCalls: Handlers<'GET /api/audit-log'> = {
  'GET /api/audit-log': ({ session, query }) => {
    const { limit, cursor, certificateId, action } = query;
    const entries = listEntries(session.store.database, {
      // One more than asked for tells whether there is another page.
      limit: limit + 1,
      before: cursor === undefined ? undefined : decodeCursor(cursorSchema, cursor)[0],
      certificate: certificateId,
      action,
    });
    const items = entries.slice(0, limit);
    const last = entries.length > limit ? items.at(-1) : undefined;
    return { items, ...(last ? { nextCursor: encodeCursor([last.id]) } : {}) };
  },
};
