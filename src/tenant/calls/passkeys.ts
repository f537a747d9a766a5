import type { BodyOf } from '../../contract/calls.ts';
import { problemTitle } from '../../domain/problem.ts';
import { actor, record, type SignedIn, type SomeHandlers } from '../http/handler.ts';
import { callerOf } from '../http/caller.ts';
import { found, Refused } from '../http/problem.ts';
import { assertChangeable, ownAccount, removePasskey } from '../sign-in/account-acts.ts';
import { knownDevice, rememberDevice } from '../sign-in/device-cookie.ts';
import { askForNew, askForUse, madeNew, used } from '../sign-in/passkey.ts';
import { assertProven } from '../sign-in/proof.ts';
import { endSecondStep, waitingSignIn, type WaitingSignIn } from '../sign-in/second-step.ts';
import { endSession, facts, refuseTooMany, sessionCookie, startSession } from '../sign-in/session.ts';
import type { SignInLimit } from '../sign-in/sign-in-limit.ts';
import type { StoredAccount } from '../store/accounts.ts';
import { recordEntry, type Actor } from '../store/audit-log.ts';
import { passkeysOf } from '../store/passkeys.ts';
import { markPasskeyUsed } from '../store/sessions.ts';
import type { OpenTenant } from '../tenants.ts';

const CHANGES_SIGN_IN = 'This changes how you sign in';

/** Passkeys: the second step of a sign-in, each person's own, and the proof before what cannot be undone. */
export function passkeyCalls({
  tenants,
  signInLimit,
}: {
  tenants: readonly OpenTenant[];
  signInLimit: SignInLimit;
}) {
  const waitingOf = (request: Request, now: Date): WaitingSignIn => {
    const waiting = waitingSignIn(tenants, request, now);
    if (!waiting) throw new Refused('second_step_over');
    return waiting;
  };

  /** What a passkey answers counts as an attempt to sign in, and what is refused is in the log. */
  async function judged(
    { store, account, asked, device }: Asked & { device: string | undefined },
    by: Actor,
    { request, now, body }: { request: Request; now: Date; body: BodyOf<'POST /api/account/proof'> },
  ) {
    const { address } = callerOf(request);
    let outcome: Awaited<ReturnType<typeof used>> | Refused | undefined;
    const attempt = await signInLimit.attempt(
      { username: account.username, address, device },
      now,
      async () => {
        outcome = await used({ store, account, asked, request, now }, body).catch(asRefused);
        return !(outcome instanceof Refused);
      },
    );
    refuseTooMany(attempt);
    if (outcome instanceof Refused) {
      const summary = `A passkey was refused: ${problemTitle(outcome.code)}`;
      store.database.transaction(() =>
        recordEntry(store.database, by, { at: now.toISOString(), action: 'passkey.refused', summary }),
      );
      throw outcome;
    }
    if (!outcome) throw new Error('Nothing was verified');
    return outcome;
  }

  return {
    'POST /api/session/second-step/challenge': ({ request, now }) => {
      const { id, store, account } = waitingOf(request, now);
      return askForUse({ store, account, asked: id, request, now });
    },

    'POST /api/session/second-step': async ({ session: before, body, request, now, answerHeaders }) => {
      const { id, store, account } = waitingOf(request, now);
      const { username, role } = account;
      const device = knownDevice(request, store, username);
      const by = { username, role, session: '-' };
      const passkey = await judged({ store, account, asked: id, device }, by, { request, now, body });
      const { signedIn, token } = store.database.transaction(() => {
        passkey.store();
        // An administrator may have acted meanwhile.
        const current = waitingOf(request, now).account;
        return startSession(store, current, now, request, { passkey: passkey.name });
      });
      if (before) endSession(before, now);
      answerHeaders.append('Set-Cookie', sessionCookie(request, store, token));
      answerHeaders.append('Set-Cookie', rememberDevice(request, store, username));
      answerHeaders.append('Set-Cookie', endSecondStep(request));
      return { session: facts(signedIn) };
    },

    'DELETE /api/session/second-step': ({ request, answerHeaders }) => {
      answerHeaders.append('Set-Cookie', endSecondStep(request));
    },

    'POST /api/account/passkeys/challenge': ({ session, request, now }) => {
      const account = mayAdd(session, now);
      return askForNew({ store: session.store, account, asked: session.id, request, now });
    },

    'POST /api/account/passkeys': async ({ session, body, request, now }) => {
      const { store } = session;
      const account = mayAdd(session, now);
      const add = await madeNew({ store, account, asked: session.id, request, now }, body);
      store.database.transaction(() => {
        add();
        // Making it has shown who acts, and the session goes on.
        markPasskeyUsed(store.database, session.id, now.toISOString());
        record(session, now, 'passkey.added', `Added their own passkey “${body.name}”`);
      });
    },

    'DELETE /api/account/passkeys/{id}': ({ session, id, now }) => {
      const { store, username } = session;
      assertProven(session, now, CHANGES_SIGN_IN);
      store.database.transaction(() => {
        const passkey = passkeysOf(store.database, username).find((each) => each.id === id);
        const own = found(passkey, 'There is no such passkey of yours.');
        removePasskey({ store, actor: actor(session), now }, ownAccount(session), own);
      });
    },

    'POST /api/account/proof/challenge': ({ session, request, now }) =>
      askForUse({ store: session.store, account: ownAccount(session), asked: session.id, request, now }),

    'POST /api/account/proof': async ({ session, body, request, now }) => {
      const { store } = session;
      const asked = {
        store,
        account: ownAccount(session),
        asked: session.id,
        device: `session ${session.id}`,
      };
      const passkey = await judged(asked, actor(session), { request, now, body });
      store.database.transaction(() => {
        passkey.store();
        markPasskeyUsed(store.database, session.id, now.toISOString());
        record(session, now, 'passkey.used', `Showed with the passkey “${passkey.name}” who they are`);
      });
    },
  } satisfies SomeHandlers;
}

interface Asked {
  store: OpenTenant;
  account: StoredAccount;
  asked: string;
}

function mayAdd(session: SignedIn, now: Date): StoredAccount {
  const account = ownAccount(session);
  assertChangeable(session, account);
  if (!session.store.passwords || account.passwordHash === null) throw new Refused('passkey_at_provider');
  assertProven(session, now, CHANGES_SIGN_IN);
  return account;
}

function asRefused(error: unknown): Refused {
  if (error instanceof Refused) return error;
  throw error;
}
