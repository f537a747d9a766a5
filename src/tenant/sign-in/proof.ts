import { isProofFresh, PROOF_MINUTES } from '../../domain/session.ts';
import type { SignedIn } from '../http/handler.ts';
import { Refused } from '../http/problem.ts';

/**
 * The irreversible asks again who acts: a session that somebody left open is no proof. Throws where the last proof is
 * too old. Signing in again is the proof, so there is no second way to show a password.
 */
export function assertProven(session: SignedIn, now: Date): void {
  if (!isProofFresh(provenAt(session), now)) {
    throw new Refused('proof_needed', { detail: `${PROOF_MINUTES} minutes` });
  }
}

/**
 * When the person last proved who they are. An identity provider that knows its person lets them in without asking, so
 * its word counts from the time that it says; undefined where it says none.
 */
function provenAt({ idToken, startedAt }: SignedIn): Date | undefined {
  if (idToken === null) return new Date(startedAt);
  const seconds = authenticationTime(idToken);
  return seconds === undefined ? undefined : new Date(seconds * 1000);
}

/** `auth_time` of an ID token (OpenID Connect Core, 2), which was verified before it was stored. */
function authenticationTime(idToken: string): number | undefined {
  const [, claims = ''] = idToken.split('.');
  const { auth_time: time } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    auth_time?: unknown;
  };
  return typeof time === 'number' ? time : undefined;
}
