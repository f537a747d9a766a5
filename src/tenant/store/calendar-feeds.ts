import type { Role } from '../../domain/session.ts';
import type { Database } from './database.ts';

/** An administrator's calendar feed. Of the token in its address only a hash is stored. */
export interface StoredFeed {
  username: string;
  madeAt: string;
  /** When a calendar last fetched it. */
  readAt: string | null;
}

const columns = 'username, made_at, read_at';

export const findFeedOf = (database: Database, username: string): StoredFeed | undefined =>
  database.one(`SELECT ${columns} FROM calendar_feed WHERE username = :username`, { username });

/** With the current role of its account; none of an account that is disabled. */
export const findFeedByToken = (
  database: Database,
  tokenHash: Uint8Array,
): (StoredFeed & { role: Role }) | undefined =>
  database.one(
    `SELECT ${columns}, role FROM calendar_feed JOIN account USING (username)
     WHERE token_hash = :tokenHash AND disabled_at IS NULL`,
    { tokenHash },
  );

/** An account has only one feed: a new one replaces the previous one. */
export const replaceFeed = (
  database: Database,
  feed: { username: string; tokenHash: Uint8Array; madeAt: string },
): void => database.insert('calendar_feed', feed, 'REPLACE');

export const deleteFeed = (database: Database, username: string): void => {
  database.run('DELETE FROM calendar_feed WHERE username = :username', { username });
};

export const markFeedRead = (database: Database, username: string, at: string): void => {
  database.run('UPDATE calendar_feed SET read_at = :at WHERE username = :username', { username, at });
};
