import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import type { BodyOf } from '../contract/calls.ts';
import { call } from './call.ts';
import { changed } from './changed.ts';

/** *Record this check*: records that the copies of these certificates' private keys open. */
export const recordBackupCheckMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: BodyOf<'POST /api/backup-checks'>) => call('POST /api/backup-checks', { body }),
    onSuccess: changed(client, 'certificates', 'keys'),
  });
