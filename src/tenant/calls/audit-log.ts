import { verifyForPerson } from './audit-chain.ts';
import { givingWay } from '../give-way.ts';
import { exportJsonLines } from './audit-export.ts';
import { auditWords, type AuditSort, type LoggedEntry } from '../../domain/audit.ts';
import type { Asking, SomeHandlers } from '../http/handler.ts';
import { answerFound, answerList, exportOf } from '../http/list.ts';
import { entriesOf } from '../store/audit-list.ts';
import { serialsOf } from '../store/certificates.ts';

export const auditLogCalls = {
  'GET /api/audit-log': listed,

  'GET /api/audit-log.csv': exportOf('audit-log', () => auditWords, listed),

  'GET /api/audit-log/chain': ({ session, query: { earlierHead, whole }, now }) =>
    verifyForPerson(session.store.database, { earlierHead, whole: whole === 'true', now }),

  'GET /api/audit-log/entries.jsonl': ({ session, now }) => exportJsonLines(session.store, now),
} satisfies SomeHandlers;

const idsOf = ({ certificateIds }: LoggedEntry) => certificateIds?.split(' ') ?? [];

async function listed({ session, query }: Asking<'GET /api/audit-log'>) {
  const { database } = session.store;
  const { list, index, condition } = await givingWay(entriesOf(database, query));
  const page = index
    ? await answerFound<LoggedEntry, AuditSort>(database, list, index, condition, query)
    : answerList<LoggedEntry, AuditSort>(database, list, condition, query);
  const serials = serialsOf(database, [...new Set(page.items.flatMap(idsOf))]);
  const items = page.items.map((each) =>
    Object.assign(each, {
      certificates: idsOf(each).map((id) => ({ id, serialHex: serials.get(id) ?? null })),
    }),
  );
  return { ...page, items };
}
