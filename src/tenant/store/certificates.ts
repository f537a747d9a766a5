import type { CertificateSort, DeletedSort, KeySort } from '../../domain/certificate-columns.ts';
import { SCREEN_RECORDING_NAME, type Place, type StatusKind } from '../../domain/certificate.ts';
import { AZURE_PROFILE_NAME, keyName, recordsCalls } from '../../domain/ivr-profile.ts';
import type { StoredBackupCheck } from './backup-checks.ts';
import type { AskedPage, Database, Page } from './database.ts';
import type { Condition, List } from './list.ts';
import { inRecentlyDeleted, inView, seesIn, withView, type View } from './view.ts';

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

const columns = /* sql */ `
  certificate.id, subject_name, ${sharesName('certificate')} AS is_name_shared, serial_hex, serial_decimal, subject_dn,
  issuer_dn, alias, not_before, not_after, key_bits, signature_algorithm, sha256, self_signed, uploaded_by, uploaded_at,
  deleted_by, deleted_at, version,
  (SELECT json_object('checkedAt', checked_at, 'checkedBy', checked_by, 'location', location)
   FROM backup_check WHERE certificate_id = certificate.id) AS backup_check_json`;

/** The names of the places where a certificate is assigned, as one text. */
const places = /* sql */ `
  (SELECT coalesce(group_concat(name, ', ' ORDER BY name), '') FROM (
     SELECT 'IVR profile ' || name AS name FROM ivr_profile_certificate JOIN ivr_profile ON ivr_profile.id = profile_id
     WHERE certificate_id = certificate.id
     UNION ALL
     SELECT '${SCREEN_RECORDING_NAME}' FROM screen_recording_certificate WHERE certificate_id = certificate.id))`;

const checkOf = (column: string) => /* sql */ `
  coalesce((SELECT ${column} FROM backup_check WHERE certificate_id = certificate.id), '')`;

/** Only who may know where the copies of private keys are kept may search for it. */
export const certificateList = (knowsLocations: boolean): List<CertificateSort> => ({
  with: withView,
  from: 'certificate',
  columns,
  id: 'certificate.id',
  sorts: {
    uploadedAt: 'uploaded_at',
    subjectName: 'text_order(subject_name)',
    serialNumber: 'serial_order',
    status: 'not_after',
    notAfter: 'not_after',
    backup: checkOf('checked_at'),
    keyBits: 'key_bits',
    assignedTo: `text_order(${places})`,
    replacedBy: `coalesce((SELECT max(text_order(successor.subject_name)) FROM certificate AS successor
                           WHERE successor.replaces = certificate.id AND ${seesIn('successor')}), '')`,
    uploadedBy: 'text_order(uploaded_by)',
  },
  searched: [
    'subject_name',
    'subject_dn',
    'issuer_dn',
    'sha256',
    'serial_hex',
    'serial_decimal',
    'uploaded_by',
    places,
    ...(knowsLocations ? [checkOf('location')] : []),
  ],
});

/** What of the keystore is asked for. */
interface CertificateFilter {
  /** At the time `now`. */
  status?: StatusKind | undefined;
  expiresFrom?: string | undefined;
  /** Hexadecimal. */
  serialNumbers?: readonly string[] | undefined;
}

/** RFC 5280, 4.1.2.5: "no well-defined expiration date" is the end of the year 9999. */
const expires = (from: string) => `not_after >= ${from} AND not_after < '9999-12-31T23:59:59'`;

/** The certificates that a session sees. */
export const certificatesSeen = (
  view: View,
  { status, expiresFrom, serialNumbers }: CertificateFilter,
  now: Date,
): Condition => ({
  where: [
    inView,
    status && 'certificate_status(not_before, not_after, :now) = :status',
    expiresFrom && expires(':expiresFrom'),
    serialNumbers && 'serial_hex IN (SELECT value FROM json_each(:serialNumbers))',
  ],
  values: {
    ...view,
    ...(status && { status, now: now.toISOString() }),
    ...(expiresFrom && { expiresFrom }),
    ...(serialNumbers && { serialNumbers: JSON.stringify(serialNumbers) }),
  },
});

/** The number of the certificate's key in the profile of an Azure tenant; NULL where it is in none. */
const keyNumber = /* sql */ `
  (SELECT key_number FROM ivr_profile_certificate JOIN ivr_profile ON ivr_profile.id = profile_id
   WHERE certificate_id = certificate.id AND name = '${AZURE_PROFILE_NAME}')`;

/** The same certificates, as Keys Management lists them: those without a key come last. */
export const keyList: List<KeySort> = {
  ...certificateList(true),
  sorts: {
    key: `coalesce(${keyNumber}, ${Number.MAX_SAFE_INTEGER})`,
    alias: 'text_order(alias)',
    subjectName: 'text_order(subject_name)',
    notAfter: 'not_after',
    keyBits: 'key_bits',
    status: 'not_after',
  },
  searched: [...certificateList(true).searched, 'alias', `coalesce('${keyName('')}' || ${keyNumber}, '')`],
};

/** Whether another session has uploaded or deleted something that this one does not see. */
export const isChangedElsewhere = (database: Database, view: View): boolean =>
  database.all(
    `${withView} SELECT 1 FROM certificate
     WHERE id IN (SELECT certificate_id FROM changed_elsewhere) AND (${inView}) <> (deleted_at IS NULL) LIMIT 1`,
    { ...view },
  ).length > 0;

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
    `${withView} SELECT ${columns} FROM certificate WHERE ${inView} ORDER BY uploaded_at DESC, id DESC`,
    { ...view },
  );

export const findInView = (database: Database, view: View, id: string): StoredCertificate | undefined =>
  database.all<StoredCertificate>(
    `${withView} SELECT ${columns} FROM certificate WHERE id = :id AND ${inView}`,
    {
      ...view,
      id,
    },
  )[0];

export type StoredWithDer = StoredCertificate & { der: Uint8Array };

/** The certificates that a session sees as deleted. Only who may restore them sees them. */
export const deletedList: List<DeletedSort> = {
  ...certificateList(true),
  columns: `${columns}, der`,
  sorts: {
    deletedAt: 'deleted_at',
    subjectName: 'text_order(subject_name)',
    serialNumber: 'serial_order',
    deletedBy: 'text_order(deleted_by)',
    destroyedAt: 'deleted_at',
  },
  searched: [...certificateList(true).searched, 'deleted_by'],
};

/** Those that were deleted after `since`. */
export const deletedSince = (view: View, since: string): Condition => ({
  where: [inRecentlyDeleted, 'deleted_at > :since'],
  values: { ...view, since },
});

export interface StoredToCheck extends StoredWithDer {
  issuerDer: Uint8Array;
  isPresent: boolean;
}

/** What a session sees of the keystore, and then of the pairs that were deleted after `since`; the newest first. */
export const toCheckList: List<'newest'> = {
  ...deletedList,
  columns: `${deletedList.columns}, issuer_der, (${inView}) AS is_present`,
  sorts: { newest: `CASE WHEN ${inView} THEN '1' || uploaded_at ELSE '0' || deleted_at END` },
};

/** Without `since`, no deleted ones. */
export const toCheck = (view: View, since: string | undefined): Condition => ({
  where: [since === undefined ? inView : `(${inView}) OR (${inRecentlyDeleted} AND deleted_at > :since)`],
  values: { ...view, ...(since !== undefined && { since }) },
});

/** The certificate, if this session sees it as deleted after `since`. */
export const findRecentlyDeleted = (
  database: Database,
  view: View,
  id: string,
  since: string,
): StoredCertificate | undefined =>
  database.all<StoredCertificate>(
    `${withView} SELECT ${columns} FROM certificate
     WHERE ${inRecentlyDeleted} AND deleted_at > :since AND certificate.id = :id`,
    { ...view, since, id },
  )[0];

/** One page of the certificates in the keystore now, whatever a session sees, in the order of their upload. */
export const listPresentWithDer = (database: Database, { limit, after }: AskedPage): Page<StoredWithDer> =>
  database.page(
    `SELECT ${columns}, der FROM certificate
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
        { ids: JSON.stringify(ids) },
      )
      .map(({ id, serialHex }) => [id, serialHex]),
  );

/** The certificate in the keystore now, whatever a session sees. */
export const findPresent = (database: Database, id: string): StoredCertificate | undefined =>
  database.all<StoredCertificate>(
    `SELECT ${columns} FROM certificate WHERE id = :id AND deleted_at IS NULL`,
    { id },
  )[0];

export const findDeleted = (database: Database, id: string, since: string): StoredCertificate | undefined =>
  database.all<StoredCertificate>(
    `SELECT ${columns} FROM certificate WHERE id = :id AND deleted_at > :since`,
    { id, since },
  )[0];

/** The certificate in the keystore with the same issuer and serial number, if there is one. */
export const findTwin = (
  database: Database,
  identity: { issuerDer: Uint8Array; serialDecimal: string },
): StoredCertificate | undefined =>
  database.all<StoredCertificate>(
    `SELECT ${columns} FROM certificate
     WHERE issuer_der = :issuerDer AND serial_decimal = :serialDecimal AND deleted_at IS NULL`,
    identity,
  )[0];

export const identityOf = (
  database: Database,
  id: string,
): { issuerDer: Uint8Array; serialDecimal: string } | undefined =>
  database.all<{ issuerDer: Uint8Array; serialDecimal: string }>(
    'SELECT issuer_der, serial_decimal FROM certificate WHERE id = :id',
    { id },
  )[0];

export const certificateDer = (database: Database, id: string): Uint8Array | undefined =>
  database.all<{ der: Uint8Array }>('SELECT der FROM certificate WHERE id = :id', { id })[0]?.der;

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
  database.run(
    `INSERT INTO certificate (id, subject_name, serial_hex, serial_decimal, serial_order, subject_dn, issuer_dn, alias,
       not_before, not_after, key_bits, signature_algorithm, sha256, self_signed, uploaded_by, uploaded_at, issuer_der, der,
       replaces)
     VALUES (:id, :subjectName, :serialHex, :serialDecimal, :serialOrder, :subjectDn, :issuerDn, :alias,
       :notBefore, :notAfter, :keyBits, :signatureAlgorithm, :sha256, :selfSigned, :uploadedBy, :uploadedAt, :issuerDer, :der,
       :replaces)`,
    { ...certificate, replaces, serialOrder: serialOrder(certificate.serialDecimal) },
  );
  database.run('INSERT INTO private_key (certificate_id, sealed) VALUES (:id, :sealed)', {
    id: certificate.id,
    sealed: sealedPrivateKey,
  });
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
    `SELECT ${columns} FROM certificate WHERE deleted_at <= :since ORDER BY deleted_at LIMIT :limit`,
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
  database.run(
    'INSERT INTO keystore_change (session_id, certificate_id, kind) VALUES (:session, :certificate, :kind)',
    change,
  );
};

/** Whether there is no pair, not even a deleted one. */
export const isKeystoreEmpty = (database: Database): boolean =>
  database.all('SELECT 1 FROM certificate LIMIT 1').length === 0;

export const keystoreRevision = (database: Database): number =>
  database.all<{ revision: number }>('SELECT coalesce(max(revision), 0) AS revision FROM keystore_change')[0]
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
    { ids: JSON.stringify(ids) },
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
    { ...view, ids: JSON.stringify(ids) },
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
  database.all<StoredCertificate>(
    `SELECT ${columns} FROM certificate WHERE replaces = :id AND deleted_at IS NULL`,
    { id },
  )[0];

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
