import type { AnswerOf } from '../../contract/calls.ts';

export type Key = AnswerOf<'GET /api/keys'>['items'][number];
