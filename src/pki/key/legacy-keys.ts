/**
 * Encrypted private keys that WebCrypto cannot open: Proc-Type (RFC 1421 with OpenSSL's own key derivation), PKCS#12's
 * schemes (RFC 7292, B and C) and rare PBES2 schemes. Loaded only when such a key is opened, with node-forge for the ciphers
 * and @noble/hashes for scrypt and SHA-224, which node-forge lacks. node-forge has a character for each byte.
 */
import type * as Forge from 'node-forge';
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import type { Bytes } from '../asn1/asn1.ts';
import {
  MAX_SCRIPT_ITERATIONS,
  WEBCRYPTO_PRFS,
  type Encryption,
  type Pbes1,
  type Pbes2,
  type Pbkdf2,
  type Scrypt,
} from './encryption.ts';
import forge from './forge.ts';
import { HASHES } from './hashes.ts';
import { latin1, latin1Bytes } from '../asn1/text.ts';
import type { Secret } from './password.ts';
import type { PemBlock } from '../pem/pem.ts';
import { bmpForms, derivePkcs12Key, INITIAL_VECTOR, KEY } from '../pkcs12/pkcs12-key.ts';
import { failure, success, type Result } from '../result.ts';
import { unprotectKey } from './sun-key-protection.ts';

/**
 * The most memory for scrypt (128 · N · r bytes, RFC 7914, 2), which is OpenSSL's limit, and the most work (N · r · p).
 */
const MAX_SCRYPT_BYTES = 32 * 1024 * 1024;
const MAX_SCRYPT_WORK = 2 ** 21;

const CIPHERS: Record<string, { name: Forge.cipher.Algorithm; keyBytes: number; ivBytes: number }> = {
  'DES-CBC': { name: 'DES-CBC', keyBytes: 8, ivBytes: 8 },
  'DES-EDE3-CBC': { name: '3DES-CBC', keyBytes: 24, ivBytes: 8 },
  'AES-128-CBC': { name: 'AES-CBC', keyBytes: 16, ivBytes: 16 },
  'AES-192-CBC': { name: 'AES-CBC', keyBytes: 24, ivBytes: 16 },
  'AES-256-CBC': { name: 'AES-CBC', keyBytes: 32, ivBytes: 16 },
};

/** Opens a key with `Proc-Type: 4,ENCRYPTED`; the label says which format is inside. */
export function openProcType(block: PemBlock, secret: Secret): Result<{ bytes: Bytes; encryption: string }> {
  const [name = '', hex = ''] = (block.headers['DEK-Info'] ?? '').split(',').map((part) => part.trim());
  const cipher = CIPHERS[name.toUpperCase()];
  if (!cipher) return failure('unsupported_encryption', name === '' ? 'no DEK-Info' : name);
  if (hex.length !== cipher.ivBytes * 2 || !/^[0-9a-fA-F]*$/.test(hex)) {
    return failure('not_a_private_key', 'DEK-Info has a broken initial vector');
  }
  const iv = forge.util.hexToBytes(hex);
  const key = bytesToKey(latin1(secret.bytes), iv.slice(0, 8), cipher.keyBytes);
  const opened = decrypt(cipher.name, key, iv, latin1(block.bytes));
  return opened
    ? success({ bytes: opened, encryption: `Proc-Type, ${name.toUpperCase()}` })
    : failure('wrong_password');
}

/** OpenSSL's EVP_BytesToKey with MD5 and one round, from which Proc-Type derives its keys. */
function bytesToKey(password: string, salt: string, length: number): string {
  let key = '';
  let last = '';
  while (key.length < length) {
    last = forge.md.md5
      .create()
      .update(last + password + salt, 'raw')
      .digest()
      .getBytes();
    key += last;
  }
  return key.slice(0, length);
}

/** Opens what WebCrypto cannot. Answers `unsupported_encryption`, `kdf_too_expensive` or `wrong_password`. */
export async function openPkcs8(
  encryption: Encryption,
  ciphertext: Uint8Array,
  secret: Secret,
): Promise<Result<Bytes>> {
  if (encryption.scheme === 'Sun key protection') return unprotectKey(ciphertext, secret.wide);
  if (encryption.scheme === 'PBES2') return openPbes2(encryption, ciphertext, secret.bytes);
  return openPbes1(encryption, ciphertext, secret);
}

async function openPbes2(encryption: Pbes2, ciphertext: Uint8Array, secret: Bytes): Promise<Result<Bytes>> {
  const cipher = CIPHERS[encryption.cipher];
  if (!cipher) return failure('unsupported_encryption', encryption.cipher);
  const key = await derivedKey(encryption.kdf, secret, cipher.keyBytes);
  if (!key.ok) return key;
  const opened = decrypt(cipher.name, latin1(key.value), latin1(encryption.iv), latin1(ciphertext));
  return opened ? success(opened) : failure('wrong_password');
}

export const derivedKey = (
  kdf: Pbkdf2 | Scrypt,
  secret: Uint8Array,
  bytes: number,
): Promise<Result<Uint8Array>> =>
  kdf.name === 'scrypt' ? scryptKey(kdf, secret, bytes) : pbkdf2Key(kdf, secret, bytes);

async function scryptKey(
  { salt, n, r, p }: Scrypt,
  secret: Uint8Array,
  dkLen: number,
): Promise<Result<Uint8Array>> {
  if (n < 2 || (n & (n - 1)) !== 0) return failure('not_a_private_key', 'scrypt with a broken cost');
  if (128 * n * r > MAX_SCRYPT_BYTES + 128 * 1024 || n * r * p > MAX_SCRYPT_WORK) {
    return failure('kdf_too_expensive', `scrypt with N=${n}, r=${r}, p=${p}`);
  }
  return success(await scryptAsync(secret, salt, { N: n, r, p, dkLen }));
}

/** By WebCrypto or, for hashes that it lacks, in JavaScript. */
async function pbkdf2Key(kdf: Pbkdf2, secret: Uint8Array, dkLen: number): Promise<Result<Uint8Array>> {
  const { hash, salt, iterations } = kdf;
  if (!WEBCRYPTO_PRFS.has(hash)) {
    if (iterations > MAX_SCRIPT_ITERATIONS) {
      return failure('kdf_too_expensive', `PBKDF2 with ${hash} and ${iterations} iterations`);
    }
    return success(await pbkdf2Async(HASHES[hash], secret, salt, { c: iterations, dkLen }));
  }
  const key = await crypto.subtle.importKey('raw', new Uint8Array(secret), 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash, salt, iterations }, key, dkLen * 8);
  return success(new Uint8Array(bits));
}

/** PKCS#12's own schemes (RFC 7292, C), and PBKDF1 (RFC 8018, 5.1) with DES. */
const PKCS12_SCHEMES: Record<string, { keyBytes: number; cipher: '3DES' | 'RC2' }> = {
  'PBE-SHA1-3DES': { keyBytes: 24, cipher: '3DES' },
  'PBE-SHA1-2DES': { keyBytes: 16, cipher: '3DES' },
  'PBE-SHA1-RC2-128': { keyBytes: 16, cipher: 'RC2' },
  'PBE-SHA1-RC2-40': { keyBytes: 5, cipher: 'RC2' },
};
const PBKDF1_HASHES: Record<string, 'md5' | 'sha1'> = { 'PBE-MD5-DES': 'md5', 'PBE-SHA1-DES': 'sha1' };

function openPbes1(encryption: Pbes1, ciphertext: Uint8Array, secret: Secret): Result<Bytes> {
  const { name, iterations } = encryption;
  const scheme = PKCS12_SCHEMES[name];
  const hash = PBKDF1_HASHES[name];
  if (!scheme && !hash) return failure('unsupported_encryption', name);
  if (iterations > MAX_SCRIPT_ITERATIONS)
    return failure('kdf_too_expensive', `${name} with ${iterations} iterations`);
  if (scheme) {
    for (const wide of bmpForms(secret.wide)) {
      const opened = openPkcs12Scheme(encryption, scheme, ciphertext, wide);
      if (opened) return success(opened);
    }
    return failure('wrong_password');
  }
  let digest = latin1(secret.bytes) + latin1(encryption.salt);
  for (let i = 0; i < iterations; i++) {
    digest = forge.md[hash!].create().update(digest, 'raw').digest().getBytes();
  }
  const opened = decrypt('DES-CBC', digest.slice(0, 8), digest.slice(8, 16), latin1(ciphertext));
  return opened ? success(opened) : failure('wrong_password');
}

function openPkcs12Scheme(
  { salt, iterations }: Pbes1,
  { keyBytes, cipher }: { keyBytes: number; cipher: '3DES' | 'RC2' },
  ciphertext: Uint8Array,
  bmp: Bytes,
): Bytes | undefined {
  const derive = (purpose: number, length: number) =>
    latin1(derivePkcs12Key('SHA-1', purpose, bmp, salt, iterations, length));
  const key = derive(KEY, keyBytes);
  const iv = derive(INITIAL_VECTOR, 8);
  // With two keys, the first one is used again as the third.
  if (cipher === '3DES') {
    return decrypt('3DES-CBC', keyBytes === 16 ? key + key.slice(0, 8) : key, iv, latin1(ciphertext));
  }
  if (ciphertext.length === 0 || ciphertext.length % 8 !== 0) return undefined;
  const decipher = forge.rc2.createDecryptionCipher(key, keyBytes * 8) as Rc2;
  decipher.start(iv);
  decipher.update(forge.util.createBuffer(latin1(ciphertext)));
  return decipher.finish() ? latin1Bytes(decipher.output.getBytes()) : undefined;
}

/** node-forge's RC2 takes the initialisation vector directly, unlike its other ciphers. */
type Rc2 = Omit<Forge.cipher.BlockCipher, 'start'> & { start: (iv: string) => void };

/**
 * Decrypts CBC and removes the padding (RFC 8018, 6.1.1); undefined where the padding is wrong, as after a wrong
 * password.
 */
function decrypt(
  name: Forge.cipher.Algorithm,
  key: string,
  iv: string,
  ciphertext: string,
): Bytes | undefined {
  const block = name === 'AES-CBC' ? 16 : 8;
  if (ciphertext.length === 0 || ciphertext.length % block !== 0) return undefined;
  const decipher = forge.cipher.createDecipher(name, forge.util.createBuffer(key));
  decipher.start({ iv });
  decipher.update(forge.util.createBuffer(ciphertext));
  if (!decipher.finish()) return undefined;
  return latin1Bytes(decipher.output.getBytes());
}
