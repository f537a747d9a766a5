import { createHash } from 'node:crypto';
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
export interface ChainedEntry {
  id: number;
  at: string;
  username: string;
  role: string;
  session: string;
  action: string;
  summary: string;
  certificateIds: string[];
  hash: string;
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

/** undefined: somebody has removed it; the tenant never does. */
export const chainHead = (database: Readable): ChainHead | undefined =>
  database.all<ChainHead>('SELECT id, hash FROM audit_head')[0];

export const moveHead = (database: Database, head: ChainHead): void => {
  database.run('UPDATE audit_head SET id = :id, hash = :hash', { ...head });
};

/** The number of the last entry in the table, whatever the stored head says. */
export const lastEntryId = (database: Readable): number =>
  database.all<{ id: number | null }>('SELECT max(id) AS id FROM audit_entry')[0]?.id ?? 0;

/** The entries after `id`, oldest first, with everything that their hashes are made from. */
export function entriesAfter(database: Readable, id: number, limit: number): ChainedEntry[] {
  const rows = database.all<Omit<ChainedEntry, 'certificateIds'> & { ids: string }>(
    `SELECT id, at, username, role, session, action, summary, hash,
       (SELECT json_group_array(certificate_id) FROM
         (SELECT certificate_id FROM audit_entry_certificate WHERE entry_id = audit_entry.id ORDER BY certificate_id)
       ) AS ids
     FROM audit_entry WHERE id > :id ORDER BY id LIMIT :limit`,
    { id, limit },
  );
  return rows.map(({ ids, ...entry }) =>
    Object.assign(entry, { certificateIds: JSON.parse(ids) as string[] }),
  );
}
