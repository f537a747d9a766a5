import type { Place } from '../../domain/certificate.ts';
import { recordsCalls } from '../../domain/ivr-profile.ts';
import type { StoredBackupCheck } from './backup-checks.ts';
import type { AskedPage, Database, Page } from './database.ts';
import type { Values } from './rows.ts';
import { inRecentlyDeleted, inView, withView, type View } from './view.ts';

/** The keystore's facts about a certificate, without its bytes and its private key. */
export interface StoredCertificate {
  id: string;
  subjectName: string;
  isNameShared: boolean;
  serialHex: string;
  serialDecimal: string;
  subjectDn: string;
  issuerDn: string;
  alias: string;
  notBefore: string;
  notAfter: string;
  keyBits: number;
  signatureAlgorithm: string;
  sha256: string;
  selfSigned: 'yes' | 'no' | 'cannot say';
  uploadedBy: string;
  uploadedAt: string;
  deletedBy: string | null;
  deletedAt: string | null;
  version: number;
  backupCheck: StoredBackupCheck | null;
}

/** Whether another certificate that is not destroyed has the name of a row of this table. */
export const sharesName = (table: string): string => /* sql */ `
  EXISTS (SELECT 1 FROM certificate AS namesake WHERE namesake.subject_name = ${table}.subject_name
          AND namesake.serial_decimal <> ${table}.serial_decimal)`;

export const certificateColumns = /* sql */ `
  certificate.id, subject_name, ${sharesName('certificate')} AS is_name_shared, serial_hex, serial_decimal, subject_dn,
  issuer_dn, alias, not_before, not_after, key_bits, signature_algorithm, sha256, self_signed, uploaded_by, uploaded_at,
  deleted_by, deleted_at, version,
  (SELECT json_object('checkedAt', checked_at, 'checkedBy', checked_by, 'location', location)
   FROM backup_check WHERE certificate_id = certificate.id) AS backup_check_json`;

/** RFC 5280, 4.1.2.5: "no well-defined expiration date" is the end of the year 9999. */
export const expires = (from: string) => `not_after >= ${from} AND not_after < '9999-12-31T23:59:59'`;

/** Whether another session has uploaded or deleted something that this one does not see. */
export const isChangedElsewhere = (database: Database, view: View): boolean =>
  database.has(
    `${withView} SELECT 1 FROM certificate
     WHERE id IN (SELECT certificate_id FROM changed_elsewhere) AND (${inView}) <> (deleted_at IS NULL) LIMIT 1`,
    { ...view },
  );

/** The certificates in the keystore that expire after `now`, the earliest first, without those that never expire. */
export const listComingExpiries = (
  database: Database,
  now: string,
  limit: number,
): Pick<StoredCertificate, 'id' | 'sha256' | 'subjectName' | 'isNameShared' | 'serialHex' | 'notAfter'>[] =>
  database.all(
    `SELECT id, sha256, subject_name, ${sharesName('certificate')} AS is_name_shared, serial_hex, not_after FROM certificate
     WHERE deleted_at IS NULL AND ${expires(':now')}
     ORDER BY not_after, id LIMIT :limit`,
    { now, limit },
  );

/** All certificates that a session sees, the newest first. */
export const listInView = (database: Database, view: View): StoredCertificate[] =>
  database.all(
    `${withView} SELECT ${certificateColumns} FROM certificate WHERE ${inView} ORDER BY uploaded_at DESC, id DESC`,
    { ...view },
  );

/** The first certificate that meets a condition. */
const findWhere = (database: Database, where: string, values: Values): StoredCertificate | undefined =>
  database.one(`SELECT ${certificateColumns} FROM certificate WHERE ${where}`, values);

export const findInView = (database: Database, view: View, id: string): StoredCertificate | undefined =>
  database.one(`${withView} SELECT ${certificateColumns} FROM certificate WHERE id = :id AND ${inView}`, {
    ...view,
    id,
  });

export type StoredWithDer = StoredCertificate & { der: Uint8Array };

/** The certificate, if this session sees it as deleted after `since`. */
export const findRecentlyDeleted = (
  database: Database,
  view: View,
  id: string,
  since: string,
): StoredCertificate | undefined =>
  database.one(
    `${withView} SELECT ${certificateColumns} FROM certificate
     WHERE ${inRecentlyDeleted} AND deleted_at > :since AND certificate.id = :id`,
    { ...view, since, id },
  );

/** One page of the certificates in the keystore now, whatever a session sees, in the order of their upload. */
export const listPresentWithDer = (database: Database, { limit, after }: AskedPage): Page<StoredWithDer> =>
  database.page(
    `SELECT ${certificateColumns}, der FROM certificate
     WHERE deleted_at IS NULL ${after ? 'AND (uploaded_at, id) > (:at, :id)' : ''}
     ORDER BY uploaded_at, id LIMIT :limit`,
    { ...after, limit },
  );

/** The serial numbers of those that are not destroyed, by id. */
export const serialsOf = (database: Database, ids: readonly string[]): Map<string, string> =>
  new Map(
    database
      .all<{ id: string; serialHex: string }>(
        `SELECT certificate.id, serial_hex FROM json_each(:ids) JOIN certificate ON certificate.id = value`,
        { ids },
      )
      .map(({ id, serialHex }) => [id, serialHex]),
  );

/** The certificate in the keystore now, whatever a session sees. */
export const findPresent = (database: Database, id: string): StoredCertificate | undefined =>
  findWhere(database, 'id = :id AND deleted_at IS NULL', { id });

export const findDeleted = (database: Database, id: string, since: string): StoredCertificate | undefined =>
  findWhere(database, 'id = :id AND deleted_at > :since', { id, since });

/** The certificate in the keystore with the same issuer and serial number, if there is one. */
export const findTwin = (
  database: Database,
  identity: { issuerDer: Uint8Array; serialDecimal: string },
): StoredCertificate | undefined =>
  findWhere(
    database,
    'issuer_der = :issuerDer AND serial_decimal = :serialDecimal AND deleted_at IS NULL',
    identity,
  );

export const identityOf = (
  database: Database,
  id: string,
): { issuerDer: Uint8Array; serialDecimal: string } | undefined =>
  database.one('SELECT issuer_der, serial_decimal FROM certificate WHERE id = :id', { id });

export const certificateDer = (database: Database, id: string): Uint8Array | undefined =>
  database.one<{ der: Uint8Array }>('SELECT der FROM certificate WHERE id = :id', { id })?.der;

export type NewCertificate = Omit<
  StoredCertificate,
  'isNameShared' | 'deletedBy' | 'deletedAt' | 'version' | 'backupCheck'
> & {
  der: Uint8Array;
  issuerDer: Uint8Array;
};

export function insertPair(
  database: Database,
  certificate: NewCertificate,
  sealedPrivateKey: Uint8Array,
  replaces: string | null = null,
): void {
  const order = serialOrder(certificate.serialDecimal);
  database.insert('certificate', { ...certificate, replaces, serialOrder: order });
  database.insert('private_key', { certificateId: certificate.id, sealed: sealedPrivateKey });
}

export const markDeleted = (database: Database, id: string, by: string, at: string): void => {
  database.run(
    'UPDATE certificate SET deleted_by = :by, deleted_at = :at, version = version + 1 WHERE id = :id',
    {
      id,
      by,
      at,
    },
  );
};

export const markRestored = (database: Database, id: string): void => {
  database.run(
    'UPDATE certificate SET deleted_by = NULL, deleted_at = NULL, version = version + 1 WHERE id = :id',
    { id },
  );
};

export const listPastTheirTime = (database: Database, since: string, limit: number): StoredCertificate[] =>
  database.all(
    `SELECT ${certificateColumns} FROM certificate WHERE deleted_at <= :since ORDER BY deleted_at LIMIT :limit`,
    {
      since,
      limit,
    },
  );

/** Deletes the row, its private key and its keystore changes. */
export const destroy = (database: Database, id: string): void => {
  database.run('DELETE FROM certificate WHERE id = :id', { id });
};

export const recordChange = (
  database: Database,
  change: { session: string; certificate: string; kind: 'added' | 'removed' },
): void => {
  const { session: sessionId, certificate: certificateId, kind } = change;
  database.insert('keystore_change', { sessionId, certificateId, kind });
};

/** Whether there is no pair, not even a deleted one. */
export const isKeystoreEmpty = (database: Database): boolean =>
  !database.has('SELECT 1 FROM certificate LIMIT 1');

export const keystoreRevision = (database: Database): number =>
  database.one<{ revision: number | null }>('SELECT max(revision) AS revision FROM keystore_change')
    ?.revision ?? 0;

/** Where each of these certificates is assigned: one query for a whole page. */
export function placesOf(database: Database, ids: readonly string[]): Map<string, Place[]> {
  const rows = database.all<{
    certificateId: string;
    id: string | null;
    name: string | null;
    serviceType: string;
  }>(
    `WITH asked AS (SELECT value AS id FROM json_each(:ids))
     SELECT certificate_id, ivr_profile.id, ivr_profile.name, service_type
     FROM ivr_profile_certificate JOIN ivr_profile ON ivr_profile.id = profile_id
     WHERE certificate_id IN (SELECT id FROM asked)
     UNION ALL
     SELECT certificate_id, NULL, NULL, '' FROM screen_recording_certificate WHERE certificate_id IN (SELECT id FROM asked)
     ORDER BY 3 NULLS LAST`,
    { ids },
  );
  const places = new Map<string, Place[]>();
  for (const { certificateId, id, name, serviceType } of rows) {
    const place: Place =
      id === null || name === null
        ? { kind: 'screen-recording' }
        : { kind: 'ivr-profile', id, name, ...(!recordsCalls({ serviceType }) && { doesNotRecord: true }) };
    places.set(certificateId, [...(places.get(certificateId) ?? []), place]);
  }
  return places;
}

export interface Succession {
  replaces: Kin | null;
  replacedBy: Kin | null;
}

type Kin = Pick<
  StoredCertificate,
  'id' | 'subjectName' | 'isNameShared' | 'serialHex' | 'serialDecimal' | 'notAfter'
>;

/**
 * The certificate that each of these renews and the one that renews it, as far as this session sees them in the
 * keystore. There can be several successors only after a restore; the one uploaded last counts.
 */
export function successionOf(
  database: Database,
  view: View,
  ids: readonly string[],
): Map<string, Succession> {
  const rows = database.all<Kin & { of: string; side: keyof Succession; uploadedAt: string }>(
    `${withView}, asked AS (SELECT value AS id FROM json_each(:ids))
     SELECT successor.id AS "of", 'replaces' AS side, certificate.id, certificate.subject_name,
       ${sharesName('certificate')} AS is_name_shared, certificate.serial_hex, certificate.serial_decimal,
       certificate.not_after, certificate.uploaded_at
     FROM certificate JOIN certificate AS successor ON successor.replaces = certificate.id
     WHERE successor.id IN (SELECT id FROM asked) AND ${inView}
     UNION ALL
     SELECT replaces, 'replacedBy', id, subject_name, ${sharesName('certificate')}, serial_hex, serial_decimal, not_after, uploaded_at
     FROM certificate
     WHERE replaces IN (SELECT id FROM asked) AND ${inView}
     ORDER BY uploaded_at`,
    { ...view, ids },
  );
  const found = new Map<string, Succession>();
  for (const { of, side, uploadedAt: _, ...kin } of rows) {
    const before = found.get(of) ?? { replaces: null, replacedBy: null };
    found.set(of, { ...before, [side]: kin });
  }
  return found;
}

/** The certificate in the keystore that renews this one, whatever a session sees. */
export const findSuccessor = (database: Database, id: string): StoredCertificate | undefined =>
  findWhere(database, 'replaces = :id AND deleted_at IS NULL', { id });

/**
 * A text that sorts like the number: the sign, the number of digits, the digits. Negative numbers (forbidden by RFC
 * 5280, 4.1.2.2, but they occur) come before all others, the longest first, so their parts are complemented.
 */
export function serialOrder(decimal: string): string {
  const digits = decimal.replace(/^-/, '');
  if (!decimal.startsWith('-')) return `1${String(digits.length).padStart(6, '0')}${digits}`;
  const complement = digits.replaceAll(/\d/g, (digit) => String(9 - Number(digit)));
  return `0${String(999_999 - digits.length).padStart(6, '0')}${complement}`;
}
