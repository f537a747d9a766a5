import { z } from 'zod';
import { MAX_BACKUP_LOCATION_LENGTH, MAX_CHECKED_AT_ONCE } from '../domain/backup.ts';
import type { CallTable } from './call.ts';
import { certificate } from './certificates.ts';
import { nextCursor, pageQuery } from './lists.ts';
import { id } from './parts.ts';

/** Strict, so that a check cannot contain anything else: there is no field for a private key. */
const newBackupCheck = z.strictObject({
  certificateIds: z.array(id).min(1).max(MAX_CHECKED_AT_ONCE),
  location: z
    .string()
    .trim()
    .min(1)
    .max(MAX_BACKUP_LOCATION_LENGTH)
    .describe('Where the copies are kept, such as “safe, building 2”'),
});

const backupChecked = z.object({ items: z.array(certificate) });

const certificatesToCheck = z.object({
  items: z.array(
    certificate
      .pick({
        id: true,
        subjectName: true,
        serialNumber: true,
        notAfter: true,
        sha256: true,
        backupCheck: true,
      })
      .extend({
        pem: z.string(),
        deleted: z.boolean(),
        recordings: z
          .number()
          .int()
          .describe(
            'That no other key in the keystore opens; of a deleted certificate, those that are encrypted for it',
          ),
        envelope: z
          .string()
          .nullable()
          .describe('The `pkcs7` of the newest recording that is encrypted for it'),
      }),
  ),
  nextCursor,
});

export const backupCheckCalls = {
  'GET /api/backup-checks': {
    summary:
      'Each certificate of which there should be a copy of the private key, with what proves such a copy; for who may restore deleted pairs, these, too',
    allow: 'view certificates',
    query: pageQuery,
    answer: certificatesToCheck,
  },
  'POST /api/backup-checks': {
    summary: 'Record that copies of these certificates’ private keys open; no key is sent',
    allow: 'record backup checks',
    body: newBackupCheck,
    answer: backupChecked,
  },
} as const satisfies CallTable;
