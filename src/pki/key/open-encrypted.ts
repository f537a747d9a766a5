/**
 * Opens everything that is encrypted with a password, in a key file and in a container alike, with the same limits.
 * WebCrypto does what it can; the rest is loaded only when it is needed (legacy-keys.ts).
 */
import type { Bytes } from '../asn1/asn1.ts';
import {
  MAX_PBKDF2_ITERATIONS,
  WEBCRYPTO_CIPHERS,
  WEBCRYPTO_PRFS,
  type Encryption,
  type Pbes2,
} from './encryption.ts';
import type { Secret } from './password.ts';
import { failure, success, type Result } from '../result.ts';

/** Why WebCrypto cannot open this encryption; undefined where it can. */
export function refusal(encryption: Encryption): Result<never> | undefined {
  if (encryption.scheme === 'PBES1') return failure('unsupported_encryption', encryption.name);
  if (encryption.scheme === 'Sun key protection') return failure('unsupported_encryption', encryption.words);
  if (encryption.kdf.name !== 'PBKDF2') return failure('unsupported_encryption', encryption.kdf.name);
  if (!WEBCRYPTO_CIPHERS.has(encryption.cipher)) return failure('unsupported_encryption', encryption.cipher);
  if (!WEBCRYPTO_PRFS.has(encryption.kdf.hash)) {
    return failure('unsupported_encryption', `PBKDF2 with ${encryption.kdf.hash}`);
  }
  return undefined;
}

/**
 * Answers the opened bytes, `wrong_password`, `unsupported_encryption` or `kdf_too_expensive`. In 1 of 256 cases a wrong
 * password passes the padding check: the caller finds out by reading the bytes.
 */
export async function openEncrypted(
  encryption: Encryption,
  ciphertext: Uint8Array,
  secret: Secret,
  { legacy = true } = {},
): Promise<Result<Bytes>> {
  if (encryption.scheme === 'PBES2' && encryption.kdf.name === 'PBKDF2') {
    const { iterations } = encryption.kdf;
    if (iterations > MAX_PBKDF2_ITERATIONS)
      return failure('kdf_too_expensive', `PBKDF2 with ${iterations} iterations`);
  }
  const refused = refusal(encryption);
  if (!refused) return openPbes2(encryption as Pbes2, ciphertext, secret);
  if (!legacy) return refused;
  const { openPkcs8 } = await import('./legacy-keys.ts');
  return openPkcs8(encryption, ciphertext, secret);
}

async function openPbes2(
  { kdf, cipher, iv }: Pbes2,
  ciphertext: Uint8Array,
  secret: Secret,
): Promise<Result<Bytes>> {
  if (kdf.name !== 'PBKDF2') return failure('unsupported_encryption', kdf.name);
  try {
    const imported = await crypto.subtle.importKey('raw', secret.bytes, 'PBKDF2', false, ['deriveKey']);
    const key = await crypto.subtle.deriveKey(
      { name: 'PBKDF2', hash: kdf.hash, salt: kdf.salt, iterations: kdf.iterations },
      imported,
      { name: 'AES-CBC', length: cipher === 'AES-128-CBC' ? 128 : 256 },
      false,
      ['decrypt'],
    );
    const opened = await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, new Uint8Array(ciphertext));
    return success(new Uint8Array(opened));
  } catch (error) {
    // WebCrypto says so of a wrong password. Whatever else goes wrong has another cause.
    if (error instanceof DOMException) return failure('wrong_password');
    throw error;
  }
}
