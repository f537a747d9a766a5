/** How a PKCS#8 private key is encrypted (RFC 8018, A; RFC 7292, B; RFC 7914, 7): read, not yet opened. */
import {
  childrenOf,
  DerError,
  expect,
  expectConstructed,
  expectOid,
  INTEGER,
  OCTET_STRING,
  readElement,
  SEQUENCE,
  smallInteger,
  type Bytes,
  type Element,
} from './der.ts';
import { oidOf } from './oids.ts';
import { readAlgorithm } from './public-key.ts';
import { failure, success, type Result } from './result.ts';

export type Encryption = Pbes2 | Pbes1;

/** Password-based encryption scheme 2: a key derivation and a cipher. */
export interface Pbes2 {
  scheme: 'PBES2';
  kdf: Pbkdf2 | Scrypt;
  cipher: string;
  iv: Bytes;
  /** "PBES2, PBKDF2 with SHA-256, AES-256-CBC" */
  words: string;
}

/** `iterations` reads Infinity beyond 48 bits, so that it is always above any bound. */
export interface Pbkdf2 {
  name: 'PBKDF2';
  hash: string;
  salt: Bytes;
  iterations: number;
}

export interface Scrypt {
  name: 'scrypt';
  salt: Bytes;
  n: number;
  r: number;
  p: number;
}

/** The older schemes, by OpenSSL's short name, each with its own derivation and cipher. */
export interface Pbes1 {
  scheme: 'PBES1';
  name: string;
  salt: Bytes;
  iterations: number;
  words: string;
}

/** Most PBKDF2 iterations that are run: under 2 seconds, and WebCrypto cannot be stopped once it began. */
export const MAX_PBKDF2_ITERATIONS = 5_000_000;

export const WEBCRYPTO_CIPHERS = new Set(['AES-128-CBC', 'AES-256-CBC']);
export const WEBCRYPTO_PRFS = new Set(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']);

const PRFS: Record<string, string> = {
  '1.2.840.113549.2.7': 'SHA-1',
  '1.2.840.113549.2.8': 'SHA-224',
  '1.2.840.113549.2.9': 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
  '1.2.840.113549.2.12': 'SHA-512/224',
  '1.2.840.113549.2.13': 'SHA-512/256',
};

const CIPHERS: Record<string, { name: string; ivBytes: number }> = {
  '2.16.840.1.101.3.4.1.2': { name: 'AES-128-CBC', ivBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'AES-192-CBC', ivBytes: 16 },
  '2.16.840.1.101.3.4.1.42': { name: 'AES-256-CBC', ivBytes: 16 },
  '1.2.840.113549.3.7': { name: 'DES-EDE3-CBC', ivBytes: 8 },
  '1.3.14.3.2.7': { name: 'DES-CBC', ivBytes: 8 },
};

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const SCRYPT = '1.3.6.1.4.1.11591.4.11';

/**
 * The AlgorithmIdentifier of an encrypted key. Answers `unsupported_encryption` and the name of the part that is
 * unknown, or `not_a_private_key` where the parameters are broken.
 */
export function readEncryption(bytes: Bytes, element: Element): Result<Encryption> {
  try {
    const { oid, parameters } = readAlgorithm(bytes, element.start, element.next);
    if (oid.dotted === PBES2) return readPbes2(bytes, parameters);
    if (!oid.shortName.startsWith('PBE-')) return failure('unsupported_encryption', oid.longName);
    const [salt, count] = parameters ? childrenOf(bytes, parameters) : [];
    if (salt?.id !== OCTET_STRING || count?.id !== INTEGER) throw new DerError('PBE parameters are broken');
    const iterations = smallInteger(bytes, count);
    if (iterations < 1) throw new DerError('no iterations');
    return success({
      scheme: 'PBES1',
      name: oid.shortName,
      salt: bytes.slice(salt.body, salt.end),
      iterations,
      words: oid.longName,
    });
  } catch (error) {
    if (error instanceof DerError) return failure('not_a_private_key', error.message);
    throw error;
  }
}

function readPbes2(bytes: Bytes, parameters: Element | undefined): Result<Encryption> {
  if (!parameters) throw new DerError('PBES2 without parameters');
  const outer = expectConstructed(bytes, parameters.start, parameters.next);
  const derivation = readAlgorithm(bytes, outer.body, outer.end);
  const scheme = readAlgorithm(bytes, derivation.next, outer.end);
  const cipher = CIPHERS[scheme.oid.dotted];
  if (!cipher) return failure('unsupported_encryption', scheme.oid.longName);
  if (scheme.parameters?.id !== OCTET_STRING) throw new DerError('a cipher without its initial vector');
  const iv = bytes.slice(scheme.parameters.body, scheme.parameters.end);
  if (iv.length !== cipher.ivBytes) throw new DerError('an initial vector of a wrong length');
  if (!derivation.parameters) throw new DerError('a key derivation without parameters');
  if (derivation.oid.dotted === SCRYPT) {
    const kdf = readScrypt(bytes, derivation.parameters);
    return success({ scheme: 'PBES2', kdf, cipher: cipher.name, iv, words: `PBES2, scrypt, ${cipher.name}` });
  }
  if (derivation.oid.dotted !== PBKDF2) return failure('unsupported_encryption', derivation.oid.longName);
  const kdf = readPbkdf2(bytes, derivation.parameters);
  if (!kdf.ok) return kdf;
  const words = `PBES2, PBKDF2 with ${kdf.value.hash}, ${cipher.name}`;
  return success({ scheme: 'PBES2', kdf: kdf.value, cipher: cipher.name, iv, words });
}

/** PBKDF2-params (RFC 8018, A.2); HMAC with SHA-1 where none is named. */
function readPbkdf2(bytes: Bytes, parameters: Element): Result<Pbkdf2> {
  const fields = expectConstructed(bytes, parameters.start, parameters.next);
  const salt = expect(bytes, fields.body, fields.end, OCTET_STRING);
  const count = expect(bytes, salt.next, fields.end, INTEGER);
  const iterations = smallInteger(bytes, count);
  if (iterations < 1) throw new DerError('no iterations');
  let hash: string | undefined = 'SHA-1';
  for (let pos = count.next; pos < fields.end;) {
    const field = readElement(bytes, pos, fields.end);
    if (field.id === SEQUENCE) {
      const type = oidOf(bytes, expectOid(bytes, field.body, field.end));
      hash = PRFS[type.dotted];
      if (!hash) return failure('unsupported_encryption', `PBKDF2 with ${type.longName}`);
    } else if (field.id !== INTEGER) {
      throw new DerError(`more than expected at offset ${pos}`);
    }
    pos = field.next;
  }
  return success({ name: 'PBKDF2', hash, salt: bytes.slice(salt.body, salt.end), iterations });
}

/** scrypt-params (RFC 7914, 7.1). */
function readScrypt(bytes: Bytes, parameters: Element): Scrypt {
  const [salt, ...costs] = childrenOf(bytes, expectConstructed(bytes, parameters.start, parameters.next));
  if (salt?.id !== OCTET_STRING) throw new DerError('scrypt without a salt');
  const [n, r, p] = costs.map((cost) => {
    if (cost.id !== INTEGER) throw new DerError('a broken cost of scrypt');
    return smallInteger(bytes, cost);
  });
  if (!n || !r || !p) throw new DerError('scrypt without its costs');
  return { name: 'scrypt', salt: bytes.slice(salt.body, salt.end), n, r, p };
}
