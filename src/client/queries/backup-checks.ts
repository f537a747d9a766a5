import { mutationOptions } from '@tanstack/react-query';
import type { BodyOf } from '../../contract/calls.ts';
import { MAX_CHECKED_AT_ONCE } from '../../domain/backup.ts';
import { call } from '../call.ts';
import { changed } from './changed.ts';

/** *Record this check*: records that the copies of these certificates' private keys open. */
export const recordBackupCheckMutation = () =>
  mutationOptions({
    mutationFn: async ({ certificateIds, location }: BodyOf<'POST /api/backup-checks'>) => {
      for (let start = 0; start < certificateIds.length; start += MAX_CHECKED_AT_ONCE) {
        const some = certificateIds.slice(start, start + MAX_CHECKED_AT_ONCE);
        await call('POST /api/backup-checks', { body: { certificateIds: some, location } });
      }
    },
    onSuccess: changed('certificates', 'keys'),
  });
