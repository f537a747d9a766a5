import type { AuditAction } from '../../domain/audit.ts';
import type { Role } from '../../domain/session.ts';
import { chainEnd, moveHead, type ChainHead } from './audit-chain.ts';
import { gramsOfRow } from './audit-grams.ts';
import type { Database } from './database.ts';

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
  const written = database.one<ChainHead>(
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
      ids: certificateIds,
    },
  );
  if (!written) throw new Error('An entry without its hash');
  database.run(
    `INSERT INTO audit_gram (rowid, grams) SELECT id, ${gramsOfRow} FROM audit_entry WHERE id = :id`,
    { id },
  );
  for (const certificateId of certificateIds) {
    database.insert('audit_entry_certificate', { certificateId, entryId: id });
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
  database.has(
    `SELECT 1 FROM audit_entry INDEXED BY audit_entry_by_session
     WHERE session = :session AND action = :action AND at > :since AND summary = :summary LIMIT 1`,
    { action, summary, session, since },
  );

/** The time of the last entry with one of these actions. An index makes this fast, however long the log is. */
export const lastOf = (database: Database, actions: readonly AuditAction[]): string | undefined =>
  database.one<{ at: string | null }>(
    `SELECT max((SELECT at FROM audit_entry WHERE action = value ORDER BY at DESC LIMIT 1)) AS at
     FROM json_each(:actions)`,
    { actions },
  )?.at ?? undefined;
