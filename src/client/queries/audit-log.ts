import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../../contract/calls.ts';
import { call, callForBlob } from '../call.ts';
import { queryOf } from './query.ts';

export type AuditEntry = AnswerOf<'GET /api/audit-log'>['items'][number];

const key = ['audit-log'] as const;

export const certificateHistoryQuery = (certificateId: string) =>
  queryOf([...key, { certificateId }], 'GET /api/audit-log', { query: { certificateId, limit: 100 } });

/** One entry; null where there is none of this number. */
export const auditEntryQuery = (entry: number) =>
  queryOptions({
    queryKey: [...key, { entry }],
    queryFn: async ({ signal }) =>
      (await call('GET /api/audit-log', { query: { entry, limit: 1 }, signal })).items[0] ?? null,
  });

/**
 * Not under the key `audit-log`, because every write refetches that, and for this query the tenant reads the log. Asked
 * again, it reads the whole log, also what it has verified before.
 */
export const auditChainQuery = (earlierHead?: string) =>
  queryOptions({
    queryKey: ['audit-chain', earlierHead ?? null],
    queryFn: ({ client, queryKey, signal }) => {
      const whole = client.getQueryData(queryKey) !== undefined;
      return call('GET /api/audit-log/chain', { query: { earlierHead, whole: `${whole}` }, signal });
    },
    gcTime: 0,
  });

/** Downloads the whole log as JSON lines. */
export const auditExportMutation = () =>
  mutationOptions({ mutationFn: () => callForBlob('/api/audit-log/entries.jsonl'), gcTime: 0 });
