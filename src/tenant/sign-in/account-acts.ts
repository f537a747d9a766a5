import { ONE_TIME_DAYS } from '../../domain/new-password.ts';
import { DAY_MS } from '../../domain/certificate.ts';
import { USERNAME } from '../../domain/account.ts';
import { roleText, type Role } from '../../domain/session.ts';
import { Refused } from '../http/problem.ts';
import {
  accountOfSubject,
  canOtherSignIn,
  changeAccount,
  findAccount,
  insertAccount,
  nameTaken,
  type StoredAccount,
} from '../store/accounts.ts';
import { recordEntry, type Actor, type NewEntry } from '../store/audit-log.ts';
import { deletePasskey, passkeysOf, type ListedPasskey } from '../store/passkeys.ts';
import { deleteSessionsOf } from '../store/sessions.ts';
import type { OpenTenant } from '../tenants.ts';

/**
 * What is done to accounts, by an administrator or by a person at the server. Each must be in a transaction, and is an
 * entry of the audit log.
 */
interface By {
  store: Pick<OpenTenant, 'database' | 'demoAccounts' | 'passwords'>;
  actor: Actor;
  now: Date;
}

export const oneTimeUntil = (now: Date): string =>
  new Date(now.getTime() + ONE_TIME_DAYS * DAY_MS).toISOString();

export function addAccount(
  by: By,
  { username, role, passwordHash }: { username: string; role: Role; passwordHash: string },
): StoredAccount {
  const { database } = by.store;
  const taken = nameTaken(database, username);
  if (taken !== undefined) throw new Refused('user_name_taken', { detail: taken });
  const added = insertAccount(database, {
    username,
    role,
    passwordHash,
    oneTimeUntil: oneTimeUntil(by.now),
    issuer: null,
    subject: null,
    addedBy: by.actor.username,
    addedAt: by.now.toISOString(),
  });
  record(by, 'account.added', `Added the account ${username} (${roleText[role]})`);
  return added;
}

export function changeRole(by: By, account: StoredAccount, role: Role): void {
  if (account.role === role) return;
  if (role !== 'administrator') assertOtherAdministrator(by, account);
  assertChangeable(by, account);
  changeAccount(by.store.database, account.id, { role });
  const summary = `Changed the role of ${account.username} from ${roleText[account.role]} to ${roleText[role]}`;
  record(by, 'account.role-changed', summary);
}

/** Its sessions end, so that they are not there again when it is enabled. */
export function disable(by: By, account: StoredAccount): void {
  if (account.disabledAt !== null) return;
  assertOtherAdministrator(by, account);
  assertChangeable(by, account);
  changeAccount(by.store.database, account.id, { disabledAt: by.now.toISOString() });
  deleteSessionsOf(by.store.database, account.username);
  record(by, 'account.disabled', `Disabled the account ${account.username}, and signed it out everywhere`);
}

export function enable(by: By, account: StoredAccount): void {
  if (account.disabledAt === null) return;
  changeAccount(by.store.database, account.id, { disabledAt: null });
  record(by, 'account.enabled', `Enabled the account ${account.username}`);
}

export function giveOneTimePassword(by: By, account: StoredAccount, passwordHash: string): void {
  assertChangeable(by, account);
  if (account.passwordHash === null) throw new Refused('no_password');
  const until = oneTimeUntil(by.now);
  changeAccount(by.store.database, account.id, { passwordHash, oneTimeUntil: until });
  deleteSessionsOf(by.store.database, account.username);
  const summary = `Gave ${account.username} a one-time password, and signed the account out everywhere`;
  record(by, 'account.one-time-password', summary);
}

export function signOutEverywhere(by: By, account: StoredAccount): void {
  if (deleteSessionsOf(by.store.database, account.username) === 0) return;
  record(by, 'session.closed', `Signed ${account.username} out everywhere`);
}

/** Where they are lost. Signing in then takes the password alone, until there is a new one. */
export function removePasskeys(by: By, account: StoredAccount): void {
  const passkeys = passkeysOf(by.store.database, account.username);
  for (const passkey of passkeys) removePasskey(by, account, passkey);
}

export function removePasskey(by: By, { username }: StoredAccount, { id, name }: ListedPasskey): void {
  deletePasskey(by.store.database, id);
  const whose = by.actor.username === username ? 'their own passkey' : `the passkey of ${username},`;
  record(by, 'passkey.removed', `Removed ${whose} “${name}”`);
}

/** A password of one's own. `kept` is the session that goes on. */
export function setOwnPassword(by: By, account: StoredAccount, passwordHash: string, kept?: string): void {
  assertChangeable(by, account);
  changeAccount(by.store.database, account.id, { passwordHash, oneTimeUntil: null });
  deleteSessionsOf(by.store.database, account.username, kept);
  record(by, 'account.password-changed', 'Changed their own password, which ended their other sessions');
}

/**
 * The account of a person for whom the identity provider vouches, with the role that it gives them. It is made at the
 * first sign-in. An account with a password is never taken over by its name: whoever runs the tenant links it.
 */
export function accountAtProvider(
  { store, now }: Omit<By, 'actor'>,
  { issuer, subject, username, role }: { issuer: string; subject: string; username: string; role: Role },
): StoredAccount {
  const { database } = store;
  const known = accountOfSubject(database, issuer, subject);
  const by = { store, now, actor: { username: known?.username ?? username, role, session: '-' } };
  if (known) {
    if (known.disabledAt !== null) throw new Refused('account_disabled');
    if (known.role === role) return known;
    changeAccount(database, known.id, { role });
    const change = `from ${roleText[known.role]} to ${roleText[role]}`;
    record(by, 'account.role-changed', `The identity provider changed their role ${change}`);
    return { ...known, role };
  }
  if (!USERNAME.test(username)) {
    throw new Refused('provider_refused', { detail: 'the user name has characters that no name here has' });
  }
  const taken = nameTaken(database, username);
  if (taken !== undefined) {
    throw new Refused('account_not_linked', { detail: `${taken} --issuer ${issuer} --subject ${subject}` });
  }
  const added = insertAccount(database, {
    username,
    role,
    passwordHash: null,
    oneTimeUntil: null,
    issuer,
    subject,
    addedBy: 'single sign-on',
    addedAt: now.toISOString(),
  });
  record(
    by,
    'account.added',
    `Added their account ${username} (${roleText[role]}) with the first single sign-on`,
  );
  return added;
}

/** Says who somebody is at the identity provider. Several accounts may be of one person. */
export function linkAccount(
  by: By,
  account: StoredAccount,
  person: { issuer: string; subject: string },
): void {
  changeAccount(by.store.database, account.id, person);
  record(by, 'account.linked', `Linked ${account.username} with ${person.subject} at ${person.issuer}`);
}

/** The account of whoever calls. */
export function ownAccount({ store, username }: { store: Pick<OpenTenant, 'database'>; username: string }) {
  const account = findAccount(store.database, username);
  if (!account) throw new Refused('not_signed_in');
  return account;
}

/** A demo account stays as the sign-in page tells it. */
export function assertChangeable({ store }: Pick<By, 'store'>, { username }: StoredAccount): void {
  if (store.demoAccounts.some((demo) => demo.username === username)) {
    throw new Refused('demo_account', { detail: username });
  }
}

function assertOtherAdministrator({ store }: By, { username, role }: StoredAccount): void {
  if (role !== 'administrator' || canOtherSignIn(store, [role], [username])) return;
  throw new Refused('last_administrator', { detail: username });
}

function record({ store, actor, now }: By, action: NewEntry['action'], summary: string): void {
  recordEntry(store.database, actor, { at: now.toISOString(), action, summary });
}
