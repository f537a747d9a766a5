import type { UnusualKey } from '../pki/certificate/facts.ts';
import { isForever } from './columns.ts';
import { counted, daysLeft } from './counted.ts';
import type { Platform } from './session.ts';
import { states } from './states.ts';
import { visible } from './visible.ts';

/** The rules about one recording certificate: its status over time, and the requirements for an upload. */

/** Documented: "2048-bit RSA (or higher)". */
export const MINIMUM_KEY_BITS = 2048;

/** Each use of a key costs the third power of its length: one of 16,384 bits takes the tenant some 150 ms. */
export const MAXIMUM_KEY_BITS = 8192;

/** Days before expiry from which a certificate is shown as *Expires in … days*, so that a renewal can be planned. */
export const EXPIRES_SOON_DAYS = 90;

/** Days for which a deleted pair can be restored; after them it is destroyed. */
export const RESTORABLE_DAYS = 30;

export const DAY_MS = 86_400_000;

export interface Validity {
  /** ISO 8601, UTC. */
  notBefore: string;
  notAfter: string;
}

export type CertificateStatus =
  | { kind: 'valid' }
  | { kind: 'expires soon'; days: number }
  | { kind: 'expired' }
  | { kind: 'not yet valid' };

export type StatusKind = CertificateStatus['kind'];

export const statusKinds = [
  'valid',
  'expires soon',
  'expired',
  'not yet valid',
] as const satisfies StatusKind[];

/**
 * The status at a given time. `days` counts the whole days that are left. The first and the last second of the validity both
 * belong to it (RFC 5280, 4.1.2.5).
 */
export function certificateStatus({ notBefore, notAfter }: Validity, now: Date): CertificateStatus {
  const left = Date.parse(notAfter) - now.getTime();
  if (left < 0) return { kind: 'expired' };
  if (Date.parse(notBefore) > now.getTime()) return { kind: 'not yet valid' };
  const days = Math.floor(left / DAY_MS);
  return days <= EXPIRES_SOON_DAYS ? { kind: 'expires soon', days } : { kind: 'valid' };
}

/** The kinds of status as a filter offers them. */
export const statusKindText: Record<StatusKind, string> = {
  valid: states.valid,
  'expires soon': states.expiresSoon,
  expired: states.expired,
  'not yet valid': states.notYetValid,
};

/** The status as the screens word it: "Expires in 12 days". */
export function statusText(status: CertificateStatus): string {
  switch (status.kind) {
    case 'valid':
      return states.valid;
    case 'expired':
      return states.expired;
    case 'not yet valid':
      return states.notYetValid;
    case 'expires soon':
      return `Expires in ${daysLeft(status.days)}`;
  }
}

/** The severity of each status. Lists show it as a colour beside the words. */
const statusTone = {
  valid: 'good',
  'expires soon': 'soon',
  expired: 'bad',
  'not yet valid': 'neutral',
} as const satisfies Record<StatusKind, string>;

/** What screens show of the status at a given time: its words and its severity. */
export function statusLooks(validity: Validity, now: Date) {
  const status = certificateStatus(validity, now);
  return { tone: statusTone[status.kind], text: statusText(status) };
}

/** Whether recordings are encrypted for it at a given time, where it is assigned. */
export const isValid = (validity: Validity, now: Date): boolean =>
  ['valid', 'expires soon'].includes(certificateStatus(validity, now).kind);

/** Whether a certificate may be newly assigned: an expired one plays old recordings but encrypts no new ones. */
export const isAssignable = (validity: Validity, now: Date): boolean =>
  certificateStatus(validity, now).kind !== 'expired';

/**
 * The most certificates that an IVR profile or Screen Recording Certificates may have. Every recording is encrypted for
 * each of them, and its envelope names each.
 */
export const MAX_LIST_CERTIFICATES = 100;

/** Whether a list may become so long. One that was longer before the limit existed may still become shorter. */
export const isListTooLong = (list: { length: number }, added: { length: number }): boolean =>
  list.length > MAX_LIST_CERTIFICATES && added.length > 0;

/** RFC 5280, 4.1.2.5: the date 9999-12-31T23:59:59Z means "no well-defined expiration date". */
export const hasNoExpiry = ({ notAfter }: Validity): boolean => isForever(notAfter);

/**
 * The largest parts of a certificate, in bytes of DER. Lists, answers and the audit log repeat names and serial numbers,
 * and recorders are sent whole certificates. RFC 5280 bounds a common name at 64 characters and a serial number at 20
 * bytes; a certificate has one to six kilobytes, with a post-quantum signature up to 30.
 */
const MAX_NAME_BYTES = 2048;
export const MAX_SERIAL_NUMBER_BYTES = 64;

/** How many serial numbers a list of certificates is asked for at once: an address has room for so many. */
export const MOST_SERIAL_NUMBERS = 50;
const MAX_CERTIFICATE_BYTES = 32 * 1024;

export interface Storable {
  publicKey: { algorithm: string; bits: number | undefined; exponent?: string };
  subject: { der: Uint8Array };
  issuer: { der: Uint8Array };
  serialNumber: { hex: string };
  der: Uint8Array;
}

export interface UnmetRequirement {
  code: 'not_rsa' | 'key_too_short' | 'key_too_long' | 'exponent_unusable' | 'certificate_too_large';
  /** For the problem's sentence. */
  detail: string | undefined;
}

/**
 * The requirements for a recording certificate: the documented ones for its key, and sizes. The tenant refuses an upload
 * on the first one that is not met.
 */
export function unmetRequirement(certificate: Storable): UnmetRequirement | undefined {
  const { algorithm, bits = 0, exponent } = certificate.publicKey;
  if (algorithm !== 'RSA') return { code: 'not_rsa', detail: algorithmWords(algorithm) };
  if (bits < MINIMUM_KEY_BITS) return { code: 'key_too_short', detail: bits ? String(bits) : undefined };
  if (bits > MAXIMUM_KEY_BITS) return { code: 'key_too_long', detail: String(bits) };
  const wrong = exponentFault(exponent);
  if (wrong) return { code: 'exponent_unusable', detail: wrong };
  const { subject, issuer, serialNumber, der } = certificate;
  const sizes = [
    ['its subject', subject.der.length, MAX_NAME_BYTES],
    ['its issuer', issuer.der.length, MAX_NAME_BYTES],
    ['its serial number', serialNumber.hex.replace(/^-/, '').length / 2, MAX_SERIAL_NUMBER_BYTES],
    ['the whole', der.length, MAX_CERTIFICATE_BYTES],
  ] as const;
  const large = sizes.find(([, bytes, most]) => bytes > most);
  if (!large) return undefined;
  const [part, bytes, most] = large;
  return {
    code: 'certificate_too_large',
    detail: `${part} has ${counted(bytes, 'byte')}, and ${counted(most, 'byte')} are the most`,
  };
}

/**
 * Why a public exponent does not protect a recording. RSA takes odd exponents from 3 (RFC 8017, 3.1), and FIPS 186-5,
 * A.1.1 those below 2^256: among longer ones are some that leave every text as it is. The facts of a key leave out an
 * exponent that is longer still.
 */
function exponentFault(exponent: string | undefined): string | undefined {
  if (exponent === undefined || BigInt(exponent) >= 2n ** 256n) return 'of more than 256 bits';
  if (BigInt(exponent) < 3n) return 'below 3';
  return BigInt(exponent) % 2n === 0n ? 'that is even' : undefined;
}

/** The name of a key's algorithm that people use. */
const algorithmWords = (algorithm: string): string => (algorithm === 'id-ecPublicKey' ? 'EC' : algorithm);

/** AWS takes a private key as `openssl genrsa` writes it, in PKCS#1 or PKCS#8; Azure takes only PKCS#8. */
export const isKeyFormTaken = (format: string, platform: Platform): boolean =>
  platform === 'aws' || format === 'PKCS#8' || format === 'encrypted PKCS#8';

/** Why a private key is not accepted in a new upload, although it opens recordings. */
export function unusualKey(key: { unusual?: UnusualKey }): UnusualKeyProblem | undefined {
  if (!key.unusual) return undefined;
  return key.unusual === 'without its CRT numbers'
    ? { code: 'crt_numbers_missing', detail: undefined }
    : {
        code: 'unusual_private_key',
        detail: key.unusual === 'without its primes' ? key.unusual : `with ${key.unusual}`,
      };
}

export interface UnusualKeyProblem {
  code: 'crt_numbers_missing' | 'unusual_private_key';
  detail: string | undefined;
}

/**
 * The name of a certificate for people: its common name, otherwise the whole distinguished name. X.509 allows an empty
 * subject, which is shown as "(no subject)". What cannot be seen in it is made visible: two names that read alike are
 * alike, in lists, dialogs, mails, files and the audit log.
 */
export const subjectName = (subject: { commonName: string | undefined; readable: string }): string =>
  visible(subject.commonName?.trim() || subject.readable) || '(no subject)';

/**
 * How many of a serial number's last hexadecimal digits are enough to confirm it, because they tell certificates apart.
 */
export const CONFIRMING_DIGITS = 8;

/**
 * Whether the typed text confirms a serial number: the whole number in hexadecimal or decimal, or its last
 * `CONFIRMING_DIGITS` hexadecimal digits. Colons, spaces and case are ignored.
 */
export function confirmsSerialNumber(typed: string, serial: { hex: string; decimal: string }): boolean {
  const plain = typed.replaceAll(/[\s:]/g, '').toUpperCase();
  const hex = serial.hex.toUpperCase();
  return plain !== '' && [hex, serial.decimal, hex.slice(-CONFIRMING_DIGITS)].includes(plain);
}

/** Where a certificate is in use. Computed from the assignments, never stored with the certificate. */
export type Place =
  | {
      kind: 'ivr-profile';
      id: string;
      name: string;
      /** No recorded call picks it. */
      doesNotRecord?: true | undefined;
    }
  | { kind: 'screen-recording' };

/** Whether recordings are encrypted for what is assigned there. */
export const isRecorded = (place: Place): boolean => !('doesNotRecord' in place && place.doesNotRecord);

export const SCREEN_RECORDING_NAME = 'Screen Recording Certificates';

export const placeName = (place: Place): string =>
  place.kind === 'ivr-profile' ? `IVR profile ${place.name}` : SCREEN_RECORDING_NAME;
