import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../../contract/calls.ts';
import { allPages } from './all-pages.ts';
import { call } from '../call.ts';
import { changed } from './changed.ts';
import { queryOf } from './query.ts';

type Request = AnswerOf<'GET /api/requests/{id}'>;
export type AssignmentRequest = Extract<Request, { kind: 'assignment' }>;
export type DeletionRequest = Extract<Request, { kind: 'deletion' }>;

/** A request as the list has it: without the copy of the certificate, and without the number of recordings. */
export type ListedRequest = AnswerOf<'GET /api/requests'>['items'][number];
export type ListedAssignment = Extract<ListedRequest, { kind: 'assignment' }>;
export type ListedDeletion = Extract<ListedRequest, { kind: 'deletion' }>;

/** The same in every session, so that two people who work at the same time see each other's changes. */
export const requestsQuery = () =>
  queryOptions({
    queryKey: ['requests', 'list'],
    queryFn: ({ signal }) => allPages((cursor) => call('GET /api/requests', { query: { cursor }, signal })),
  });

/** What was requested about a certificate, the newest first. */
export const certificateRequestsQuery = (certificateId: string) =>
  queryOptions({
    queryKey: ['requests', 'list', { certificateId }],
    queryFn: ({ signal }) =>
      allPages((cursor) => call('GET /api/requests', { query: { certificateId, cursor }, signal })),
  });

/** How many requests wait for an answer. The document brings this answer along (first-pages.ts). */
export const waitingRequestsQuery = () =>
  queryOf(['requests', 'list', 'waiting'], 'GET /api/requests', { query: { limit: 1, state: 'waiting' } });

export const requestQuery = (id: string) =>
  queryOf(['requests', 'one', id], 'GET /api/requests/{id}', { params: { id } });

type NewRequest = BodyOf<'POST /api/requests'>;

/**
 * Sends the requests one after the other, and adds the ids of their certificates to `sent`. After a failure the act can
 * be repeated: it skips those that are in `sent`.
 */
export const makeRequestsMutation = (sent: Set<string>) =>
  mutationOptions({
    mutationFn: async (bodies: readonly NewRequest[]) => {
      const requests: Request[] = [];
      for (const body of bodies) {
        if (sent.has(body.certificateId)) continue;
        requests.push(await call('POST /api/requests', { body }));
        sent.add(body.certificateId);
      }
      return requests;
    },
    onSettled: changed('requests', 'certificates'),
  });

/**
 * Answers a request or takes it back. To agree to a deletion, `onlyToOpen` is the number that the person saw: the tenant
 * refuses if more recordings depend on the pair now. If somebody else has answered first, the request is fetched again.
 */
export const answerRequestMutation = () =>
  mutationOptions({
    mutationFn: ({
      id,
      answer,
    }: {
      id: string;
      answer: BodyOf<'POST /api/requests/{id}/answer'> | 'withdraw';
    }) =>
      answer === 'withdraw'
        ? call('POST /api/requests/{id}/withdraw', { params: { id } })
        : call('POST /api/requests/{id}/answer', { params: { id }, body: answer }),
    onSuccess: changed('requests', 'ivr-profiles', 'certificates'),
    onError: changed('requests'),
  });
