import { MOST_PASSKEYS, passkeyHost, SECOND_STEP_MINUTES } from '../../domain/passkey.ts';
import type { BodyOf } from '../../contract/calls.ts';
import { originOf } from '../http/origin.ts';
import { Refused } from '../http/problem.ts';
import { accountById, type StoredAccount } from '../store/accounts.ts';
import {
  countPasskey,
  insertPasskey,
  isCredentialKnown,
  keepChallenge,
  passkeysOf,
  takeChallenge,
  type ChallengePurpose,
  type StoredPasskey,
} from '../store/passkeys.ts';
import type { OpenTenant } from '../tenants.ts';

/** Whom a passkey is asked of, and where: a challenge is for one session, or for one sign-in of one browser. */
interface Asked {
  store: OpenTenant;
  account: StoredAccount;
  /** The id of the session, or of the sign-in that waits. */
  asked: string;
  request: Request;
  now: Date;
}

/** The library takes half a second to load, and most people have no passkey. */
const library = () => import('@simplewebauthn/server');

const NAME = 'Recording Certificate Console';
const TIMEOUT = SECOND_STEP_MINUTES * 60_000;
/** EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257];

function hostOf(request: Request): string {
  const origin = originOf(request);
  const host = passkeyHost(origin);
  if (host === undefined) throw new Refused('passkey_not_at_address', { detail: origin });
  return host;
}

const named = ({ credentialId, transports }: StoredPasskey) => ({ id: credentialId, transports });

const described = (passkey: StoredPasskey) => ({ ...named(passkey), type: 'public-key' as const });

function keep({ store, asked, now }: Asked, purpose: ChallengePurpose, challenge: string): void {
  const until = new Date(now.getTime() + TIMEOUT).toISOString();
  store.database.transaction(() =>
    keepChallenge(store.database, { asked, purpose }, { challenge, until, now: now.toISOString() }),
  );
}

function take({ store, asked, now }: Asked, purpose: ChallengePurpose): string {
  const challenge = takeChallenge(store.database, { asked, purpose }, now.toISOString());
  if (challenge !== undefined) return challenge;
  throw new Refused('passkey_too_late', { detail: `${SECOND_STEP_MINUTES} minutes` });
}

/** What the library throws about an answer that is not as it should be. */
async function verified<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Refused('passkey_refused', { detail: error instanceof Error ? error.message : '' });
  }
}

function assertRoom(passkeys: readonly StoredPasskey[]): void {
  if (passkeys.length >= MOST_PASSKEYS)
    throw new Refused('passkeys_full', { detail: `${MOST_PASSKEYS} passkeys` });
}

export async function askForNew(asked: Asked) {
  const { account, request, store } = asked;
  const host = hostOf(request);
  const passkeys = passkeysOf(store.database, account.username);
  assertRoom(passkeys);
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpName: NAME,
    rpID: host,
    userName: account.username,
    userID: new TextEncoder().encode(account.id),
    timeout: TIMEOUT,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
  });
  keep(asked, 'add', options.challenge);
  const { challenge, user, pubKeyCredParams } = options;
  return {
    challenge,
    rp: { id: host, name: NAME },
    user: { ...user, displayName: account.username },
    pubKeyCredParams,
    timeout: TIMEOUT,
    attestation: 'none' as const,
    excludeCredentials: passkeys.map(described),
    authenticatorSelection: { residentKey: 'preferred' as const, userVerification: 'required' as const },
  };
}

/** Verifies a new passkey; answers what stores it, in a transaction. */
export async function madeNew(
  asked: Asked,
  { name, credential }: BodyOf<'POST /api/account/passkeys'>,
): Promise<() => void> {
  const { account, request, store, now } = asked;
  const host = hostOf(request);
  const expectedChallenge = take(asked, 'add');
  const { verifyRegistrationResponse } = await library();
  const { registrationInfo } = await verified(() =>
    verifyRegistrationResponse({
      response: { ...credential, response: withoutUndefined(credential.response) },
      expectedChallenge,
      expectedOrigin: new URL(originOf(request)).origin,
      expectedRPID: host,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  );
  if (!registrationInfo) throw new Refused('passkey_refused');
  const { id, publicKey, counter } = registrationInfo.credential;
  const { database } = store;
  return () => {
    assertRoom(passkeysOf(database, account.username));
    if (isCredentialKnown(database, id)) throw new Refused('passkey_there');
    insertPasskey(database, {
      username: account.username,
      name,
      host,
      credentialId: id,
      publicKey,
      transports: credential.response.transports ?? [],
      counter,
      addedAt: now.toISOString(),
    });
  };
}

export async function askForUse(asked: Asked) {
  const { account, request, store } = asked;
  const host = hostOf(request);
  const passkeys = passkeysOf(store.database, account.username);
  const here = passkeys.filter((passkey) => passkey.host === host);
  if (here.length === 0) throw elsewhere(passkeys);
  const { generateAuthenticationOptions } = await library();
  const { challenge } = await generateAuthenticationOptions({ rpID: host, userVerification: 'required' });
  keep(asked, 'use', challenge);
  return {
    challenge,
    rpId: host,
    timeout: TIMEOUT,
    userVerification: 'required' as const,
    allowCredentials: here.map(described),
  };
}

const elsewhere = (passkeys: readonly StoredPasskey[]) =>
  passkeys.length === 0
    ? new Refused('passkey_unknown')
    : new Refused('passkey_elsewhere', {
        detail: [...new Set(passkeys.map(({ host }) => host))].join(', '),
      });

/**
 * Verifies the answer of a passkey; answers its name, and what stores that it was used, in a transaction. A count that
 * does not rise is the sign of a copy (WebAuthn Level 3, 6.1.1); 0 is of one that does not count.
 */
export async function used(
  asked: Asked,
  { credential }: BodyOf<'POST /api/account/proof'>,
): Promise<{ name: string; store: () => void }> {
  const { account, request, store, now } = asked;
  const host = hostOf(request);
  const expectedChallenge = take(asked, 'use');
  const passkeys = passkeysOf(store.database, account.username);
  const passkey = passkeys.find(({ credentialId }) => credentialId === credential.id);
  if (!passkey) throw new Refused('passkey_unknown');
  if (passkey.host !== host) throw elsewhere([passkey]);
  const { verifyAuthenticationResponse } = await library();
  const { verified: isSigned, authenticationInfo } = await verified(() =>
    verifyAuthenticationResponse({
      response: { ...credential, response: withoutUndefined(credential.response) },
      expectedChallenge,
      expectedOrigin: new URL(originOf(request)).origin,
      expectedRPID: host,
      requireUserVerification: true,
      // The count is compared here, so that a copy has a code of its own.
      credential: { ...named(passkey), publicKey: passkey.publicKey, counter: 0 },
    }),
  );
  if (!isSigned) throw new Refused('passkey_refused', { detail: 'its signature is wrong' });
  const counter = authenticationInfo.newCounter;
  if ((counter > 0 || passkey.counter > 0) && counter <= passkey.counter) throw new Refused('passkey_copied');
  return {
    name: passkey.name,
    store() {
      // It may have been removed, used or disabled meanwhile.
      const isThere = accountById(store.database, account.id)?.disabledAt === null;
      const counted = countPasskey(store.database, passkey, { counter, at: now.toISOString() });
      if (!isThere || !counted) throw new Refused('passkey_unknown');
    },
  };
}

/** An optional member that is left out, as the library's types want it. */
function withoutUndefined<T extends object>(members: T) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
