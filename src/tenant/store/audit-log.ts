import { actionText, UNASSIGNED_WORDS, type AuditAction, type AuditSort } from '../../domain/audit.ts';
import type { Role } from '../../domain/session.ts';
import { chainEnd, moveHead, type ChainHead } from './audit-chain.ts';
import type { Database } from './database.ts';
import type { Condition, List } from './list.ts';

/** The user who did something, or the tenant itself, which destroys what is past its time. */
export interface Actor {
  username: string;
  role: Role | 'system';
  /** The id of the session; '-' where there is none. */
  session: string;
}

export interface NewEntry {
  at: string;
  action: AuditAction;
  /** One sentence for a person. */
  summary: string;
  certificates?: readonly string[];
}

/**
 * Must be in the same transaction as the write that it records. Without the chain's one head nothing can be recorded, and
 * so nothing be written: a log that cannot be continued must not look complete.
 */
export function recordEntry(
  database: Database,
  { username, role, session }: Actor,
  { at, action, summary, certificates = [] }: NewEntry,
): void {
  const [head, another] = chainEnd(database).heads;
  if (!head || another) throw new Error('The audit log has lost the head of its chain');
  const id = head.id + 1;
  const certificateIds = [...new Set(certificates)].toSorted();
  const [written] = database.all<ChainHead>(
    `INSERT INTO audit_entry (id, at, username, role, session, action, summary, hash)
     VALUES (:id, :at, :username, :role, :session, :action, :summary,
       audit_hash(:before, :id, :at, :username, :role, :session, :action, :summary, :ids))
     RETURNING id, hash`,
    {
      before: head.hash,
      id,
      at,
      username,
      role,
      session,
      action,
      summary,
      ids: JSON.stringify(certificateIds),
    },
  );
  if (!written) throw new Error('An entry without its hash');
  for (const certificate of certificateIds) {
    database.run(
      'INSERT INTO audit_entry_certificate (certificate_id, entry_id) VALUES (:certificate, :id)',
      { certificate, id },
    );
  }
  moveHead(database, written);
}

/** Whether the same session has such an entry since then (ISO 8601). */
export const hasEntrySince = (
  database: Database,
  { session }: Actor,
  { action, summary }: Pick<NewEntry, 'action' | 'summary'>,
  since: string,
): boolean =>
  database.all(
    `SELECT 1 FROM audit_entry INDEXED BY audit_entry_by_session
     WHERE session = :session AND action = :action AND at > :since AND summary = :summary LIMIT 1`,
    { action, summary, session, since },
  ).length > 0;

/** The action as the screens name it, so that a search for their words finds the entry. */
const actionWords = /* sql */ `
  CASE action ${Object.entries(actionText)
    .map(([action, text]) => `WHEN '${action}' THEN '${text}'`)
    .join(' ')} ELSE '' END
  || CASE WHEN action IN ('ivr-profile.assigned', 'screen-recording.saved') AND instr(summary, 'removed ') > 0
     THEN ' ${UNASSIGNED_WORDS}' ELSE '' END`;

/** The time as lists show it, in UTC: 30 Nov 2026 14:05. */
const atWords = /* sql */ `
  (substr(at, 9, 2) + 0) || ' ' || substr('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * substr(at, 6, 2) - 2, 3) || ' '
  || substr(at, 1, 4) || ' ' || substr(at, 12, 5)`;

export const auditList: List<AuditSort> = {
  from: 'audit_entry',
  columns: /* sql */ `audit_entry.id, at, username, role, session, action, summary, hash,
    (SELECT group_concat(certificate_id, ' ' ORDER BY certificate_id)
     FROM audit_entry_certificate WHERE entry_id = audit_entry.id) AS certificateIds`,
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
  certificateId: 'id IN (SELECT entry_id FROM audit_entry_certificate WHERE certificate_id = :certificateId)',
  action: 'action = :action',
  entry: 'id = :entry',
};

/** The entries that meet every filter that is given. */
export function entriesOf(asked: EntryFilter): Condition {
  const given = (Object.keys(filters) as (keyof EntryFilter)[]).filter((key) => asked[key] !== undefined);
  return {
    where: given.map((key) => filters[key]),
    values: Object.fromEntries(given.map((key) => [key, asked[key] ?? null])),
  };
}

/** The time of the last entry with one of these actions. An index makes this fast, however long the log is. */
export const lastOf = (database: Database, actions: readonly AuditAction[]): string | undefined =>
  database.all<{ at: string | null }>(
    `SELECT max((SELECT at FROM audit_entry WHERE action = value ORDER BY at DESC LIMIT 1)) AS at
     FROM json_each(:actions)`,
    { actions: JSON.stringify(actions) },
  )[0]?.at ?? undefined;
