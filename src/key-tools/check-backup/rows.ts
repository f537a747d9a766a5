import type { CertificateToCheck } from '../../client/queries/certificates-to-check.ts';
import type { KeystoreRecord } from '../../domain/record.ts';
import type { CopyState } from '../../domain/backup-answer.ts';
import { subjectName } from '../../domain/certificate.ts';
import type { Bytes } from '../../pki/asn1/asn1.ts';
import type { CopiesReport, CopyStanding } from '../../pki/pile/copies.ts';
import { placeText, type Place } from '../../pki/pile/report.ts';
import { readPem } from '../../pki/pem/pem.ts';

/** A certificate whose private key is looked for. */
export interface Row {
  /** SHA-256 of the certificate, hexadecimal. */
  id: string;
  /** The certificate's id in the keystore; undefined if it is not there. */
  certificateId: string | undefined;
  name: string;
  /** Hexadecimal. */
  serial: string;
  notAfter: string;
  der: Bytes;
  from: 'keystore' | 'recently deleted' | 'record' | 'these files';
  recordings: number | undefined;
  envelope: string | undefined;
  /** The last recorded check. */
  backupCheck: CertificateToCheck['backupCheck'];
}

/**
 * The certificates of the keystore and of the dropped records; without either, the certificates among the dropped
 * files.
 */
export function rowsOf(
  keystore: readonly CertificateToCheck[] | undefined,
  records: readonly KeystoreRecord[],
  report: CopiesReport | undefined,
): Row[] {
  if (!keystore && records.length === 0) return rowsOfFiles(report);
  const rows = new Map(keystore?.map((each) => [each.sha256, rowOfKeystore(each)]));
  for (const certificate of records.flatMap(({ certificates }) => certificates)) {
    if (!rows.has(certificate.sha256)) rows.set(certificate.sha256, rowOfRecord(certificate));
  }
  return [...rows.values()];
}

/** What the tenant alone knows. */
const NOT_IN_KEYSTORE = {
  certificateId: undefined,
  recordings: undefined,
  envelope: undefined,
  backupCheck: null,
} as const;

function rowOfRecord({
  sha256,
  subjectName: name,
  serialNumber,
  notAfter,
  pem,
}: KeystoreRecord['certificates'][number]): Row {
  const serial = serialNumber.hex;
  return { ...NOT_IN_KEYSTORE, id: sha256, name, serial, notAfter, der: derOf(pem), from: 'record' };
}

function rowsOfFiles(report: CopiesReport | undefined): Row[] {
  const rows = new Map<string, Row>();
  const certificates = report?.certificates ?? [];
  const keyIds = new Set(report?.keys.map(({ keyId }) => keyId));
  const issuers = new Set(
    certificates.flatMap(({ found: { facts } }) => (facts.selfIssued ? [] : facts.issuer.rfc2253)),
  );
  for (const { found } of certificates) {
    const { facts, sha256, keyId } = found;
    // The certificate of an issuer only came along with one that it signed; nobody keeps its key here. A renewed
    // certificate can have the issuer's name too, but it is self-signed.
    const isIssuer = issuers.has(facts.subject.rfc2253);
    if (rows.has(sha256) || (isIssuer && !keyIds.has(keyId))) continue;
    rows.set(sha256, {
      ...NOT_IN_KEYSTORE,
      id: sha256,
      name: subjectName(facts.subject),
      serial: facts.serialNumber.hex,
      notAfter: facts.notAfter,
      der: facts.der,
      from: 'these files',
    });
  }
  return [...rows.values()];
}

function rowOfKeystore(certificate: CertificateToCheck): Row {
  const { id, sha256, subjectName, serialNumber, notAfter, pem, deleted } = certificate;
  const { recordings, envelope, backupCheck } = certificate;
  return {
    id: sha256,
    certificateId: id,
    name: subjectName,
    serial: serialNumber.hex,
    notAfter,
    der: derOf(pem),
    from: deleted ? 'recently deleted' : 'keystore',
    recordings,
    envelope: envelope ?? undefined,
    backupCheck,
  };
}

const derOf = (pem: string): Bytes => readPem(pem)[0]?.bytes ?? new Uint8Array(0);

export interface CheckedRow extends Row {
  standing: CopyStanding;
  state: CopyState;
}

/** What needs attention first. */
export const copyStates: readonly CopyState[] = [
  'missing',
  'damaged',
  'only the certificate',
  'locked',
  'perhaps not opened',
  'perhaps locked',
  'opens',
];

function stateOf(standing: CopyStanding): CopyState {
  if (standing.kind !== 'perhaps') return standing.kind;
  return standing.unopened.length > 0 ? 'perhaps not opened' : 'perhaps locked';
}

export const checkedRows = (rows: readonly Row[], standings: readonly CopyStanding[]): CheckedRow[] =>
  rows
    .map((row, index): CheckedRow => {
      const standing = standings[index] ?? { kind: 'missing' };
      return Object.assign({ standing, state: stateOf(standing) }, row);
    })
    .toSorted(
      (a, b) =>
        copyStates.indexOf(a.state) - copyStates.indexOf(b.state) ||
        (b.recordings ?? 0) - (a.recordings ?? 0) ||
        a.name.localeCompare(b.name),
    );

/** How many places are named; the others are counted. */
const NAMED = 3;

export function placesText(places: readonly Place[]): string {
  const named = places.slice(0, NAMED).map(placeText).join('; ');
  return places.length > NAMED ? `${named}; and ${places.length - NAMED} more` : named;
}

export const stateText: Record<CopyState, string> = {
  opens: 'Opens',
  damaged: 'Damaged',
  locked: 'Locked',
  'perhaps locked': 'Not found yet',
  'perhaps not opened': 'Not found yet',
  'only the certificate': 'Only the certificate',
  missing: 'Missing',
};

/** Where the copy is, and what to do if it does not open. */
export function standingText(standing: CopyStanding): string {
  switch (standing.kind) {
    case 'opens':
      return placesText(standing.places);
    case 'damaged':
      return `${placesText(standing.places)}: the private key cannot be used. Look for another copy.`;
    case 'locked':
      return `${placesText(standing.places)}: enter its password.`;
    case 'perhaps':
      return perhapsText(standing);
    case 'only the certificate':
      return `${placesText(standing.places)}: without its private key, no recording opens.`;
    case 'missing':
      return 'None of these files contains its private key.';
  }
}

function perhapsText({ locked, unopened }: Extract<CopyStanding, { kind: 'perhaps' }>): string {
  const none = 'None of the open files contains it';
  if (unopened.length === 0) return `${none}; one of the locked files may.`;
  const which = `${placesText(unopened)}, which ${unopened.length === 1 ? 'was' : 'were'} not opened`;
  return `${none}; perhaps ${locked.length > 0 ? 'one of the locked files does, or it is' : 'it is'} in ${which}.`;
}

/**
 * Whether the key unwrapped a session key: one wrapped with the certificate, and that of a recording if there is one.
 */
export function proofText(standing: CopyStanding): string | undefined {
  if (standing.kind !== 'opens') return undefined;
  switch (standing.sessionKey) {
    case 'none given':
      return 'It unwrapped a session key that was wrapped with the certificate.';
    case 'unwrapped':
      return 'It unwrapped the session key of a recording.';
    case 'not unwrapped':
      return 'It unwrapped a session key that was wrapped with the certificate, but not that of a recording, which may be damaged.';
  }
}
