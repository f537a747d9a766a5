import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../contract/calls.ts';
import { call } from './call.ts';
import { changed } from './changed.ts';

export type Key = AnswerOf<'GET /api/keys'>['items'][number];

/** The pairs of Keys Management as this session sees them. */
export const keysQuery = () =>
  queryOptions({
    queryKey: ['keys'],
    queryFn: ({ signal }) => call('GET /api/keys', { signal }),
    // A change in another session is noticed while the list stays open.
    refetchInterval: 15_000,
  });

/** As with certificates, the private key is taken by the function and not by the mutation's variables. */
export const uploadKeyMutation = (
  client: QueryClient,
  take: () => { body: BodyOf<'POST /api/keys'>; idempotencyKey: string },
) =>
  mutationOptions({
    mutationFn: () => call('POST /api/keys', take()),
    onSuccess: changed(client, 'keys', 'certificates', 'ivr-profiles'),
  });
