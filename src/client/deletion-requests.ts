import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../contract/calls.ts';
import { allPages } from './all-pages.ts';
import { call } from './call.ts';
import { changed } from './changed.ts';

export type DeletionRequest = AnswerOf<'GET /api/deletion-requests'>['items'][number];

const key = ['deletion-requests'] as const;

/** The same in every session, like assignment requests. */
export const deletionRequestsQuery = () =>
  queryOptions({
    queryKey: [...key, 'list'],
    queryFn: ({ signal }) =>
      allPages((cursor) => call('GET /api/deletion-requests', { query: { cursor }, signal })),
  });

export const deletionRequestQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, 'one', id],
    queryFn: ({ signal }) => call('GET /api/deletion-requests/{id}', { params: { id }, signal }),
  });

export const requestDeletionMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: BodyOf<'POST /api/deletion-requests'>) =>
      call('POST /api/deletion-requests', { body }),
    onSuccess: changed(client, 'deletion-requests', 'certificates'),
  });

type Answer =
  /** `onlyToOpen` is the number that the person saw: the tenant refuses if more recordings depend on the pair now. */
  | { kind: 'agree'; id: string; onlyToOpen: number }
  | { kind: 'decline'; id: string; reason: string }
  | { kind: 'withdraw'; id: string };

/** Answers a request. If somebody else has answered it first, the request is fetched again. */
export const answerDeletionMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (answer: Answer) => {
      const params = { id: answer.id };
      if (answer.kind === 'withdraw') return call('POST /api/deletion-requests/{id}/withdraw', { params });
      return call('POST /api/deletion-requests/{id}/answer', {
        params,
        body:
          answer.kind === 'agree'
            ? { agree: true, onlyToOpen: answer.onlyToOpen }
            : { agree: false, reason: answer.reason },
      });
    },
    onSuccess: changed(client, 'deletion-requests', 'certificates'),
    onError: changed(client, 'deletion-requests'),
  });
