import { isProofFresh, PROOF_MINUTES } from '../../domain/session.ts';
import type { SignedIn } from '../http/handler.ts';
import { Refused } from '../http/problem.ts';
import { hasPasskey } from '../store/passkeys.ts';

/**
 * The irreversible asks again who acts: a session that somebody left open is no proof. Throws where the last proof is
 * too old. Signing in again is the proof, so there is no second way to show a password; who has a passkey shows that.
 * `why` begins the sentence.
 */
export function assertProven(session: SignedIn, now: Date, why = 'This cannot be undone'): void {
  const { at, what } = lastProof(session);
  if (isProofFresh(at, now)) return;
  const detail =
    what === 'passkey'
      ? `${why}, and your passkey was not used in this session in the last ${PROOF_MINUTES} minutes`
      : `${why}, and you signed in more than ${PROOF_MINUTES} minutes ago`;
  throw new Refused('proof_needed', { detail });
}

/**
 * When the person last proved who they are, and with what. An identity provider that knows its person lets them in
 * without asking, so its word counts from the time that it says; undefined where it says none. To whom has a passkey, a
 * password alone proves nothing, also in a session from before the passkey.
 */
function lastProof({ idToken, startedAt, passkeyAt, store, username }: SignedIn): {
  at: Date | undefined;
  what: 'sign-in' | 'passkey';
} {
  if (idToken !== null) {
    const seconds = authenticationTime(idToken);
    return { at: seconds === undefined ? undefined : new Date(seconds * 1000), what: 'sign-in' };
  }
  const used = passkeyAt === null ? undefined : new Date(passkeyAt);
  if (hasPasskey(store.database, username)) return { at: used, what: 'passkey' };
  // Whoever has removed their last one has shown it for that.
  return { at: used ?? new Date(startedAt), what: 'sign-in' };
}

/** `auth_time` of an ID token (OpenID Connect Core, 2), which was verified before it was stored. */
function authenticationTime(idToken: string): number | undefined {
  const [, claims = ''] = idToken.split('.');
  const { auth_time: time } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    auth_time?: unknown;
  };
  return typeof time === 'number' ? time : undefined;
}
