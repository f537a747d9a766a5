import { z } from 'zod';
import { verifyChain } from './audit-chain.ts';
import { asCsv, asJsonLines, exportAnswer } from './audit-export.ts';
import { decodeCursor, nextCursor } from './cursor.ts';
import { LISTED_BREAKS } from '../domain/audit-chain.ts';
import type { Handlers } from './handler.ts';
import { listEntries } from './store/audit-log.ts';

const cursorSchema = z.tuple([z.int()]);

type AuditCall =
  | 'GET /api/audit-log'
  | 'GET /api/audit-log/chain'
  | 'GET /api/audit-log/entries.csv'
  | 'GET /api/audit-log/entries.jsonl';

export const auditLogCalls: Handlers<AuditCall> = {
  'GET /api/audit-log': ({ session, query }) => {
    const { limit, cursor, certificateId, action } = query;
    const page = listEntries(session.store.database, {
      limit,
      before: cursor === undefined ? undefined : decodeCursor(cursorSchema, cursor)[0],
      certificate: certificateId,
      action,
    });
    return { items: page.items, ...nextCursor(page, ({ id }) => [id]) };
  },

  'GET /api/audit-log/chain': ({ session, query }) =>
    verifyChain(session.store.database, { ...query, most: LISTED_BREAKS }),

  'GET /api/audit-log/entries.csv': ({ session, now }) => exportAnswer(session.store, asCsv, now),
  'GET /api/audit-log/entries.jsonl': ({ session, now }) => exportAnswer(session.store, asJsonLines, now),
};
