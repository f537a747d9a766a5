import { useMutation, type UseMutationOptions, type UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/**
 * `useMutation` for what a person starts with a button: one act, one outcome. A second click is not heard while the
 * first is under way or its outcome is not drawn yet, however slow the machine is.
 *
 * After a success the act stays pending until its page or dialog has gone. One that can be done again on the same page
 * is `repeatable`.
 */
export function useAct<Data, Variables>(
  options: UseMutationOptions<Data, Error, Variables>,
  { repeatable = false } = {},
): UseMutationResult<Data, Error, Variables> {
  const mutation = useMutation(options);
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
