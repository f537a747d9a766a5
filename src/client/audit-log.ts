import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../contract/calls.ts';
import { call } from './call.ts';

export type AuditEntry = AnswerOf<'GET /api/audit-log'>['items'][number];

const key = ['audit-log'] as const;

/** Newest first, a thousand at a time. */
export const auditLogQuery = () =>
  infiniteQueryOptions({
    queryKey: [...key, 'all'],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/audit-log', { query: { limit: 1000, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });

export const certificateHistoryQuery = (certificateId: string) =>
  queryOptions({
    queryKey: [...key, { certificateId }],
    queryFn: ({ signal }) => call('GET /api/audit-log', { query: { certificateId, limit: 100 }, signal }),
  });
