import { createHash, randomBytes } from 'node:crypto';
import { DAY_MS } from '../domain/certificate.ts';
import { counted } from '../domain/counted.ts';
import type { Role } from '../domain/session.ts';
import { callerOf } from './caller.ts';
import { cookie, readCookie } from './cookies.ts';
import { knownDevice, rememberDevice } from './device-cookie.ts';
import { actor, type Handlers, type SignedIn } from './handler.ts';
import { NOBODYS_HASH } from './password.ts';
import { Refused } from './problem.ts';
import { DEFAULT_DEMO_PASSWORD } from './seed.ts';
import type { SignInLimit } from './sign-in-limit.ts';
import { recordEntry } from './store/audit-log.ts';
import { keystoreRevision } from './store/certificates.ts';
import { storeFault } from './store/faults.ts';
import {
  deleteSession,
  deleteSessionsBefore,
  findAccount,
  findSession,
  insertSession,
  listAccounts,
  markSeen,
} from './store/sessions.ts';
import type { DamagedTenant, OpenTenant } from './tenants.ts';
import { verifyInThread } from './threads.ts';

const IDLE_MS = DAY_MS / 2;
const LONGEST_MS = DAY_MS;
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
  const { id, username, role, revision } = stored;
  return { id, username, role, tenant: store.tenant, view: { session: id, revision }, store };
}

/** As `sessionOf`, but undefined, too, where the tenant's data has turned out to be damaged and cannot be read. */
export function readableSessionOf(...of: Parameters<typeof sessionOf>): SignedIn | undefined {
  try {
    return sessionOf(...of);
  } catch (error) {
    if (!storeFault(error)) throw error;
    return undefined;
  }
}

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

type SessionCall = 'GET /api/session' | 'POST /api/session' | 'DELETE /api/session';

export function sessionCalls(options: {
  tenants: readonly OpenTenant[];
  damaged: readonly DamagedTenant[];
  demoPassword: string;
  signInLimit: SignInLimit;
}): Handlers<SessionCall> {
  const { tenants, damaged, demoPassword, signInLimit } = options;
  return {
    'GET /api/session': ({ session }) => {
      if (session) return { session: facts(session) };
      if (demoPassword !== DEFAULT_DEMO_PASSWORD) return { session: null };
      const accounts = tenants.flatMap(({ tenant, database }) =>
        listAccounts(database).map(({ username, role }) => ({ username, role, tenant })),
      );
      return { session: null, demo: { password: demoPassword, accounts } };
    },

    'POST /api/session': async ({ session: before, body, now, request, answerHeaders }) => {
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
      if ('retryAfter' in outcome) {
        throw new Refused('too_many_attempts', { detail: inWords(outcome.retryAfter) }, outcome);
      }
      if (!store || !account || !outcome.verified) {
        if (store && account) recordRefusal(store, account, now);
        throw new Refused('wrong_credentials');
      }
      if (before) end(before, now);
      const { signedIn, token } = start(store, account, now);
      answerHeaders.append('Set-Cookie', cookie(request, COOKIE, `${store.slug}.${token}`));
      answerHeaders.append('Set-Cookie', rememberDevice(request, store, username));
      return { session: facts(signedIn) };
    },

    'DELETE /api/session': ({ session, now, request, answerHeaders }) => {
      // On a full disk, the browser still forgets its token, and nobody else has it: the session ends when it is idle.
      if (session) ifRoom(() => end(session, now));
      answerHeaders.append('Set-Cookie', cookie(request, COOKIE, '', 0));
      return undefined;
    },
  };
}

const facts = ({ username, role, tenant }: SignedIn) => ({ username, role, tenant });

function start(store: OpenTenant, { username, role }: { username: string; role: Role }, now: Date) {
  const { database } = store;
  const token = randomBytes(32).toString('base64url');
  const id = randomBytes(6).toString('hex');
  return database.transaction(() => {
    deleteSessionsBefore(database, {
      seen: new Date(now.getTime() - IDLE_MS).toISOString(),
      started: new Date(now.getTime() - LONGEST_MS).toISOString(),
    });
    const revision = keystoreRevision(database);
    const at = now.toISOString();
    insertSession(database, { id, tokenHash: hashToken(token), username, revision, at });
    const signedIn: SignedIn = {
      id,
      username,
      role,
      tenant: store.tenant,
      view: { session: id, revision },
      store,
    };
    recordEntry(database, actor(signedIn), { at, action: 'session.started', summary: 'Signed in' });
    return { signedIn, token };
  });
}

function end(session: SignedIn, now: Date): void {
  const { database } = session.store;
  database.transaction(() => {
    deleteSession(database, session.id);
    recordEntry(database, actor(session), {
      at: now.toISOString(),
      action: 'session.ended',
      summary: 'Signed out',
    });
  });
}

function recordRefusal({ database }: OpenTenant, account: { username: string; role: Role }, now: Date): void {
  database.transaction(() => {
    recordEntry(
      database,
      { username: account.username, role: account.role, session: '-' },
      { at: now.toISOString(), action: 'session.refused', summary: 'Sign-in failed: wrong password' },
    );
  });
}

/** Only the hash is stored, so that nobody who reads the database can sign in with it. 256 random bits need no salt. */
const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

const inWords = (seconds: number): string =>
  seconds < 60 ? counted(seconds, 'second') : counted(Math.ceil(seconds / 60), 'minute');
