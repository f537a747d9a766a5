import { sharesName } from './certificates.ts';
import type { Database } from './database.ts';
import type { StoredRecipient } from './recordings.ts';

/** A certificate for which a recorder encrypts. */
export interface Recipient extends StoredRecipient {
  id: string;
  isNameShared: boolean;
  notBefore: string;
  notAfter: string;
  der: Uint8Array<ArrayBuffer>;
}

/** The recipients of an IVR profile, by its id, or of the screen recording list, in the recorder's order. */
export const listRecipientsOf = (database: Database, profileIdOrScreen: string): Recipient[] =>
  database.all(
    `SELECT certificate.id, issuer_der, serial_decimal, serial_hex, subject_name,
       ${sharesName('certificate')} AS is_name_shared, issuer_dn, not_before, not_after, der
     FROM certificate
     JOIN (SELECT certificate_id, key_number AS place FROM ivr_profile_certificate WHERE profile_id = :of
           UNION ALL
           SELECT certificate_id, position FROM screen_recording_certificate WHERE :of = 'screen') AS assigned
       ON assigned.certificate_id = certificate.id
     WHERE deleted_at IS NULL ORDER BY place`,
    { of: profileIdOrScreen },
  );
