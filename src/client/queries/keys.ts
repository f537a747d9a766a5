import { mutationOptions } from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../../contract/calls.ts';
import { call } from '../call.ts';
import { changed } from './changed.ts';

export type Key = AnswerOf<'GET /api/keys'>['items'][number];

/** As with certificates, `take` returns the private key, so that it is not one of the mutation's variables. */
export const uploadKeyMutation = (take: () => { body: BodyOf<'POST /api/keys'>; idempotencyKey: string }) =>
  mutationOptions({
    mutationFn: () => call('POST /api/keys', take()),
    onSuccess: changed('keys', 'certificates', 'ivr-profiles'),
  });
