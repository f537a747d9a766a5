import { randomUUID } from 'node:crypto';
import type { AccountRow, AccountSort, AccountState } from '../../domain/account.ts';
import type { Role } from '../../domain/session.ts';
import type { Database } from './database.ts';
import { filtered, type Condition, type List } from './list.ts';
import { columnNamed } from './rows.ts';

export interface Account {
  username: string;
  role: Role;
  /** null: signs in at the identity provider alone. */
  passwordHash: string | null;
}

export interface StoredAccount extends Account {
  id: string;
  /** Until then the password only sets another one; null for an ordinary password. */
  oneTimeUntil: string | null;
  disabledAt: string | null;
  issuer: string | null;
  subject: string | null;
  version: number;
}

export interface ListedAccount extends AccountRow {
  id: string;
  version: number;
}

const stored = /* sql */ `
  SELECT id, username, role, password_hash, one_time_until, disabled_at, issuer, subject, version FROM account`;

const state = /* sql */ `
  CASE WHEN disabled_at IS NOT NULL THEN 'disabled' WHEN one_time_until IS NOT NULL THEN 'invited' ELSE 'active' END`;

const way = /* sql */ `
  CASE WHEN subject IS NULL THEN 'password' WHEN password_hash IS NULL THEN 'provider' ELSE 'both' END`;

const listed = /* sql */ `
  account.id, username, role, ${state} AS state, ${way} AS signs_in_with, added_by, added_at, signed_in_at,
  version`;

export const accountList: List<AccountSort> = {
  from: 'account',
  columns: listed,
  id: 'account.id',
  sorts: {
    username: 'text_order(username)',
    role: 'role',
    state,
    signsInWith: way,
    signedInAt: `coalesce(signed_in_at, '')`,
    addedAt: `coalesce(added_at, '')`,
  },
  searched: [
    'username',
    `CASE role WHEN 'professional' THEN 'Genesys Professional' ELSE role END`,
    `coalesce(added_by, '')`,
  ],
};

export const accountsOf = (asked: { role?: Role | undefined; state?: AccountState | undefined }): Condition =>
  filtered({ role: 'role = :role', state: `${state} = :state` }, asked);

export const listedAccount = (database: Database, id: string): ListedAccount | undefined =>
  database.one(`SELECT ${listed} FROM account WHERE id = :id`, { id });

export const accountById = (database: Database, id: string): StoredAccount | undefined =>
  database.one(`${stored} WHERE id = :id`, { id });

export const findAccount = (database: Database, username: string): StoredAccount | undefined =>
  database.one(`${stored} WHERE username = :username`, { username });

/** Of several accounts of one person, the one that the first single sign-on made, or the oldest. */
export const accountOfSubject = (
  database: Database,
  issuer: string,
  subject: string,
): StoredAccount | undefined =>
  database.one(
    `${stored} WHERE subject = :subject AND issuer = :issuer ORDER BY password_hash IS NOT NULL, rowid LIMIT 1`,
    { issuer, subject },
  );

/** The name of an account that people would take for this one, because it differs by case alone. */
export const nameTaken = (database: Database, username: string): string | undefined =>
  listAccounts(database).find((each) => folded(each.username) === folded(username))?.username;

const folded = (name: string): string => name.normalize('NFKC').toUpperCase().toLowerCase();

export const listAccounts = (database: Database): StoredAccount[] => database.all(`${stored} ORDER BY rowid`);

/** The accounts of the same person, by the identity provider; also this one, even if it is not there. */
export const accountsOfPerson = (database: Database, username: string): string[] => [
  username,
  ...database
    .all<{ username: string }>(
      `SELECT other.username FROM account JOIN account AS other USING (issuer, subject)
       WHERE account.username = :username AND other.username <> :username ORDER BY other.username`,
      { username },
    )
    .map((other) => other.username),
];

/**
 * Whether an account with one of these roles can sign in, apart from these accounts: it is enabled, and without passwords
 * the identity provider knows it.
 */
export const canOtherSignIn = (
  { database, passwords }: { database: Database; passwords: boolean },
  wanted: readonly Role[],
  accounts: readonly string[],
): boolean =>
  database.has(
    `SELECT 1 FROM account
     WHERE disabled_at IS NULL AND (:passwords OR issuer IS NOT NULL) AND role IN (SELECT value FROM json_each(:roles))
       AND username NOT IN (SELECT value FROM json_each(:accounts)) LIMIT 1`,
    { roles: wanted, accounts, passwords },
  );

/** Adds the account of a name, or gives it another role and password. */
export const saveAccount = (database: Database, { username, role, passwordHash }: Account): void => {
  database.run(
    `INSERT INTO account (id, username, role, password_hash) VALUES (:id, :username, :role, :passwordHash)
     ON CONFLICT (username) DO UPDATE SET role = excluded.role, password_hash = excluded.password_hash`,
    { id: randomUUID(), username, role, passwordHash },
  );
};

export const insertAccount = (
  database: Database,
  account: Account & {
    oneTimeUntil: string | null;
    issuer: string | null;
    subject: string | null;
    addedBy: string;
    addedAt: string;
  },
): StoredAccount => {
  database.insert('account', { id: randomUUID(), ...account });
  const added = findAccount(database, account.username);
  if (!added) throw new Error('An account that was added is not there');
  return added;
};

type AccountChange = Pick<
  StoredAccount,
  'role' | 'disabledAt' | 'passwordHash' | 'oneTimeUntil' | 'issuer' | 'subject'
>;

/** Changes what is given. */
export const changeAccount = (database: Database, id: string, change: Partial<AccountChange>): void => {
  const changes = Object.keys(change).map((name) => `${columnNamed(name)} = :${name}`);
  database.run(`UPDATE account SET ${changes.join()}, version = version + 1 WHERE id = :id`, {
    ...change,
    id,
  });
};
