import { actionText, UNASSIGNED_WORDS, type AuditSort } from '../../domain/audit.ts';
import { atWords, matchOf } from './audit-grams.ts';
import type { Database } from './database.ts';
import type { TextIndex } from './found-list.ts';
import { filtered, type Condition, type List } from './list.ts';

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

interface Entries {
  list: List<AuditSort>;
  /** What finds them; without it, each is looked at. */
  index?: TextIndex;
  condition: Condition;
}

/** The entries that meet every filter that is given, and can have the words of the search. Work in pieces. */
export function* entriesOf(
  database: Database,
  { search, ...asked }: EntryFilter & { search?: string | undefined },
): Generator<undefined, Entries> {
  const condition = filtered(filters, asked);
  const match = matchOf({ search, ...asked });
  if (match === undefined) return { list: auditList, condition };
  // Nothing before and after a period is looked at.
  const isPeriod = asked.from !== undefined || asked.to !== undefined;
  const numbers = isPeriod ? yield* numbersIn(database, asked) : undefined;
  const index = {
    table: 'audit_gram',
    // Entries are written in the order of their times.
    orders: ['at', 'id'],
    where: [
      'audit_gram MATCH :match',
      ...(numbers ? ['audit_gram.rowid >= :first AND audit_gram.rowid <= :last'] : []),
    ],
    values: { match, ...numbers },
  };
  return { list: auditList, index, condition };
}

/** So many entries of the index of the times are looked at in one piece. */
const PIECE = 5000;

/** The first and the last number in a period. Where the clock was set back, neither is at its end. */
function* numbersIn(
  database: Database,
  { from = '', to = '~' }: EntryFilter,
): Generator<undefined, { first: number; last: number }> {
  let [first, last] = [Number.MAX_SAFE_INTEGER, 0];
  for (let past = { at: from, id: 0 }; ;) {
    const seen = database.all<{ id: number; at: string }>(
      `SELECT id, at FROM audit_entry INDEXED BY audit_entry_by_time
       WHERE (at, id) > (:at, :id) AND at < :to ORDER BY at, id LIMIT ${PIECE}`,
      { ...past, to },
    );
    for (const { id } of seen) {
      first = Math.min(first, id);
      last = Math.max(last, id);
    }
    const end = seen.at(-1);
    if (!end || seen.length < PIECE) return { first, last };
    past = end;
    yield;
  }
}
