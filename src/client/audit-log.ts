import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../contract/calls.ts';
import { call, callForBytes } from './call.ts';

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

/**
 * Not under the key `audit-log`, because every write refetches that, and for this query the tenant reads the whole log.
 */
export const auditChainQuery = (earlierHead?: string) =>
  queryOptions({
    queryKey: ['audit-chain', earlierHead ?? null],
    queryFn: ({ signal }) =>
      call('GET /api/audit-log/chain', { query: earlierHead === undefined ? {} : { earlierHead }, signal }),
    gcTime: 0,
  });

export type ExportForm = 'csv' | 'jsonl';

/** Oldest first. */
const exports: Record<ExportForm, string> = {
  csv: '/api/audit-log.csv?sort=id',
  jsonl: '/api/audit-log/entries.jsonl',
};

/** Downloads the whole log as a file. */
export const auditExportMutation = () =>
  mutationOptions({
    mutationFn: (form: ExportForm) => callForBytes(exports[form]),
    gcTime: 0,
  });
