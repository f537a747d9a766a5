/**
 * What a reader may say of a file or of a thing in it: it opens; it is whole, but we cannot open it; it is damaged. A
 * file can be somebody's only backup, so there is no fourth answer, and each code belongs to one:
 *
 * - `damaged`: there is evidence, such as a checksum, a length or a broken structure. The detail says where it was seen.
 * - `cannot open`: nothing speaks against the file. The detail says what we cannot do, the sentence what opens it.
 * - `asks`: nothing is said of the file yet. It needs a password, or it is in the wrong place.
 */
const ANSWERS = {
  empty_file: 'damaged',
  pem_incomplete: 'damaged',
  zip_damaged: 'damaged',
  tar_damaged: 'damaged',
  gzip_damaged: 'damaged',
  not_a_certificate: 'damaged',
  not_a_private_key: 'damaged',
  not_a_request: 'damaged',
  not_pkcs7: 'damaged',
  not_pkcs12: 'damaged',
  not_jks: 'damaged',
  private_key_inconsistent: 'damaged',

  reader_failed: 'cannot open',
  file_not_readable: 'cannot open',
  file_too_large: 'cannot open',
  not_pem: 'cannot open',
  not_der: 'cannot open',
  not_read_here: 'cannot open',
  openssh_key: 'cannot open',
  putty_key: 'cannot open',
  java_keystore: 'cannot open',
  jceks_keystore: 'cannot open',
  zip_file: 'cannot open',
  zip_encrypted: 'cannot open',
  zip_nested: 'cannot open',
  zip_too_large: 'cannot open',
  zip_method: 'cannot open',
  zip_split: 'cannot open',
  gzip_file: 'cannot open',
  tar_file: 'cannot open',
  seven_zip: 'cannot open',
  rar_file: 'cannot open',
  xz_file: 'cannot open',
  bzip2_file: 'cannot open',
  zstd_file: 'cannot open',
  age_file: 'cannot open',
  openpgp_file: 'cannot open',
  openssl_enc: 'cannot open',
  bks_keystore: 'cannot open',
  uber_keystore: 'cannot open',
  bcfks_keystore: 'cannot open',
  console_backup: 'cannot open',
  html_page: 'cannot open',
  not_rsa: 'cannot open',
  public_exponent_missing: 'cannot open',
  exponent_unusable: 'cannot open',
  legacy_encryption: 'cannot open',
  unsupported_encryption: 'cannot open',
  unsupported_envelope: 'cannot open',
  kdf_too_expensive: 'cannot open',

  private_key_encrypted: 'asks',
  wrong_password: 'asks',
  other_password: 'asks',
  key_has_own_password: 'asks',
  der_not_pem: 'asks',
  pkcs12_not_pem: 'asks',
  pkcs7_not_pem: 'asks',
  certificate_request_not_certificate: 'asks',
  public_key_not_certificate: 'asks',
  private_key_not_certificate: 'asks',
  certificate_not_private_key: 'asks',
  public_key_not_private_key: 'asks',
  several_certificates: 'asks',
  several_private_keys: 'asks',
  key_mismatch: 'asks',
} as const satisfies Record<string, 'damaged' | 'cannot open' | 'asks'>;

/** Stable codes. `domain/problem.ts` has the sentence that a person reads for each. */
export type PkiCode = keyof typeof ANSWERS;
export type DamagedCode = {
  [Code in PkiCode]: (typeof ANSWERS)[Code] extends 'damaged' ? Code : never;
}[PkiCode];

/**
 * `detail` is for a reader who knows ASN.1 ("length runs past the end at offset 12"); it never contains key material.
 */
export interface PkiError<Code extends PkiCode = PkiCode> {
  code: Code;
  detail?: string;
  /** The SubjectPublicKeyInfo that a broken private key still contains. */
  publicKey?: Uint8Array<ArrayBuffer>;
}

/** The answer for something that did not open. */
export type NotOpened =
  | { kind: 'damaged'; error: PkiError<DamagedCode> }
  | { kind: 'cannot open'; error: PkiError };

export const notOpened = (error: PkiError): NotOpened =>
  isDamage(error) ? { kind: 'damaged', error } : { kind: 'cannot open', error };

const isDamage = (error: PkiError): error is PkiError<DamagedCode> => ANSWERS[error.code] === 'damaged';

/** For an exception in a reader: a fault of ours, and no statement about the file. */
export const readerFailed = (thrown: unknown): PkiError => ({
  code: 'reader_failed',
  detail: thrown instanceof Error ? thrown.name : 'unknown',
});
