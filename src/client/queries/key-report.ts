import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { AnswerOf, QueryOf } from '../../contract/calls.ts';
import { call, callForBlob, urlOf } from '../call.ts';

export type KeyReport = AnswerOf<'GET /api/key-report'>;
type Period = NonNullable<QueryOf<'GET /api/key-report'>>;

/** The report of the period before stays until the next one is there. */
export const keyReportQuery = (query: Period) =>
  queryOptions({
    queryKey: ['key-report', query],
    queryFn: ({ signal }) => call('GET /api/key-report', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const keyReportFileMutation = (query: Period) =>
  mutationOptions({
    mutationFn: (form: 'csv' | 'json') => callForBlob(urlOf(`GET /api/key-report.${form}`, { query })),
    gcTime: 0,
  });
