import type { AnswerOf } from '../../contract/calls.ts';
import { accountWords, browserText, type AccountSort } from '../../domain/account.ts';
import {
  addAccount,
  changeRole,
  disable,
  enable,
  giveOneTimePassword,
  oneTimeUntil,
  removePasskeys,
  setOwnPassword,
  signOutEverywhere,
} from '../sign-in/account-acts.ts';
import { callerOf } from '../http/caller.ts';
import { etagOf, matches } from '../http/etag.ts';
import { actor, type Handlers, type QueryOf, type SignedIn } from '../http/handler.ts';
import { answerList, exportList } from '../http/list.ts';
import { assertProven } from '../sign-in/proof.ts';
import { makeOneTimePassword } from '../sign-in/password.ts';
import { Refused } from '../http/problem.ts';
import { acceptedHash, recordRefusal, refuseTooMany } from '../sign-in/session.ts';
import type { SignInLimit } from '../sign-in/sign-in-limit.ts';
import {
  accountById,
  accountList,
  accountsOf,
  findAccount,
  listedAccount,
  nameTaken,
  type ListedAccount,
  type StoredAccount,
} from '../store/accounts.ts';
import { recordEntry } from '../store/audit-log.ts';
import { passkeysOf } from '../store/passkeys.ts';
import { deleteSessionOf, deleteSessionsOf, sessionsOf } from '../store/sessions.ts';
import { endedBefore } from '../sign-in/session-time.ts';
import type { OpenTenant } from '../tenants.ts';
import { hashInThread, verifyInThread } from '../operations/threads.ts';

type AccountCall =
  | 'GET /api/accounts'
  | 'GET /api/accounts.csv'
  | 'POST /api/accounts'
  | 'GET /api/accounts/{id}'
  | 'PUT /api/accounts/{id}'
  | 'POST /api/accounts/{id}/one-time-password'
  | 'DELETE /api/accounts/{id}/sessions'
  | 'DELETE /api/accounts/{id}/passkeys'
  | 'GET /api/account'
  | 'POST /api/account/password'
  | 'DELETE /api/account/sessions'
  | 'DELETE /api/account/sessions/{id}';

type Listed = AnswerOf<'GET /api/accounts'>['items'][number];

/** The people of a tenant, and each person's own account. */
export function accountCalls({
  tenants,
  signInLimit,
}: {
  tenants: readonly OpenTenant[];
  signInLimit: SignInLimit;
}): Handlers<AccountCall> {
  return {
    'GET /api/accounts': ({ session, query }) => listed(session, query),

    'GET /api/accounts.csv': ({ session, now, query: { columns, ...query } }) =>
      exportList(now, {
        name: 'accounts',
        columns: Object.values(accountWords),
        wanted: columns,
        pageOf: (page) => listed(session, { ...query, ...page }),
      }),

    'POST /api/accounts': async ({ session, body, now, request }) => {
      const { database } = session.store;
      // A person signs in by the user name alone, so it is one name over all tenants of this server.
      const taken = tenants.some((each) => nameTaken(each.database, body.username) !== undefined);
      if (taken) throw new Refused('user_name_taken', { detail: body.username });
      const oneTimePassword = makeOneTimePassword();
      const passwordHash = await hashInThread(callerOf(request).address, oneTimePassword);
      const { id } = database.transaction(() => addAccount(as(session, now), { ...body, passwordHash }));
      return { ...listedAnswer(session, rowOf(session, id)), oneTimePassword, until: oneTimeUntil(now) };
    },

    'GET /api/accounts/{id}': ({ session, id, now }) => accountAnswer(session, rowOf(session, id), now),

    'PUT /api/accounts/{id}': ({ session, id, body, ifMatch, now }) => {
      session.store.database.transaction(() => {
        const account = existing(session, id);
        if (!matches(ifMatch, etagOf(account.version))) throw new Refused('changed_meanwhile');
        // The role first: whoever is no administrator any more may be disabled.
        changeRole(as(session, now), account, body.role);
        const changed = existing(session, id);
        if (body.disabled) disable(as(session, now), changed);
        else enable(as(session, now), changed);
      });
      return accountAnswer(session, rowOf(session, id), now);
    },

    'POST /api/accounts/{id}/one-time-password': async ({ session, id, now, request }) => {
      existing(session, id);
      const oneTimePassword = makeOneTimePassword();
      const passwordHash = await hashInThread(callerOf(request).address, oneTimePassword);
      session.store.database.transaction(() =>
        giveOneTimePassword(as(session, now), existing(session, id), passwordHash),
      );
      return { oneTimePassword, until: oneTimeUntil(now) };
    },

    'DELETE /api/accounts/{id}/sessions': ({ session, id, now }) => {
      session.store.database.transaction(() => signOutEverywhere(as(session, now), existing(session, id)));
      return undefined;
    },

    'DELETE /api/accounts/{id}/passkeys': ({ session, id, now }) => {
      assertProven(session, now, 'This changes how somebody signs in');
      session.store.database.transaction(() => removePasskeys(as(session, now), existing(session, id)));
      return undefined;
    },

    'GET /api/account': ({ session, now }) => accountAnswer(session, ownRow(session), now),

    'POST /api/account/password': async ({ session, body, now, request }) => {
      const { store, username } = session;
      const account = own(session);
      if (account.passwordHash === null) throw new Refused('no_password');
      const { address } = callerOf(request);
      const stored = account.passwordHash;
      // Whoever finds an open session guesses the password no faster than at the sign-in page.
      const outcome = await signInLimit.attempt(
        { username, address, device: `session ${session.id}` },
        now,
        () => verifyInThread(address, { password: body.password, stored }),
      );
      refuseTooMany(outcome);
      if (!outcome.verified) {
        recordRefusal(store, account, now, 'Changing the password failed: the current one was wrong');
        throw new Refused('wrong_password_now');
      }
      const passwordHash = await acceptedHash(address, store, account, body);
      store.database.transaction(() => {
        const current = own(session);
        if (current.passwordHash !== stored) throw new Refused('changed_meanwhile');
        setOwnPassword(as(session, now), current, passwordHash, session.id);
      });
      return undefined;
    },

    'DELETE /api/account/sessions': ({ session, now }) => {
      const { database } = session.store;
      database.transaction(() => {
        if (deleteSessionsOf(database, session.username, session.id) > 0) {
          recordClosed(session, now, 'Ended all their other sessions');
        }
      });
      return undefined;
    },

    'DELETE /api/account/sessions/{id}': ({ session, id, now }) => {
      const { database } = session.store;
      database.transaction(() => {
        if (!deleteSessionOf(database, session.username, id)) {
          throw new Refused('not_found', { detail: 'There is no such session of yours. It may have ended.' });
        }
        recordClosed(session, now, `Ended their session ${id}`);
      });
      return undefined;
    },
  };
}

const as = (session: SignedIn, now: Date) => ({ store: session.store, actor: actor(session), now });

function recordClosed(session: SignedIn, now: Date, summary: string): void {
  const entry = { at: now.toISOString(), action: 'session.closed', summary } as const;
  recordEntry(session.store.database, actor(session), entry);
}

function listed(session: SignedIn, { role, state, ...query }: QueryOf<'GET /api/accounts'>) {
  const { database } = session.store;
  const page = answerList<ListedAccount, AccountSort>(database, accountList, accountsOf(role, state), query);
  return { ...page, items: page.items.map((row) => listedAnswer(session, row)) };
}

const listedAnswer = ({ store }: SignedIn, { version, ...row }: ListedAccount): Listed => ({
  ...row,
  isDemo: store.demoAccounts.some(({ username }) => username === row.username),
  etag: etagOf(version),
});

function accountAnswer(session: SignedIn, row: ListedAccount, now: Date) {
  const sessions = sessionsOf(session.store.database, row.username, endedBefore(now));
  return {
    ...listedAnswer(session, row),
    sessions: sessions.map(({ id, startedAt, seenAt, userAgent }) => ({
      id,
      startedAt,
      seenAt,
      browser: browserText(userAgent),
      isThis: id === session.id,
    })),
    passkeys: passkeysOf(session.store.database, row.username),
  };
}

function rowOf({ store }: SignedIn, id: string): ListedAccount {
  const row = listedAccount(store.database, id);
  if (!row) throw noAccount();
  return row;
}

function existing({ store }: SignedIn, id: string): StoredAccount {
  const account = accountById(store.database, id);
  if (!account) throw noAccount();
  return account;
}

function own({ store, username }: SignedIn): StoredAccount {
  const account = findAccount(store.database, username);
  if (!account) throw new Refused('not_signed_in');
  return account;
}

const ownRow = (session: SignedIn): ListedAccount => rowOf(session, own(session).id);

const noAccount = () => new Refused('not_found', { detail: 'There is no such account.' });
