import { queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../contract/calls.ts';
import { call } from './call.ts';

export type Coverage = AnswerOf<'GET /api/coverage'>;

/** Live in every session, as the lists are that recorders read. */
export const coverageQuery = () =>
  queryOptions({
    queryKey: ['coverage'],
    queryFn: ({ signal }) => call('GET /api/coverage', { signal }),
  });
