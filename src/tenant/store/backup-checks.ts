import type { BackupCheck } from '../../domain/backup.ts';
import type { Database } from './database.ts';

export interface StoredBackupCheck extends BackupCheck {
  location: string;
}

export const findBackupCheck = (database: Database, certificateId: string): BackupCheck | undefined =>
  database.one(`SELECT checked_at, checked_by FROM backup_check WHERE certificate_id = :certificateId`, {
    certificateId,
  });

/** Keeps only the last check for each certificate; earlier ones are in the audit log. */
export const saveBackupCheck = (database: Database, certificateId: string, check: StoredBackupCheck): void =>
  database.insert('backup_check', { certificateId, ...check }, 'REPLACE');
