import { createHash, randomBytes } from 'node:crypto';
import { ONE_TIME_DAYS } from '../../domain/new-password.ts';
import { counted } from '../../domain/counted.ts';
import type { Role } from '../../domain/session.ts';
import { callerOf } from '../http/caller.ts';
import { cookie, readCookie } from '../http/cookies.ts';
import { knownDevice, rememberDevice } from './device-cookie.ts';
import { actor, record, type SignedIn, type SomeHandlers } from '../http/handler.ts';
import { beginSecondStep, waitingSignIn } from './second-step.ts';
import { NOBODYS_HASH } from './password.ts';
import { endedBefore, IDLE_MS, LONGEST_MS } from './session-time.ts';
import { Refused } from '../http/problem.ts';
import { DEFAULT_DEMO_PASSWORD } from './seed.ts';
import type { SignInLimit } from './sign-in-limit.ts';
import { setOwnPassword } from './account-acts.ts';
import type { SingleSignOnSettings } from './single-sign-on-settings.ts';
import { findAccount, type StoredAccount } from '../store/accounts.ts';
import { recordEntry } from '../store/audit-log.ts';
import { keystoreRevision } from '../store/certificates.ts';
import { storeFault } from '../store/faults.ts';
import { hasPasskey } from '../store/passkeys.ts';
import {
  deleteSession,
  deleteSessionsBefore,
  findSession,
  insertSession,
  markSeen,
  type StoredSession,
} from '../store/sessions.ts';
import type { DamagedTenant, OpenTenant } from '../tenants.ts';
import { acceptInThread, verifyInThread } from '../operations/threads.ts';

/** The time of the last use is stored at most this often, so that not every request writes. */
const SEEN_EVERY_MS = 5 * 60_000;

const COOKIE = 'session';

/** The session that a request's cookie (`<tenant>.<token>`) names, if it has not ended. */
export function sessionOf(tenants: readonly OpenTenant[], request: Request, now: Date): SignedIn | undefined {
  const [slug, token = ''] = cookieOf(request);
  const store = tenants.find((tenant) => tenant.slug === slug);
  const stored = store && findSession(store.database, hashToken(token));
  if (!store || !stored) return undefined;
  const idle = now.getTime() - Date.parse(stored.seenAt);
  if (idle >= IDLE_MS || now.getTime() - Date.parse(stored.startedAt) >= LONGEST_MS) return undefined;
  // On a full disk, reads go on; the last use is stored again when there is room.
  if (idle >= SEEN_EVERY_MS) ifRoom(() => markSeen(store.database, stored.id, now.toISOString()));
  return signedInAs(stored, store);
}

type Started = Omit<StoredSession, 'seenAt'>;

const signedInAs = ({ revision, ...started }: Started, store: OpenTenant): SignedIn => ({
  id: started.id,
  startedAt: started.startedAt,
  username: started.username,
  role: started.role,
  tenant: store.tenant,
  view: { session: started.id, revision },
  idToken: started.idToken,
  passkeyAt: started.passkeyAt,
  store,
});

/** As `sessionOf`, but undefined, too, where the tenant's data has turned out to be damaged and cannot be read. */
export function readableSessionOf(...of: Parameters<typeof sessionOf>): SignedIn | undefined {
  try {
    return sessionOf(...of);
  } catch (error) {
    if (!storeFault(error)) throw error;
    return undefined;
  }
}

/** The Set-Cookie header with a token; without one, the browser forgets the cookie. */
export const sessionCookie = (request: Request, { slug }: OpenTenant, token: string | undefined): string =>
  token === undefined ? cookie(request, COOKIE, '', 0) : cookie(request, COOKIE, `${slug}.${token}`);

const cookieOf = (request: Request): string[] => (readCookie(request, COOKIE) ?? '').split('.');

/** The damaged tenant that a request's cookie names: the session may exist there, but it cannot be read. */
export function damagedTenantOf(
  damaged: readonly DamagedTenant[],
  request: Request,
): DamagedTenant | undefined {
  const [slug] = cookieOf(request);
  return damaged.find((tenant) => tenant.slug === slug);
}

/** For a write that a full disk may leave out. */
function ifRoom(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (storeFault(error) !== 'full') throw error;
  }
}

export function sessionCalls(options: {
  tenants: readonly OpenTenant[];
  damaged: readonly DamagedTenant[];
  demoPassword: string | undefined;
  signInLimit: SignInLimit;
  singleSignOn: SingleSignOnSettings | undefined;
}) {
  const { tenants, damaged, demoPassword, signInLimit, singleSignOn } = options;
  return {
    'GET /api/session': ({ session, request, now }) => {
      if (session) return { session: facts(session) };
      const waiting = waitingSignIn(tenants, request, now);
      const state = { session: null, ...(waiting && { secondStep: { username: waiting.account.username } }) };
      if (singleSignOn) return { ...state, singleSignOn: { only: !singleSignOn.passwords } };
      if (demoPassword !== DEFAULT_DEMO_PASSWORD) return state;
      const accounts = tenants.flatMap(({ tenant, demoAccounts }) =>
        demoAccounts.map((account) => ({ ...account, tenant })),
      );
      return { ...state, demo: { password: demoPassword, accounts } };
    },

    'POST /api/session': async ({ session: before, body, now, request, answerHeaders }) => {
      if (singleSignOn?.passwords === false) throw new Refused('passwords_off');
      const { username, password } = body;
      const unopened = damaged.find(({ usernames }) => usernames.includes(username));
      if (unopened) throw new Refused('tenant_damaged', { detail: unopened.tenant.name });
      const store = tenants.find(({ database }) => findAccount(database, username));
      const account = store && findAccount(store.database, username);
      const { address } = callerOf(request);
      const device = store && knownDevice(request, store, username);
      const outcome = await signInLimit.attempt({ username, address, device }, now, () =>
        verifyInThread(address, { password, stored: account?.passwordHash ?? NOBODYS_HASH }),
      );
      refuseTooMany(outcome);
      if (!store || !account || !outcome.verified) {
        if (store && account) recordRefusal(store, account, now, 'Sign-in failed: wrong password');
        throw new Refused('wrong_credentials');
      }
      if (account.disabledAt !== null) {
        recordRefusal(store, account, now, 'Sign-in failed: the account is disabled');
        throw new Refused('account_disabled');
      }
      const passwordHash = await nextHash(address, store, account, body, now);
      /** Hashing takes a while, and an administrator may have acted meanwhile. */
      const unchanged = () => {
        const current = findAccount(store.database, username);
        if (current?.passwordHash !== account.passwordHash || current.disabledAt !== null) {
          throw new Refused('wrong_credentials');
        }
        return current;
      };
      if (hasPasskey(store.database, username)) {
        const waiting = store.database.transaction(() => {
          const current = unchanged();
          const by = { username, role: current.role, session: '-' };
          if (passwordHash !== undefined) setOwnPassword({ store, actor: by, now }, current, passwordHash);
          const summary = 'The password was right, and a passkey is asked for';
          recordEntry(store.database, by, { at: now.toISOString(), action: 'passkey.asked', summary });
          return findAccount(store.database, username) ?? current;
        });
        answerHeaders.append('Set-Cookie', beginSecondStep(request, store, waiting, now));
        return { session: null, secondStep: { username } };
      }
      if (before) endSession(before, now);
      const { signedIn, token } = store.database.transaction(() => {
        const current = unchanged();
        const started = startSession(store, current, now, request);
        if (passwordHash !== undefined) {
          setOwnPassword(
            { store, actor: actor(started.signedIn), now },
            current,
            passwordHash,
            started.signedIn.id,
          );
        }
        return started;
      });
      answerHeaders.append('Set-Cookie', sessionCookie(request, store, token));
      answerHeaders.append('Set-Cookie', rememberDevice(request, store, username));
      return { session: facts(signedIn) };
    },

    'DELETE /api/session': ({ session, now, request, answerHeaders }) => {
      // On a full disk, the browser still forgets its token, and nobody else has it: the session ends when it is idle.
      if (session) ifRoom(() => endSession(session, now));
      answerHeaders.append('Set-Cookie', cookie(request, COOKIE, '', 0));
    },
  } satisfies SomeHandlers;
}

/** The hash of the password that follows a one-time password; undefined for an ordinary one. */
async function nextHash(
  address: string,
  store: OpenTenant,
  account: StoredAccount,
  { password, newPassword }: { password: string; newPassword?: string | undefined },
  now: Date,
): Promise<string | undefined> {
  const { oneTimeUntil } = account;
  if (oneTimeUntil === null) {
    if (newPassword === undefined) return undefined;
    throw new Refused('invalid_request', { detail: 'newPassword: only after a one-time password' });
  }
  if (oneTimeUntil <= now.toISOString()) {
    recordRefusal(store, account, now, 'Sign-in failed: the time of the one-time password is over');
    throw new Refused('one_time_password_over', { detail: `${ONE_TIME_DAYS} days` });
  }
  if (newPassword === undefined) throw new Refused('new_password_needed');
  return acceptedHash(address, store, account, { password, newPassword });
}

/** The hash of a new password that is accepted. */
export async function acceptedHash(
  address: string,
  { tenant }: OpenTenant,
  { username }: StoredAccount,
  { password, newPassword }: { password: string; newPassword: string },
): Promise<string> {
  if (newPassword === password) {
    throw new Refused('password_refused', { detail: 'it is the one that it would replace' });
  }
  const words = [username, tenant.name];
  const accepted = await acceptInThread(address, { password: newPassword, words });
  if ('weakness' in accepted) throw new Refused('password_refused', { detail: accepted.weakness });
  return accepted.hash;
}

export function refuseTooMany(
  outcome: { verified: boolean } | { retryAfter: number },
): asserts outcome is { verified: boolean } {
  if ('retryAfter' in outcome) {
    throw new Refused('too_many_attempts', { detail: inWords(outcome.retryAfter) }, outcome);
  }
}

export const facts = ({ username, role, tenant, idToken, store }: SignedIn) => ({
  username,
  role,
  tenant,
  ...(idToken !== null && { singleSignOn: true as const }),
  ...(hasPasskey(store.database, username) && { passkey: true as const }),
});

/** What a browser calls itself is as long as it likes. */
const LONGEST_USER_AGENT = 300;

/** Must be in a transaction. */
export function startSession(
  store: OpenTenant,
  { username, role }: StoredAccount,
  now: Date,
  request: Request,
  /** What vouches for the person besides their password, or instead of it. `passkey` is its name. */
  { idToken = null, passkey }: { idToken?: string | null | undefined; passkey?: string } = {},
) {
  const { database } = store;
  const token = randomBytes(32).toString('base64url');
  const id = randomBytes(6).toString('hex');
  deleteSessionsBefore(database, endedBefore(now));
  const revision = keystoreRevision(database);
  const at = now.toISOString();
  const userAgent = (request.headers.get('User-Agent') ?? '').slice(0, LONGEST_USER_AGENT);
  const passkeyAt = passkey === undefined ? null : at;
  const tokenHash = hashToken(token);
  const started = { id, startedAt: at, username, revision, idToken, passkeyAt };
  insertSession(database, { ...started, tokenHash, userAgent });
  const signedIn = signedInAs({ ...started, role }, store);
  const how = passkey === undefined ? '' : ` with their password and the passkey “${passkey}”`;
  const summary = idToken === null ? `Signed in${how}` : 'Signed in by single sign-on';
  record(signedIn, now, 'session.started', summary);
  return { signedIn, token };
}

export function endSession(session: SignedIn, now: Date): void {
  const { database } = session.store;
  database.transaction(() => {
    deleteSession(database, session.id);
    record(session, now, 'session.ended', 'Signed out');
  });
}

export function recordRefusal(
  { database }: Pick<OpenTenant, 'database'>,
  { username, role }: { username: string; role: Role },
  now: Date,
  summary: string,
): void {
  database.transaction(() => {
    const entry = { at: now.toISOString(), action: 'session.refused', summary } as const;
    recordEntry(database, { username, role, session: '-' }, entry);
  });
}

/** Only the hash is stored, so that nobody who reads the database can sign in with it. 256 random bits need no salt. */
const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

const inWords = (seconds: number): string =>
  seconds < 60 ? counted(seconds, 'second') : counted(Math.ceil(seconds / 60), 'minute');
