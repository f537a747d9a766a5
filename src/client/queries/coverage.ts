import { queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../../contract/calls.ts';
import { call } from '../call.ts';

export type Coverage = AnswerOf<'GET /api/coverage'>;

/** The same in every session, like the lists that recorders read. */
export const coverageQuery = () =>
  queryOptions({
    queryKey: ['coverage'],
    queryFn: ({ signal }) => call('GET /api/coverage', { signal }),
  });
