import { verifyForPerson } from './audit-chain.ts';
import { givingWay } from '../give-way.ts';
import { exportJsonLines } from './audit-export.ts';
import { auditWords, type AuditSort, type LoggedEntry } from '../../domain/audit.ts';
import type { Handlers, QueryOf, SignedIn } from '../http/handler.ts';
import { answerFound, answerList, exportList } from '../http/list.ts';
import { entriesOf } from '../store/audit-list.ts';
import { serialsOf } from '../store/certificates.ts';

type AuditCall =
  | 'GET /api/audit-log'
  | 'GET /api/audit-log.csv'
  | 'GET /api/audit-log/chain'
  | 'GET /api/audit-log/entries.jsonl';

export const auditLogCalls: Handlers<AuditCall> = {
  'GET /api/audit-log': ({ session, query }) => listed(session, query),

  'GET /api/audit-log.csv': ({ session, now, query: { columns, ...query } }) =>
    exportList(now, {
      name: 'audit-log',
      columns: auditWords,
      wanted: columns,
      pageOf: (page) => listed(session, { ...query, ...page }),
    }),

  'GET /api/audit-log/chain': ({ session, query: { earlierHead, whole }, now }) =>
    verifyForPerson(session.store.database, { earlierHead, whole: whole === 'true', now }),

  'GET /api/audit-log/entries.jsonl': ({ session, now }) => exportJsonLines(session.store, now),
};

const idsOf = ({ certificateIds }: LoggedEntry) => certificateIds?.split(' ') ?? [];

async function listed(
  { store: { database } }: SignedIn,
  { from, to, username, about, certificateId, action, entry, ...query }: QueryOf<'GET /api/audit-log'>,
) {
  const filter = { from, to, username, about, certificateId, action, entry };
  const { list, index, condition } = await givingWay(
    entriesOf(database, { ...filter, search: query.search }),
  );
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
