/** Private keys in the forms in which they are saved: PKCS#1, and encrypted PKCS#8 (RFC 5958, 3; RFC 8018, A.4). */
import {
  encode,
  fieldsOf,
  integer,
  nullValue,
  octetsOf,
  octetString,
  oid,
  parseDer,
  sequence,
  type Block,
  type Bytes,
} from '../asn1/asn1.ts';

/** OWASP's recommendation for PBKDF2 with HMAC-SHA256. Every guess at the password costs this many rounds. */
const PBKDF2_ITERATIONS = 600_000;

/** The RSAPrivateKey (RFC 8017, A.1.2) inside a PrivateKeyInfo such as `PrivateKeyFacts.pkcs8`, both in DER. */
export const pkcs1Of = (pkcs8: Bytes): Bytes => octetsOf(fieldsOf(parseDer(pkcs8))[2]).slice();

/** An EncryptedPrivateKeyInfo: PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC. The password is encoded as UTF-8. */
export async function encryptPrivateKey(
  pkcs8: Bytes,
  password: string,
  iterations = PBKDF2_ITERATIONS,
): Promise<Bytes> {
  const { algorithm, ciphertext } = await encryptPbes2(pkcs8, password, iterations);
  return encode(sequence(algorithm, octetString(ciphertext)));
}

/** Encrypts bytes with PBES2. Answers the ciphertext and the AlgorithmIdentifier with its parameters. */
export async function encryptPbes2(
  plaintext: Bytes,
  password: string,
  iterations: number,
): Promise<{ algorithm: Block; ciphertext: Bytes }> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, [
    'deriveKey',
  ]);
  const key = await crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    secret,
    { name: 'AES-CBC', length: 256 },
    false,
    ['encrypt'],
  );
  const ciphertext = await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, plaintext);
  const derivation = sequence(
    oid('1.2.840.113549.1.5.12'),
    sequence(octetString(salt), integer(iterations), sequence(oid('1.2.840.113549.2.9'), nullValue())),
  );
  const cipher = sequence(oid('2.16.840.1.101.3.4.1.42'), octetString(iv));
  return {
    algorithm: sequence(oid('1.2.840.113549.1.5.13'), sequence(derivation, cipher)),
    ciphertext: new Uint8Array(ciphertext),
  };
}
