import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../contract/calls.ts';
import { allPages } from './all-pages.ts';
import { call } from './call.ts';
import { changed } from './changed.ts';

export type AssignmentRequest = AnswerOf<'GET /api/assignment-requests'>['items'][number];

const key = ['assignment-requests'] as const;

/** The same in every session, so that two people who work at the same time see each other's changes. */
export const assignmentRequestsQuery = () =>
  queryOptions({
    queryKey: [...key, 'list'],
    queryFn: ({ signal }) =>
      allPages((cursor) => call('GET /api/assignment-requests', { query: { cursor }, signal })),
  });

export const assignmentRequestQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, 'one', id],
    queryFn: ({ signal }) => call('GET /api/assignment-requests/{id}', { params: { id }, signal }),
  });

/**
 * Sends a request for each certificate, one after the other, and adds the certificate's id to `sent`. After a failure
 * the act can be repeated: it skips those that are in `sent`.
 */
export const requestAssignmentsMutation = (client: QueryClient, sent: Set<string>) =>
  mutationOptions({
    mutationFn: async (bodies: readonly BodyOf<'POST /api/assignment-requests'>[]) => {
      const requests: AssignmentRequest[] = [];
      for (const body of bodies) {
        if (sent.has(body.certificateId)) continue;
        requests.push(await call('POST /api/assignment-requests', { body }));
        sent.add(body.certificateId);
      }
      return requests;
    },
    onSettled: changed(client, 'assignment-requests'),
  });

type Answer =
  | { kind: 'assign'; id: string }
  | { kind: 'decline'; id: string; reason: string }
  | { kind: 'withdraw'; id: string };

/** Answers a request. If somebody else has answered it first, the request is fetched again. */
export const answerRequestMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (answer: Answer) => {
      const params = { id: answer.id };
      switch (answer.kind) {
        case 'assign':
          return call('POST /api/assignment-requests/{id}/assign', { params });
        case 'decline':
          return call('POST /api/assignment-requests/{id}/decline', {
            params,
            body: { reason: answer.reason },
          });
        case 'withdraw':
          return call('POST /api/assignment-requests/{id}/withdraw', { params });
      }
    },
    onSuccess: changed(client, 'assignment-requests', 'ivr-profiles', 'certificates'),
    onError: changed(client, 'assignment-requests'),
  });
