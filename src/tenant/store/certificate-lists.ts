import type { CertificateSort, DeletedSort, KeySort } from '../../domain/certificate-columns.ts';
import { SCREEN_RECORDING_NAME, type StatusKind } from '../../domain/certificate.ts';
import { AZURE_PROFILE_NAME, keyName } from '../../domain/ivr-profile.ts';
import { certificateColumns, expires, type StoredWithDer } from './certificates.ts';
import { filtered, type Condition, type List } from './list.ts';
import { inRecentlyDeleted, inView, seesIn, withView, type View } from './view.ts';

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
  columns: certificateColumns,
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

/** The certificates that a session sees. */
export function certificatesSeen(view: View, asked: CertificateFilter, now: Date): Condition {
  const { where, values } = filtered(
    {
      status: 'certificate_status(not_before, not_after, :now) = :status',
      expiresFrom: expires(':expiresFrom'),
      serialNumbers: 'serial_hex IN (SELECT value FROM json_each(:serialNumbers))',
    },
    asked,
  );
  return {
    where: [inView, ...where],
    values: { ...view, ...values, ...(asked.status && { now: now.toISOString() }) },
  };
}

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

/** The certificates that a session sees as deleted. Only who may restore them sees them. */
export const deletedList: List<DeletedSort> = {
  ...certificateList(true),
  columns: `${certificateColumns}, der`,
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
