import { verifyForPerson } from './audit-chain.ts';
import { exportJsonLines } from './audit-export.ts';
import { auditWords, type AuditSort, type LoggedEntry } from '../domain/audit.ts';
import type { Handlers, QueryOf, SignedIn } from './handler.ts';
import { answerList, exportList } from './list.ts';
import { auditList, entriesOf } from './store/audit-log.ts';

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

const onlyOne = ({ certificateIds }: LoggedEntry) => (certificateIds?.includes(' ') ? null : certificateIds);

/** The certificate of an entry is the one that was asked for; otherwise the only one that it is about. */
function listed({ store }: SignedIn, { certificateId, action, ...query }: QueryOf<'GET /api/audit-log'>) {
  const asked = entriesOf(certificateId, action);
  const page = answerList<LoggedEntry, AuditSort>(store.database, auditList, asked, query);
  return {
    ...page,
    items: page.items.map((entry) =>
      Object.assign(entry, { certificateId: certificateId ?? onlyOne(entry) }),
    ),
  };
}
