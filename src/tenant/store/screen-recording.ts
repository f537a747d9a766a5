import { recordAssignments, SCREEN_RECORDING } from './assignment-history.ts';
import { sharesName } from './certificates.ts';
import type { Database } from './database.ts';
import type { ListedCertificate } from './ivr-profiles.ts';

export interface StoredList {
  contactCenterId: string;
  version: number;
  changedBy: string | null;
  changedAt: string | null;
}

export interface StoredScreenRecordingCertificate extends ListedCertificate {
  addedBy: string;
  addedAt: string;
}

export function screenRecordingList(database: Database): StoredList {
  const list = database.one<StoredList>(
    'SELECT contact_center_id, version, changed_by, changed_at FROM screen_recording_list',
  );
  if (!list) throw new Error('The tenant has no contact center');
  return list;
}

/** In the order in which they were added. */
export const listScreenRecordingCertificates = (database: Database): StoredScreenRecordingCertificate[] =>
  database.all(
    `SELECT certificate.id, subject_name, ${sharesName('certificate')} AS is_name_shared, serial_hex, serial_decimal, alias,
       not_before, not_after, added_by, added_at
     FROM screen_recording_certificate JOIN certificate ON certificate.id = certificate_id
     ORDER BY position`,
  );

/**
 * Certificates that were already in the list keep who added them and when. The history is written in the same
 * transaction.
 */
export function replaceScreenRecordingCertificates(
  database: Database,
  certificates: readonly Pick<StoredScreenRecordingCertificate, 'id' | 'addedBy' | 'addedAt'>[],
  changed: { by: string; at: string },
): void {
  database.run('DELETE FROM screen_recording_certificate');
  for (const [position, { id: certificateId, addedBy, addedAt }] of certificates.entries()) {
    database.insert('screen_recording_certificate', { certificateId, position, addedBy, addedAt });
  }
  database.run(
    'UPDATE screen_recording_list SET version = version + 1, changed_by = :by, changed_at = :at',
    changed,
  );
  const list = certificates.map(({ id, addedBy, addedAt }) => ({ id, by: addedBy, at: addedAt }));
  recordAssignments(database, SCREEN_RECORDING, list, changed);
}

/** What the recorder reads: alias and DER of each certificate, in the order of the list. */
export const listScreenRecordingSettings = (
  database: Database,
): { alias: string; der: Uint8Array<ArrayBuffer> }[] =>
  database.all(
    `SELECT alias, der FROM screen_recording_certificate JOIN certificate ON certificate.id = certificate_id
     ORDER BY position`,
  );

export const hasPrivateKey = (database: Database, certificateId: string): boolean =>
  database.has('SELECT 1 FROM private_key WHERE certificate_id = :certificateId', { certificateId });
