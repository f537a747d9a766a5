import type { Role } from '../../domain/session.ts';
import type { Database } from './database.ts';

/** An administrator's calendar feed. The token in its address is stored as a hash only. */
export interface StoredFeed {
  username: string;
  madeAt: string;
  /** When a calendar last asked for it. */
  readAt: string | null;
}

const columns = 'username, made_at AS madeAt, read_at AS readAt';

export const findFeedOf = (database: Database, username: string): StoredFeed | undefined =>
  database.all<StoredFeed>(`SELECT ${columns} FROM calendar_feed WHERE username = :username`, {
    username,
  })[0];

/** With the role that its account has now. */
export const findFeedByToken = (
  database: Database,
  tokenHash: Uint8Array,
): (StoredFeed & { role: Role }) | undefined =>
  database.all<StoredFeed & { role: Role }>(
    `SELECT ${columns}, role FROM calendar_feed JOIN account USING (username) WHERE token_hash = :tokenHash`,
    { tokenHash },
  )[0];

/** One for each account: a new one ends the one before. */
export const replaceFeed = (
  database: Database,
  feed: { username: string; tokenHash: Uint8Array; madeAt: string },
): void => {
  database.run(
    `INSERT INTO calendar_feed (username, token_hash, made_at) VALUES (:username, :tokenHash, :madeAt)
     ON CONFLICT (username) DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at, read_at = NULL`,
    feed,
  );
};

export const deleteFeed = (database: Database, username: string): void => {
  database.run('DELETE FROM calendar_feed WHERE username = :username', { username });
};

export const markFeedRead = (database: Database, username: string, at: string): void => {
  database.run('UPDATE calendar_feed SET read_at = :at WHERE username = :username', { username, at });
};
