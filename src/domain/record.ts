/**
 * The record of a keystore: *Download record* saves it, and Check Backup and Re-apply read it. It lists the
 * certificates and where each was in use, so that after a disaster everything can be put back in its place. It contains
 * no private key: those are in the customer's own backup.
 */
export const RECORD_FORMAT = 'recording-certificates-record';

/** Raised when readers of the previous version would misunderstand a record. Adding members does not raise it. */
export const RECORD_VERSION = 1;

/** Times are ISO 8601 in UTC; fingerprints are the SHA-256 of the DER in upper-case hexadecimal. */
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

interface RecordedCertificate {
  sha256: string;
  subjectName: string;
  serialNumber: { hex: string; decimal: string };
  notAfter: string;
  pem: string;
  uploadedBy: string;
  uploadedAt: string;
  /** The names of the IVR profiles to which it was assigned. */
  ivrProfiles: string[];
  /** When a copy of the private key was last proven to open, and where that copy is kept. */
  backupCheck: { checkedAt: string; checkedBy: string; location: string } | null;
}

/**
 * Reads a record from text; otherwise says why it cannot be used. A text without the record's `format` is
 * `not_a_record`. The file comes from a person's disk, so it may be damaged or edited. It is checked by hand, because
 * the library of the contract's schemas is larger than the tools that read records.
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
