import type { IvrProfileSort } from '../../domain/ivr-profile.ts';
import { recordAssignments } from './assignment-history.ts';
import { sharesName } from './certificates.ts';
import type { Database } from './database.ts';
import type { List } from './list.ts';

export interface StoredIvrProfile {
  id: string;
  name: string;
  serviceType: string;
  geoLocation: string | null;
  isDefault: boolean;
  version: number;
  changedBy: string | null;
  changedAt: string | null;
}

/** What a list says of a certificate in it. */
export interface ListedCertificate {
  id: string;
  subjectName: string;
  isNameShared: boolean;
  serialHex: string;
  serialDecimal: string;
  alias: string;
  notBefore: string;
  notAfter: string;
}

export interface StoredAssignment extends ListedCertificate {
  profileId: string;
  keyNumber: number;
  assignedBy: string;
  assignedAt: string;
}

const profileColumns = 'id, name, service_type, geo_location, is_default, version, changed_by, changed_at';

const certificateNames = /* sql */ `
  (SELECT coalesce(group_concat(subject_name, ', ' ORDER BY key_number), '')
   FROM ivr_profile_certificate JOIN certificate ON certificate.id = certificate_id
   WHERE profile_id = ivr_profile.id)`;

export const ivrProfileList: List<IvrProfileSort> = {
  from: 'ivr_profile',
  columns: profileColumns,
  id: 'ivr_profile.id',
  sorts: {
    position: 'position',
    name: 'text_order(name)',
    geoLocation: `text_order(coalesce(geo_location, ''))`,
    serviceType: 'text_order(service_type)',
    certificates: `text_order(${certificateNames})`,
  },
  searched: ['name', `coalesce(geo_location, '')`, 'service_type', certificateNames],
};

export const listIvrProfiles = (database: Database): StoredIvrProfile[] =>
  database.all(`SELECT ${profileColumns} FROM ivr_profile ORDER BY position`);

export const findIvrProfile = (database: Database, id: string): StoredIvrProfile | undefined =>
  database.one(`SELECT ${profileColumns} FROM ivr_profile WHERE id = :id`, { id });

export const findIvrProfileNamed = (database: Database, name: string): StoredIvrProfile | undefined =>
  database.one(`SELECT ${profileColumns} FROM ivr_profile WHERE name = :name`, { name });

/** The assignments of all profiles or of one, in the order in which the recorder reads them. */
export const listAssignments = (database: Database, profileId: string | null = null): StoredAssignment[] =>
  database.all(
    `SELECT profile_id, key_number, certificate.id, subject_name, ${sharesName('certificate')} AS is_name_shared, serial_hex,
       serial_decimal, alias, not_before, not_after, assigned_by, assigned_at
     FROM ivr_profile_certificate JOIN certificate ON certificate.id = certificate_id
     WHERE :profileId IS NULL OR profile_id = :profileId
     ORDER BY profile_id, key_number`,
    { profileId },
  );

/**
 * Certificates that were already assigned keep who assigned them and when. The history is written in the same
 * transaction.
 */
export function replaceAssignments(
  database: Database,
  profileId: string,
  assignments: readonly Pick<StoredAssignment, 'id' | 'keyNumber' | 'assignedBy' | 'assignedAt'>[],
  changed: { by: string; at: string },
): void {
  database.run('DELETE FROM ivr_profile_certificate WHERE profile_id = :profileId', { profileId });
  for (const { id: certificateId, keyNumber, assignedBy, assignedAt } of assignments) {
    const row = { profileId, certificateId, keyNumber, assignedBy, assignedAt };
    database.insert('ivr_profile_certificate', row);
  }
  database.run(
    'UPDATE ivr_profile SET version = version + 1, changed_by = :by, changed_at = :at WHERE id = :profileId',
    { profileId, ...changed },
  );
  const list = assignments.map(({ id, assignedBy, assignedAt }) => ({ id, by: assignedBy, at: assignedAt }));
  recordAssignments(database, profileId, list, changed);
}

/** The certificates of a profile with their key numbers, DER. */
export const listConfiguration = (
  database: Database,
  profileId: string,
): { keyNumber: number; der: Uint8Array<ArrayBuffer> }[] =>
  database.all(
    `SELECT key_number, der
     FROM ivr_profile_certificate JOIN certificate ON certificate.id = certificate_id
     WHERE profile_id = :profileId ORDER BY key_number`,
    { profileId },
  );
