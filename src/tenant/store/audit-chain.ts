import { createHash } from 'node:crypto';
import type { LoggedEntry } from '../../domain/audit.ts';
import type { Database } from './database.ts';

/**
 * The audit log is a hash chain: each entry contains a SHA-256 over its own content and the previous entry's hash.
 * Changing, removing or inserting an entry would change every later hash.
 *
 * Hashed are the UTF-8 bytes of a JSON array without white space (RFC 8785, the JSON Canonicalization Scheme):
 *
 *     ["<hash of the entry before>",<id>,"<at>","<username>","<role>","<session>","<action>","<summary>",["<certificate id>",…]]
 *
 * Hashes are 64 lower-case hexadecimal digits; the first entry follows 64 zeros. Entries are numbered from 1 without
 * gaps. `at` is ISO 8601 in UTC with milliseconds. The certificate ids are in ascending order.
 */
export interface ChainedEntry extends Omit<LoggedEntry, 'certificateIds'> {
  certificateIds: string[];
}

export const FIRST_FOLLOWS = '0'.repeat(64);

export function entryHash(before: string, entry: Omit<ChainedEntry, 'hash'>): string {
  const { id, at, username, role, session, action, summary, certificateIds } = entry;
  const content = [before, id, at, username, role, session, action, summary, certificateIds];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/**
 * The number and the hash of the last entry that was written, stored separately so that removing the last entries
 * shows.
 */
export interface ChainHead {
  id: number;
  hash: string;
}

export type Readable = Pick<Database, 'all'>;

/** Where the log ends: by its last row, and by the stored head. */
export interface ChainEnd {
  lastId: number;
  /** Exactly one, unless somebody has removed it or added another. */
  heads: ChainHead[];
}

/** One statement, because another process may write between two. */
export function chainEnd(database: Readable): ChainEnd {
  const [row] = database.all<{ lastId: number | null; heads: ChainHead[] }>(
    `SELECT (SELECT max(id) FROM audit_entry) AS last_id,
       (SELECT json_group_array(json_object('id', id, 'hash', hash)) FROM audit_head) AS heads_json`,
  );
  return { lastId: row?.lastId ?? 0, heads: row?.heads ?? [] };
}

export const isLogEmpty = (database: Readable): boolean => chainEnd(database).heads[0]?.id === 0;

export const moveHead = (database: Database, head: ChainHead): void => {
  database.run('UPDATE audit_head SET id = :id, hash = :hash', { ...head });
};

/** Before every entry, also before those with a number that the tenant never gives, such as -1. */
export const BEFORE_ALL = Number.MIN_SAFE_INTEGER;

/** The entries after `id`, oldest first, with everything that their hashes are made from. */
export const entriesAfter = (database: Readable, id: number, limit: number): ChainedEntry[] =>
  database.all<ChainedEntry>(
    `SELECT id, at, username, role, session, action, summary, hash,
       (SELECT json_group_array(certificate_id) FROM
         (SELECT certificate_id FROM audit_entry_certificate WHERE entry_id = audit_entry.id ORDER BY certificate_id)
       ) AS certificate_ids_json
     FROM audit_entry WHERE id > :id ORDER BY id LIMIT :limit`,
    { id, limit },
  );
