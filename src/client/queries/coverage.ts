import type { AnswerOf } from '../../contract/calls.ts';
import { queryOf } from './query.ts';

export type Coverage = AnswerOf<'GET /api/coverage'>;

/** The same in every session, like the lists that recorders read. */
export const coverageQuery = () => queryOf(['coverage'], 'GET /api/coverage', {});
