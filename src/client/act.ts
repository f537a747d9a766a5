import { useMutation, type UseMutationOptions, type UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { CallProblem } from './call.ts';
import { sessionHasEnded } from './session/session.ts';
import { askToSignIn, type Asked } from './session/sign-in-again.ts';

/**
 * `useMutation` for what a person starts with a button: one act, one outcome. A second click is ignored until the first
 * act has ended and its outcome is drawn, however slow the machine is.
 *
 * If the session has ended, or the act asks for a proof of who acts, it waits until the person has signed in again on the
 * same page, and then runs.
 *
 * After a success the act stays pending until its page or dialog has gone. An act that can be done again on the same
 * page is `repeatable`.
 */
export function useAct<Data, Variables>(
  options: UseMutationOptions<Data, Error, Variables>,
  { repeatable = false } = {},
): UseMutationResult<Data, Error, Variables> {
  const { mutationFn } = options;
  const mutation = useMutation({
    ...options,
    ...(mutationFn && {
      mutationFn: async (...input: Parameters<typeof mutationFn>): Promise<Data> => {
        for (;;) {
          try {
            return await mutationFn(...input);
          } catch (error) {
            const why = error instanceof CallProblem && waitsFor(error);
            if (why === 'for an act') sessionHasEnded(input[1].client);
            if (!why || !(await askToSignIn(why))) throw error;
          }
        }
      },
    }),
  });
  const { status } = mutation;
  const over = status === 'idle' || status === 'error' || (repeatable && status === 'success');
  const underWay = useRef(false);
  useEffect(() => {
    if (over) underWay.current = false;
  });
  const mutate: typeof mutation.mutate = (...variables) => {
    if (underWay.current) return;
    underWay.current = true;
    mutation.mutate(...variables);
  };
  return { ...mutation, mutate, isPending: !over } as typeof mutation;
}

function waitsFor({ code }: CallProblem): Asked | undefined {
  if (code === 'proof_needed') return 'for a proof';
  return code === 'not_signed_in' ? 'for an act' : undefined;
}
