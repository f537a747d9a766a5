import { keepPreviousData, mutationOptions } from '@tanstack/react-query';
import type { AnswerOf, QueryOf } from '../../contract/calls.ts';
import { callForBlob, urlOf } from '../call.ts';
import { queryOf } from './query.ts';

export type KeyReport = AnswerOf<'GET /api/key-report'>;
type Period = NonNullable<QueryOf<'GET /api/key-report'>>;

/** The report of the period before stays until the next one is there. */
export const keyReportQuery = (query: Period) => ({
  ...queryOf(['key-report', query], 'GET /api/key-report', { query }),
  placeholderData: keepPreviousData,
});

export const keyReportFileMutation = (query: Period) =>
  mutationOptions({
    mutationFn: (form: 'csv' | 'json') => callForBlob(urlOf(`GET /api/key-report.${form}`, { query })),
    gcTime: 0,
  });
