import { queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../../contract/calls.ts';
import { call } from '../call.ts';
import { renewalPairs } from './renewal-pairs.ts';

export type Overview = AnswerOf<'GET /api/overview'>;

/** More pairs than a person makes before their uploads. */
const MOST_PAIRS = 100;

export const overviewQuery = () =>
  queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => {
      const pairs = Object.keys(renewalPairs()).slice(-MOST_PAIRS).join() || undefined;
      return call('GET /api/overview', { query: { pairs }, signal });
    },
  });
