import type { AnswerOf } from '../../contract/calls.ts';
import { accountWords, browserText, type AccountSort } from '../../domain/account.ts';
import {
  addAccount,
  changeRole,
  disable,
  enable,
  giveOneTimePassword,
  oneTimeUntil,
  ownAccount,
  removePasskeys,
  setOwnPassword,
  signOutEverywhere,
} from '../sign-in/account-acts.ts';
import { callerOf } from '../http/caller.ts';
import { etagOf, matches } from '../http/etag.ts';
import { actor, record, type Asking, type SignedIn, type SomeHandlers } from '../http/handler.ts';
import { answerList, exportOf } from '../http/list.ts';
import { assertProven } from '../sign-in/proof.ts';
import { makeOneTimePassword } from '../sign-in/password.ts';
import { found, Refused } from '../http/problem.ts';
import { acceptedHash, recordRefusal, refuseTooMany } from '../sign-in/session.ts';
import type { SignInLimit } from '../sign-in/sign-in-limit.ts';
import {
  accountById,
  accountList,
  accountsOf,
  listedAccount,
  nameTaken,
  type ListedAccount,
  type StoredAccount,
} from '../store/accounts.ts';
import { passkeysOf } from '../store/passkeys.ts';
import { deleteSessionOf, deleteSessionsOf, sessionsOf } from '../store/sessions.ts';
import { endedBefore } from '../sign-in/session-time.ts';
import type { OpenTenant } from '../tenants.ts';
import { hashInThread, verifyInThread } from '../operations/threads.ts';

type Listed = AnswerOf<'GET /api/accounts'>['items'][number];

/** The people of a tenant, and each person's own account. */
export function accountCalls({
  tenants,
  signInLimit,
}: {
  tenants: readonly OpenTenant[];
  signInLimit: SignInLimit;
}) {
  return {
    'GET /api/accounts': listed,

    'GET /api/accounts.csv': exportOf('accounts', () => Object.values(accountWords), listed),

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

    'DELETE /api/accounts/{id}/sessions': ({ session, id, now }) =>
      session.store.database.transaction(() => signOutEverywhere(as(session, now), existing(session, id))),

    'DELETE /api/accounts/{id}/passkeys': ({ session, id, now }) => {
      assertProven(session, now, 'This changes how somebody signs in');
      session.store.database.transaction(() => removePasskeys(as(session, now), existing(session, id)));
    },

    'GET /api/account': ({ session, now }) =>
      accountAnswer(session, rowOf(session, ownAccount(session).id), now),

    'POST /api/account/password': async ({ session, body, now, request }) => {
      const { store, username } = session;
      const account = ownAccount(session);
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
        const current = ownAccount(session);
        if (current.passwordHash !== stored) throw new Refused('changed_meanwhile');
        setOwnPassword(as(session, now), current, passwordHash, session.id);
      });
    },

    'DELETE /api/account/sessions': ({ session, now }) => {
      const { database } = session.store;
      database.transaction(() => {
        if (deleteSessionsOf(database, session.username, session.id) > 0) {
          record(session, now, 'session.closed', 'Ended all their other sessions');
        }
      });
    },

    'DELETE /api/account/sessions/{id}': ({ session, id, now }) => {
      const { database } = session.store;
      database.transaction(() => {
        if (!deleteSessionOf(database, session.username, id)) {
          throw new Refused('not_found', { detail: 'There is no such session of yours. It may have ended.' });
        }
        record(session, now, 'session.closed', `Ended their session ${id}`);
      });
    },
  } satisfies SomeHandlers;
}

const as = (session: SignedIn, now: Date) => ({ store: session.store, actor: actor(session), now });

function listed({ session, query }: Asking<'GET /api/accounts'>) {
  const { database } = session.store;
  const page = answerList<ListedAccount, AccountSort>(database, accountList, accountsOf(query), query);
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
    sessions: sessions.map((each) =>
      Object.assign(each, { browser: browserText(each.userAgent), isThis: each.id === session.id }),
    ),
    passkeys: passkeysOf(session.store.database, row.username),
  };
}

const NO_ACCOUNT = 'There is no such account.';

const rowOf = ({ store }: SignedIn, id: string): ListedAccount =>
  found(listedAccount(store.database, id), NO_ACCOUNT);

const existing = ({ store }: SignedIn, id: string): StoredAccount =>
  found(accountById(store.database, id), NO_ACCOUNT);
