/** Reads how a PKCS#8 private key is encrypted (RFC 8018, A; RFC 7292, B; RFC 7914, 7), without opening it. */
import type { AlgorithmIdentifier } from 'pkijs';
import { PBES2Params, PBKDF2Params } from 'pkijs';
import {
  Asn1Error,
  type Block,
  type Bytes,
  fieldsOf,
  octetsOf,
  smallInteger,
  structure,
} from '../asn1/asn1.ts';
import { namesOf } from '../asn1/object-names.ts';
import { hmacNames, type HashName } from './hashes.ts';
import { failure, success, type Result } from '../result.ts';

export type Encryption = Pbes2 | Pbes1 | SunKeyProtection;

/** Password-based encryption scheme 2: a key derivation and a cipher. */
export interface Pbes2 {
  scheme: 'PBES2';
  kdf: Pbkdf2 | Scrypt;
  cipher: string;
  iv: Bytes;
  /** "PBES2, PBKDF2 with SHA-256, AES-256-CBC" */
  words: string;
}

/** `iterations` reads as Infinity beyond 48 bits, so that it exceeds every limit. */
export interface Pbkdf2 {
  name: 'PBKDF2';
  hash: HashName;
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

/** The older schemes, by OpenSSL's short name. Each has its own key derivation and cipher. */
export interface Pbes1 {
  scheme: 'PBES1';
  name: string;
  salt: Bytes;
  iterations: number;
  words: string;
}

/** The protection of private keys in Java keystores of the type JKS (sun-key-protection.ts). It has no parameters. */
interface SunKeyProtection {
  scheme: 'Sun key protection';
  words: string;
}

/**
 * The most PBKDF2 iterations that are run. They take under 2 seconds, and WebCrypto cannot be stopped once it has
 * started.
 */
export const MAX_PBKDF2_ITERATIONS = 5_000_000;

/** The most rounds of a derivation that runs in JavaScript: some seconds. GnuTLS writes 600,000 everywhere. */
export const MAX_SCRIPT_ITERATIONS = 1_000_000;

export const WEBCRYPTO_CIPHERS = new Set(['AES-128-CBC', 'AES-256-CBC']);
export const WEBCRYPTO_PRFS = new Set(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']);

const CIPHERS: Record<string, { name: string; ivBytes: number }> = {
  '2.16.840.1.101.3.4.1.2': { name: 'AES-128-CBC', ivBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'AES-192-CBC', ivBytes: 16 },
  '2.16.840.1.101.3.4.1.42': { name: 'AES-256-CBC', ivBytes: 16 },
  '1.2.840.113549.3.7': { name: 'DES-EDE3-CBC', ivBytes: 8 },
  '1.3.14.3.2.7': { name: 'DES-CBC', ivBytes: 8 },
};

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const SUN_KEY_PROTECTION = '1.3.6.1.4.1.42.2.17.1.1';
const SCRYPT = '1.3.6.1.4.1.11591.4.11';

/** The parameters of an algorithm, which pkijs types as `any`. */
const parametersOf = (algorithm: AlgorithmIdentifier): Block => {
  const parameters = algorithm.algorithmParams as Block | undefined;
  if (!parameters) throw new Asn1Error('an algorithm without its parameters');
  return parameters;
};

/**
 * Reads the AlgorithmIdentifier of an encrypted key. Answers `unsupported_encryption` with the name of the part that is
 * not supported. Throws `Asn1Error` where the parameters are broken.
 */
export function readEncryption(algorithm: AlgorithmIdentifier): Result<Encryption> {
  const { shortName, longName } = namesOf(algorithm.algorithmId);
  if (algorithm.algorithmId === PBES2) return readPbes2(structure(PBES2Params, parametersOf(algorithm)));
  if (algorithm.algorithmId === SUN_KEY_PROTECTION)
    return success({ scheme: 'Sun key protection', words: 'Java’s own key protection, SHA-1' });
  if (!shortName.startsWith('PBE-')) return failure('unsupported_encryption', longName);
  const [salt, count] = fieldsOf(parametersOf(algorithm));
  return success({
    scheme: 'PBES1',
    name: shortName,
    salt: octetsOf(salt),
    iterations: rounds(count),
    words: longName,
  });
}

function readPbes2({ keyDerivationFunc, encryptionScheme }: PBES2Params): Result<Encryption> {
  const cipher = CIPHERS[encryptionScheme.algorithmId];
  if (!cipher) return failure('unsupported_encryption', namesOf(encryptionScheme.algorithmId).longName);
  const iv = octetsOf(parametersOf(encryptionScheme));
  if (iv.length !== cipher.ivBytes) throw new Asn1Error('an initial vector of a wrong length');
  const kdf = readDerivation(keyDerivationFunc);
  if (!kdf.ok) return kdf;
  const derivation = kdf.value.name === 'scrypt' ? 'scrypt' : `PBKDF2 with ${kdf.value.hash}`;
  const words = `PBES2, ${derivation}, ${cipher.name}`;
  return success({ scheme: 'PBES2', kdf: kdf.value, cipher: cipher.name, iv, words });
}

export function readDerivation(algorithm: AlgorithmIdentifier): Result<Pbkdf2 | Scrypt> {
  const { algorithmId } = algorithm;
  if (algorithmId === SCRYPT) return success(readScrypt(parametersOf(algorithm)));
  if (algorithmId !== PBKDF2) return failure('unsupported_encryption', namesOf(algorithmId).longName);
  // pkijs keeps only 32 bits of the iteration count, so it is read from the block itself.
  const [salt, count] = fieldsOf(parametersOf(algorithm));
  const { prf } = structure(PBKDF2Params, parametersOf(algorithm));
  // The default is HMAC with SHA-1 (RFC 8018, A.2).
  const hash = prf ? hmacNames[prf.algorithmId] : 'SHA-1';
  if (!hash) return failure('unsupported_encryption', `PBKDF2 with ${namesOf(prf!.algorithmId).longName}`);
  return success({ name: 'PBKDF2', hash, salt: octetsOf(salt), iterations: rounds(count) });
}

/** scrypt-params (RFC 7914, 7.1), for which pkijs has no class. */
function readScrypt(parameters: Block): Scrypt {
  const [salt, ...costs] = fieldsOf(parameters);
  const [n, r, p] = costs.map(smallInteger);
  if (!n || !r || !p) throw new Asn1Error('scrypt without its costs');
  return { name: 'scrypt', salt: octetsOf(salt), n, r, p };
}

function rounds(count: Block | undefined): number {
  const iterations = smallInteger(count);
  if (iterations < 1) throw new Asn1Error('no iterations');
  return iterations;
}
