import { randomUUID } from 'node:crypto';
import type { AccountSort, AccountState, SignInWay } from '../../domain/account.ts';
import type { Role } from '../../domain/session.ts';
import type { Database } from './database.ts';
import type { Condition, List } from './list.ts';

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

/** An account as a list shows it. */
export interface ListedAccount {
  id: string;
  username: string;
  role: Role;
  state: AccountState;
  signsInWith: SignInWay;
  addedBy: string | null;
  addedAt: string | null;
  signedInAt: string | null;
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

export const accountsOf = (role: Role | undefined, wanted: AccountState | undefined): Condition => ({
  where: [role && 'role = :role', wanted && `${state} = :state`],
  values: { ...(role && { role }), ...(wanted && { state: wanted }) },
});

export const listedAccount = (database: Database, id: string): ListedAccount | undefined =>
  database.all<ListedAccount>(`SELECT ${listed} FROM account WHERE id = :id`, { id })[0];

export const accountById = (database: Database, id: string): StoredAccount | undefined =>
  database.all<StoredAccount>(`${stored} WHERE id = :id`, { id })[0];

export const findAccount = (database: Database, username: string): StoredAccount | undefined =>
  database.all<StoredAccount>(`${stored} WHERE username = :username`, { username })[0];

/** Of several accounts of one person, the one that the first single sign-on made, or the oldest. */
export const accountOfSubject = (
  database: Database,
  issuer: string,
  subject: string,
): StoredAccount | undefined =>
  database.all<StoredAccount>(
    `${stored} WHERE subject = :subject AND issuer = :issuer ORDER BY password_hash IS NOT NULL, rowid LIMIT 1`,
    { issuer, subject },
  )[0];

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
  database.all(
    `SELECT 1 FROM account
     WHERE disabled_at IS NULL AND (:passwords OR issuer IS NOT NULL) AND role IN (SELECT value FROM json_each(:roles))
       AND username NOT IN (SELECT value FROM json_each(:accounts)) LIMIT 1`,
    { roles: JSON.stringify(wanted), accounts: JSON.stringify(accounts), passwords: Number(passwords) },
  ).length > 0;

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
  database.run(
    `INSERT INTO account (id, username, role, password_hash, one_time_until, issuer, subject, added_by, added_at)
     VALUES (:id, :username, :role, :passwordHash, :oneTimeUntil, :issuer, :subject, :addedBy, :addedAt)`,
    { id: randomUUID(), ...account },
  );
  const added = findAccount(database, account.username);
  if (!added) throw new Error('An account that was added is not there');
  return added;
};

export const setRole = (database: Database, id: string, role: Role): void => {
  database.run('UPDATE account SET role = :role, version = version + 1 WHERE id = :id', { id, role });
};

export const setDisabled = (database: Database, id: string, disabledAt: string | null): void => {
  database.run('UPDATE account SET disabled_at = :disabledAt, version = version + 1 WHERE id = :id', {
    id,
    disabledAt,
  });
};

export const setPassword = (
  database: Database,
  id: string,
  { passwordHash, oneTimeUntil }: { passwordHash: string; oneTimeUntil: string | null },
): void => {
  database.run(
    `UPDATE account SET password_hash = :passwordHash, one_time_until = :oneTimeUntil, version = version + 1
     WHERE id = :id`,
    { id, passwordHash, oneTimeUntil },
  );
};

export const setSubject = (
  database: Database,
  id: string,
  { issuer, subject }: { issuer: string; subject: string },
): void => {
  database.run(
    'UPDATE account SET issuer = :issuer, subject = :subject, version = version + 1 WHERE id = :id',
    { id, issuer, subject },
  );
};
