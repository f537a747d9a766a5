import type { Role } from '../../domain/session.ts';
import type { Database } from './database.ts';

export interface Account {
  username: string;
  role: Role;
  passwordHash: string;
}

export const findAccount = (database: Database, username: string): Account | undefined =>
  database.all<Account>(
    'SELECT username, role, password_hash AS passwordHash FROM account WHERE username = :username',
    {
      username,
    },
  )[0];

export const listAccounts = (database: Database): Account[] =>
  database.all('SELECT username, role, password_hash AS passwordHash FROM account ORDER BY rowid');

export const saveAccount = (database: Database, account: Account): void => {
  database.run(
    `INSERT INTO account (username, role, password_hash) VALUES (:username, :role, :passwordHash)
     ON CONFLICT (username) DO UPDATE SET role = excluded.role, password_hash = excluded.password_hash`,
    { ...account },
  );
};

/** `id` is a short id for the audit log and the keystore's changes. Of the cookie's token only a hash is stored. */
export interface StoredSession {
  id: string;
  username: string;
  role: Role;
  revision: number;
  startedAt: string;
  seenAt: string;
}

export const findSession = (database: Database, tokenHash: Uint8Array): StoredSession | undefined =>
  database.all<StoredSession>(
    `SELECT session.id, session.username, role, keystore_revision AS revision, started_at AS startedAt, seen_at AS seenAt
     FROM session JOIN account USING (username) WHERE token_hash = :tokenHash`,
    { tokenHash },
  )[0];

export const insertSession = (
  database: Database,
  session: { id: string; tokenHash: Uint8Array; username: string; revision: number; at: string },
): void => {
  database.run(
    `INSERT INTO session (id, token_hash, username, keystore_revision, started_at, seen_at)
     VALUES (:id, :tokenHash, :username, :revision, :at, :at)`,
    session,
  );
};

export const markSeen = (database: Database, id: string, at: string): void => {
  database.run('UPDATE session SET seen_at = :at WHERE id = :id', { id, at });
};

export const deleteSession = (database: Database, id: string): void => {
  database.run('DELETE FROM session WHERE id = :id', { id });
};

export const deleteSessionsBefore = (
  database: Database,
  { seen, started }: { seen: string; started: string },
): void => {
  database.run('DELETE FROM session WHERE seen_at <= :seen OR started_at <= :started', { seen, started });
};

/** Ends all sessions, which were started with an old password. */
export const deleteAllSessions = (database: Database): void => {
  database.run('DELETE FROM session');
};
