import { mutationOptions, type MutationFunctionContext } from '@tanstack/react-query';
import { call, unreachable } from '../call.ts';
import { changed } from '../queries/changed.ts';
import { sessionQuery, type PageSession } from './session.ts';

const webauthn = () =>
  import('./webauthn.ts').catch(() => {
    throw unreachable();
  });

/** The second step of a sign-in. `signedIn` is what a sign-in does on this page. A signal ends the browser’s question. */
export const secondStepMutation = (signedIn: (state: PageSession) => void) =>
  mutationOptions({
    mutationFn: async (signal: AbortSignal): Promise<PageSession> => {
      const challenge = await call('POST /api/session/second-step/challenge', {});
      const credential = await (await webauthn()).signWithPasskey(challenge, signal);
      return call('POST /api/session/second-step', { body: { credential } });
    },
    onSuccess: signedIn,
  });

/** Back to the password. `left` is what that does on this page. */
export const leaveSecondStepMutation = (left: () => void) =>
  mutationOptions({
    mutationFn: () => call('DELETE /api/session/second-step', {}),
    onSuccess: left,
  });

/** Shows again who acts, in the session that there is. */
export const proofMutation = () =>
  mutationOptions({
    mutationFn: async (signal: AbortSignal) => {
      const challenge = await call('POST /api/account/proof/challenge', {});
      const credential = await (await webauthn()).signWithPasskey(challenge, signal);
      await call('POST /api/account/proof', { body: { credential } });
    },
    // An administrator may have removed the passkey meanwhile: then the password does.
    onError: (_error, _signal, _before, { client }) =>
      client.invalidateQueries({ queryKey: sessionQuery().queryKey }),
  });

export const addPasskeyMutation = () =>
  mutationOptions({
    mutationFn: async ({ name, signal }: { name: string; signal: AbortSignal }) => {
      const challenge = await call('POST /api/account/passkeys/challenge', {});
      const credential = await (await webauthn()).makePasskey(challenge, signal);
      await call('POST /api/account/passkeys', { body: { name, credential } });
    },
    onSuccess: passkeysChanged,
  });

export const removePasskeyMutation = () =>
  mutationOptions({
    mutationFn: (id: string) => call('DELETE /api/account/passkeys/{id}', { params: { id } }),
    onSuccess: passkeysChanged,
  });

export const removePasskeysMutation = (id: string) =>
  mutationOptions({
    mutationFn: () => call('DELETE /api/accounts/{id}/passkeys', { params: { id } }),
    onSuccess: passkeysChanged,
  });

/** The session says whether there is one. */
async function passkeysChanged(
  _data: unknown,
  _asked: unknown,
  _before: unknown,
  context: MutationFunctionContext,
) {
  await Promise.all([
    changed('accounts')(context),
    context.client.invalidateQueries({ queryKey: sessionQuery().queryKey }),
  ]);
}
