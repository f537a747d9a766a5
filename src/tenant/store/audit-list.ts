import { actionText, UNASSIGNED_WORDS, type AuditSort } from '../../domain/audit.ts';
import { atWords, matchOf } from './audit-grams.ts';
import type { Condition, List } from './list.ts';

/** The action as the screens name it, so that a search for their words finds the entry. */
const actionWords = /* sql */ `
  CASE action ${Object.entries(actionText)
    .map(([action, text]) => `WHEN '${action}' THEN '${text}'`)
    .join(' ')} ELSE '' END
  || CASE WHEN action IN ('ivr-profile.assigned', 'screen-recording.saved') AND instr(summary, 'removed ') > 0
     THEN ' ${UNASSIGNED_WORDS}' ELSE '' END`;

const auditList: List<AuditSort> = {
  from: 'audit_entry',
  columns: /* sql */ `audit_entry.id, at, username, role, session, action, summary, hash,
    (SELECT group_concat(certificate_id, ' ' ORDER BY certificate_id)
     FROM audit_entry_certificate WHERE entry_id = audit_entry.id) AS certificate_ids`,
  id: 'audit_entry.id',
  sorts: {
    // The order of the chain, too; but a period is found by its index.
    at: 'at',
    id: 'audit_entry.id',
    username: 'username',
    session: 'session',
  },
  searched: ['username', 'session', 'action', 'summary', actionWords, atWords],
};

export interface EntryFilter {
  from?: string | undefined;
  to?: string | undefined;
  username?: string | undefined;
  about?: string | undefined;
  certificateId?: string | undefined;
  action?: string | undefined;
  entry?: number | undefined;
}

const filters: Record<keyof EntryFilter, string> = {
  from: 'at >= :from',
  to: 'at < :to',
  username: 'has_words(:username, username)',
  // “IVR profile a: added …”, or “Asked to have … assigned to a, b”.
  about: `instr(summary, :about || ':') > 0 OR instr(summary || ',', ' ' || replace(:about, 'IVR profile ', '') || ',') > 0`,
  certificateId:
    'audit_entry.id IN (SELECT entry_id FROM audit_entry_certificate WHERE certificate_id = :certificateId)',
  action: 'action = :action',
  entry: 'audit_entry.id = :entry',
};

/** The entries that meet every filter that is given, and can have the words of the search. */
export function entriesOf({ search, ...asked }: EntryFilter & { search?: string | undefined }): {
  list: List<AuditSort>;
  condition: Condition;
} {
  const given = (Object.keys(filters) as (keyof EntryFilter)[]).filter((key) => asked[key] !== undefined);
  const where = given.map((key) => filters[key]);
  const values = Object.fromEntries(given.map((key) => [key, asked[key] ?? null]));
  const match = matchOf({ search, ...asked });
  if (match === undefined) return { list: auditList, condition: { where, values } };
  const times = given.filter((key) => key === 'from' || key === 'to');
  const found = {
    table: 'audit_gram',
    // Entries are written in the order of their times.
    orders: ['at', 'id'],
    where: ['audit_gram MATCH :match', ...(times.length > 0 ? [inNumbersOf(times)] : [])],
    values: { match, ...Object.fromEntries(times.map((key) => [key, asked[key] ?? null])) },
  };
  return { list: { ...auditList, found }, condition: { where, values } };
}

/** Nothing before and after a period is looked at. The index of the times has the numbers, too. */
const inNumbersOf = (times: readonly ('from' | 'to')[]): string =>
  ['coalesce(min(id), 1)', 'coalesce(max(id), 0)']
    .map(
      (end) =>
        `(SELECT ${end} FROM audit_entry INDEXED BY audit_entry_by_time WHERE ${times.map((key) => filters[key]).join(' AND ')})`,
    )
    .map((end, n) => `audit_gram.rowid ${n === 0 ? '>=' : '<='} ${end}`)
    .join(' AND ');
