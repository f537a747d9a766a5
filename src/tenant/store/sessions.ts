import type { Role } from '../../domain/session.ts';
import type { Database } from './database.ts';

/** `id` is a short id for the audit log and the keystore's changes. Of the cookie's token only a hash is stored. */
export interface StoredSession {
  id: string;
  username: string;
  role: Role;
  revision: number;
  startedAt: string;
  seenAt: string;
  /** Of a single sign-on. */
  idToken: string | null;
  /** When it last used a passkey. */
  passkeyAt: string | null;
}

export const findSession = (database: Database, tokenHash: Uint8Array): StoredSession | undefined =>
  database.one(
    `SELECT session.id, session.username, role, keystore_revision AS revision, started_at, seen_at, id_token,
       passkey_at
     FROM session JOIN account USING (username) WHERE token_hash = :tokenHash AND disabled_at IS NULL`,
    { tokenHash },
  );

type NewSession = Omit<StoredSession, 'role' | 'seenAt'> & { tokenHash: Uint8Array; userAgent: string };

/** It is the account's last sign-in, too. */
export const insertSession = (database: Database, { revision, ...session }: NewSession): void => {
  const { username, startedAt: at } = session;
  database.insert('session', { ...session, keystoreRevision: revision, seenAt: at });
  database.run('UPDATE account SET signed_in_at = :at WHERE username = :username', { username, at });
};

export interface ListedSession {
  id: string;
  startedAt: string;
  seenAt: string;
  userAgent: string;
}

/** The sessions of an account that have not ended, the latest first. */
export const sessionsOf = (
  database: Database,
  username: string,
  { seen, started }: { seen: string; started: string },
): ListedSession[] =>
  database.all(
    `SELECT id, started_at, seen_at, user_agent FROM session
     WHERE username = :username AND seen_at > :seen AND started_at > :started ORDER BY seen_at DESC, id`,
    { username, seen, started },
  );

/** Ends the sessions of an account, all but the one that is kept; answers how many. */
export const deleteSessionsOf = (database: Database, username: string, kept = ''): number =>
  database.run('DELETE FROM session WHERE username = :username AND id <> :kept', { username, kept });

/** Answers whether there was such a session. */
export const deleteSessionOf = (database: Database, username: string, id: string): boolean =>
  database.run('DELETE FROM session WHERE username = :username AND id = :id', { username, id }) > 0;

export const markSeen = (database: Database, id: string, at: string): void => {
  database.run('UPDATE session SET seen_at = :at WHERE id = :id', { id, at });
};

export const markPasskeyUsed = (database: Database, id: string, at: string): void => {
  database.run('UPDATE session SET passkey_at = :at WHERE id = :id', { id, at });
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
