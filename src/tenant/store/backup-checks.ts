import type { Database } from './database.ts';

export interface StoredBackupCheck {
  checkedAt: string;
  checkedBy: string;
  location: string;
}

export const findBackupCheck = (
  database: Database,
  certificateId: string,
): Pick<StoredBackupCheck, 'checkedAt' | 'checkedBy'> | undefined =>
  database.all<Pick<StoredBackupCheck, 'checkedAt' | 'checkedBy'>>(
    `SELECT checked_at, checked_by FROM backup_check WHERE certificate_id = :certificateId`,
    { certificateId },
  )[0];

/** Keeps only the last check for each certificate; earlier ones are in the audit log. */
export const saveBackupCheck = (
  database: Database,
  certificateId: string,
  { checkedAt, checkedBy, location }: StoredBackupCheck,
): void => {
  database.run(
    `INSERT INTO backup_check (certificate_id, checked_at, checked_by, location)
     VALUES (:certificateId, :checkedAt, :checkedBy, :location)
     ON CONFLICT (certificate_id) DO UPDATE
     SET checked_at = excluded.checked_at, checked_by = excluded.checked_by, location = excluded.location`,
    { certificateId, checkedAt, checkedBy, location },
  );
};
