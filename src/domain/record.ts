/**
 * The record of a keystore: what *Download record* saves, and what Check Backup and Re-apply read again. It lists the
 * certificates and where each was in use, so that after a disaster everything can be put back in its place. It has no
 * private key: those are in the customer's own backup.
 */
export const RECORD_FORMAT = 'recording-certificates-record';

/** Raised when a reader of the version before would misunderstand a record. Members may be added without. */
export const RECORD_VERSION = 1;

/** Moments are ISO 8601 in UTC, fingerprints the SHA-256 of the DER in upper-case hexadecimal. */
export interface KeystoreRecord {
  format: typeof RECORD_FORMAT;
  version: typeof RECORD_VERSION;
  tenant: { name: string; dbid: number; platform: 'aws' | 'azure' };
  takenAt: string;
  takenBy: string;
  /** In the order of their upload. */
  certificates: RecordedCertificate[];
  /** Fingerprints, in the order of the list. */
  screenRecordingCertificates: string[];
}

export interface RecordedCertificate {
  sha256: string;
  subjectName: string;
  serialNumber: { hex: string; decimal: string };
  notAfter: string;
  pem: string;
  uploadedBy: string;
  uploadedAt: string;
  /** The names of the IVR profiles that it was assigned to. */
  ivrProfiles: string[];
  /** When a copy of the private key was last proven to open, and where it is kept. */
  backupCheck: { checkedAt: string; checkedBy: string; location: string } | null;
}

/**
 * A record's text; else why it cannot be used. Any JSON without the record's mark is `not_a_record`. It comes from a
 * person's disk, where anything may have happened to it. By hand and not by the contract's schema, whose library weighs
 * more than the tools that read records.
 */
export function readRecord(
  text: string,
): { record: KeystoreRecord } | { problem: 'not_a_record' | 'record_damaged' | 'record_too_new' } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: text.includes(`"${RECORD_FORMAT}"`) ? 'record_damaged' : 'not_a_record' };
  }
  if (!isObject(value) || value['format'] !== RECORD_FORMAT || typeof value['version'] !== 'number') {
    return { problem: 'not_a_record' };
  }
  if (value['version'] > RECORD_VERSION) return { problem: 'record_too_new' };
  return isRecord(value) ? { record: value } : { problem: 'record_damaged' };
}

type Members = Record<string, unknown>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isMoment = (value: unknown): boolean => isText(value) && !Number.isNaN(Date.parse(value));
const isList = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every((item) => isItem(item));
const hasTexts = (members: Members, ...names: string[]): boolean =>
  names.every((name) => isText(members[name]));

function isRecord(value: Members): value is Members & KeystoreRecord {
  const { version, tenant, takenAt, takenBy, certificates, screenRecordingCertificates } = value;
  return (
    version === RECORD_VERSION &&
    isObject(tenant) &&
    isText(tenant['name']) &&
    Number.isInteger(tenant['dbid']) &&
    (tenant['platform'] === 'aws' || tenant['platform'] === 'azure') &&
    isMoment(takenAt) &&
    isText(takenBy) &&
    isList(certificates, isRecordedCertificate) &&
    isList(screenRecordingCertificates, isText)
  );
}

function isRecordedCertificate(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { serialNumber, notAfter, uploadedAt, ivrProfiles, backupCheck } = value;
  return (
    hasTexts(value, 'sha256', 'subjectName', 'pem', 'uploadedBy') &&
    isObject(serialNumber) &&
    hasTexts(serialNumber, 'hex', 'decimal') &&
    isMoment(notAfter) &&
    isMoment(uploadedAt) &&
    isList(ivrProfiles, isText) &&
    (backupCheck === null || isBackupCheck(backupCheck))
  );
}

const isBackupCheck = (value: unknown): boolean =>
  isObject(value) && isMoment(value['checkedAt']) && hasTexts(value, 'checkedBy', 'location');
