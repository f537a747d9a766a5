import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';

/** A passkey as the account's page shows it. */
export interface ListedPasskey {
  id: string;
  name: string;
  /** The host name that it belongs to. */
  host: string;
  addedAt: string;
  usedAt: string | null;
}

export interface StoredPasskey extends ListedPasskey {
  username: string;
  /** base64url, as in the answers of browsers. */
  credentialId: string;
  /** COSE. */
  publicKey: Uint8Array<ArrayBuffer>;
  /** How it is reached. */
  transports: string[];
  /** How often it has signed, by its own count; 0 where it does not count. */
  counter: number;
}

/** The passkeys of an account, in the order in which they were added. */
export const passkeysOf = (database: Database, username: string): StoredPasskey[] =>
  database.all(
    `SELECT id, username, name, host, credential_id, public_key, transports_json, counter, added_at, used_at
     FROM passkey WHERE username = :username ORDER BY added_at, id`,
    { username },
  );

export const hasPasskey = (database: Database, username: string): boolean =>
  database.has('SELECT 1 FROM passkey WHERE username = :username LIMIT 1', { username });

export const isCredentialKnown = (database: Database, credentialId: string): boolean =>
  database.has('SELECT 1 FROM passkey WHERE credential_id = :credentialId', { credentialId });

export const insertPasskey = (
  database: Database,
  { transports, ...passkey }: Omit<StoredPasskey, 'id' | 'usedAt'>,
): void => database.insert('passkey', { id: randomUUID(), ...passkey, transportsJson: transports });

/** Answers whether its count was still the one that it was compared with. */
export const countPasskey = (
  database: Database,
  { id, counter }: StoredPasskey,
  next: { counter: number; at: string },
): boolean =>
  database.run('UPDATE passkey SET counter = :next, used_at = :at WHERE id = :id AND counter = :counter', {
    id,
    counter,
    next: next.counter,
    at: next.at,
  }) > 0;

export const deletePasskey = (database: Database, id: string): void => {
  database.run('DELETE FROM passkey WHERE id = :id', { id });
};

/** `add`: a new passkey is made; `use`: one of the account signs. */
export type ChallengePurpose = 'add' | 'use';

/** Whom a challenge is asked of: a session, or a sign-in that waits for its second step. */
interface Asked {
  asked: string;
  purpose: ChallengePurpose;
}

/** There is one at a time: a new one replaces it. */
export const keepChallenge = (
  database: Database,
  of: Asked,
  { now, ...kept }: { challenge: string; until: string; now: string },
): void => {
  database.run('DELETE FROM passkey_challenge WHERE until <= :now', { now });
  database.insert('passkey_challenge', { ...of, ...kept }, 'REPLACE');
};

/** The challenge, which is used with this; undefined where there is none, or its time is over. */
export function takeChallenge(database: Database, of: Asked, now: string): string | undefined {
  return database.transaction(() => {
    const found = database.one<{ challenge: string; until: string }>(
      'SELECT challenge, until FROM passkey_challenge WHERE asked = :asked AND purpose = :purpose',
      { ...of },
    );
    database.run('DELETE FROM passkey_challenge WHERE asked = :asked AND purpose = :purpose', { ...of });
    return found && found.until > now ? found.challenge : undefined;
  });
}
