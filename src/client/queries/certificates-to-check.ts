import { queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../../contract/calls.ts';
import { allPages } from './all-pages.ts';
import { call } from '../call.ts';

/**
 * A certificate of the keystore of whose private key there should be a copy, and what proves such a copy. `recordings`:
 * those that no other key in the keystore opens; for a deleted certificate, those encrypted for it.
 */
export type CertificateToCheck = AnswerOf<'GET /api/backup-checks'>['items'][number];

/** All certificates that the session sees, including expired ones and, for who may restore them, deleted ones. */
export const certificatesToCheckQuery = () =>
  queryOptions({
    queryKey: ['certificates', 'to check'],
    queryFn: async ({ signal }) =>
      (await allPages((cursor) => call('GET /api/backup-checks', { query: { cursor }, signal }))).items,
    staleTime: 60_000,
  });
