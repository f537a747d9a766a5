/**
 * Every reader in this folder answers a value, or an error value with a stable code. No reader throws for bad input,
 * because reading bad input is an ordinary case here.
 */
export type Result<T> = { ok: true; value: T } | { ok: false; error: PkiError };

/**
 * `detail` is for a reader who knows ASN.1 ("length runs past the end at offset 12"); it never contains key material.
 */
export interface PkiError {
  code: PkiCode;
  detail?: string;
  /** The SubjectPublicKeyInfo that a broken private key still contains. */
  publicKey?: Uint8Array<ArrayBuffer>;
}

/** Stable codes. `domain/problem.ts` has the sentence that a person reads for each. */
export type PkiCode =
  // the file as a whole
  | 'empty_file'
  | 'file_too_large'
  | 'not_pem'
  | 'pem_incomplete'
  | 'der_not_pem'
  | 'not_der'
  // files of other programs
  | 'openssh_key'
  | 'putty_key'
  | 'java_keystore'
  | 'jceks_keystore'
  | 'zip_file'
  | 'zip_damaged'
  | 'zip_encrypted'
  | 'zip_nested'
  | 'zip_too_large'
  | 'html_page'
  | 'pkcs12_not_pem'
  // not what the slot asks for
  | 'certificate_request_not_certificate'
  | 'public_key_not_certificate'
  | 'private_key_not_certificate'
  | 'certificate_not_private_key'
  | 'public_key_not_private_key'
  | 'several_certificates'
  | 'several_private_keys'
  // recognised, but broken or unsuitable
  | 'not_a_certificate'
  | 'not_a_private_key'
  | 'not_a_request'
  | 'not_pkcs7'
  | 'not_pkcs12'
  | 'not_jks'
  | 'not_rsa'
  | 'private_key_inconsistent'
  // encryption of the private key
  | 'private_key_encrypted'
  | 'wrong_password'
  | 'legacy_encryption'
  | 'unsupported_encryption'
  | 'kdf_too_expensive'
  // the pair
  | 'key_mismatch';

export const success = <T>(value: T): Result<T> => ({ ok: true, value });

export const failure = (code: PkiCode, detail?: string): Result<never> => ({
  ok: false,
  error: detail === undefined ? { code } : { code, detail },
});
