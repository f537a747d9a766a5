import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../../contract/calls.ts';
import { allPages } from './all-pages.ts';
import { call } from '../call.ts';
import { changed } from './changed.ts';

export type Key = AnswerOf<'GET /api/keys'>['items'][number];

/** The pairs of Keys Management as this session sees them. */
export const keysQuery = () =>
  queryOptions({
    queryKey: ['keys'],
    queryFn: ({ signal }) => allPages((cursor) => call('GET /api/keys', { query: { cursor }, signal })),
  });

/** As with certificates, `take` returns the private key, so that it is not one of the mutation's variables. */
export const uploadKeyMutation = (
  client: QueryClient,
  take: () => { body: BodyOf<'POST /api/keys'>; idempotencyKey: string },
) =>
  mutationOptions({
    mutationFn: () => call('POST /api/keys', take()),
    onSuccess: changed(client, 'keys', 'certificates', 'ivr-profiles'),
  });
