import { queryOptions } from '@tanstack/react-query';
import type { CallName } from '../../contract/calls.ts';
import { call, type Input } from '../call.ts';

/** The query that asks the tenant by one call. Its key begins with what it is about (changed.ts). */
export const queryOf = <K extends CallName>(queryKey: readonly unknown[], name: K, input: Input<K>) =>
  queryOptions({ queryKey, queryFn: ({ signal }) => call(name, { ...input, signal }) });
