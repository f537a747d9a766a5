import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';
import type { AnswerOf, BodyOf } from '../../contract/calls.ts';
import { passkeyHost, SECOND_STEP_MINUTES } from '../../domain/passkey.ts';
import { problemSentence, type ProblemCode } from '../../domain/problem.ts';
import { CallProblem } from '../call.ts';

/** The browser's side of WebAuthn. It is loaded when somebody uses a passkey. */

/** `signal` ends the question, also one that has not begun. */
export const makePasskey = (
  options: AnswerOf<'POST /api/account/passkeys/challenge'>,
  signal: AbortSignal,
): Promise<BodyOf<'POST /api/account/passkeys'>['credential']> =>
  asked(options.timeout, signal, () => startRegistration({ optionsJSON: options }));

export const signWithPasskey = (
  options: AnswerOf<'POST /api/account/proof/challenge'>,
  signal: AbortSignal,
): Promise<BodyOf<'POST /api/account/proof'>['credential']> =>
  asked(options.timeout, signal, () => startAuthentication({ optionsJSON: options }));

const stop = () => WebAuthnAbortService.cancelCeremony();

async function asked<T extends object>(timeout: number, signal: AbortSignal, ask: () => Promise<T>) {
  if (passkeyHost(location.origin) === undefined) throw problem('passkey_not_at_address', location.origin);
  if (!browserSupportsWebAuthn()) throw problem('passkey_unsupported');
  if (signal.aborted) throw problem('passkey_not_given');
  const begun = performance.now();
  signal.addEventListener('abort', stop);
  try {
    // No extension is asked for, so nothing that one answers is sent.
    return { ...(await ask()), clientExtensionResults: {} as Record<string, never> };
  } catch (error) {
    throw problemOf(error, performance.now() - begun >= timeout);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** So that nobody learns which passkeys there are, browsers do not say whether one was missing or was not wanted. */
function problemOf(error: unknown, isLate: boolean): CallProblem {
  const { name, message } = error as Error;
  const code = error instanceof WebAuthnError ? error.code : undefined;
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return problem('passkey_there');
  if (code === 'ERROR_INVALID_DOMAIN' || code === 'ERROR_INVALID_RP_ID') {
    return problem('passkey_not_at_address', location.origin);
  }
  if (isLate) return problem('passkey_too_late', `${SECOND_STEP_MINUTES} minutes`);
  const isUsual = code === 'ERROR_CEREMONY_ABORTED' || name === 'NotAllowedError' || name === 'AbortError';
  return problem('passkey_not_given', isUsual ? undefined : message);
}

const problem = (code: ProblemCode, detail?: string): CallProblem =>
  new CallProblem(code, problemSentence(code, { detail }));
