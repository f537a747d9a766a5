/**
 * Reads private keys: PKCS#1 (RFC 8017, A.1.2), PKCS#8 (RFC 5208 and 5958) and encrypted PKCS#8 (RFC 8018, PBES2). SEC1
 * (RFC 5915) and DSA are read only to be named in messages. No error contains key material or a password.
 */
import { AlgorithmIdentifier } from 'pkijs';
import {
  Asn1Error,
  bitLength,
  type Block,
  type Bytes,
  childrenOf,
  encode,
  expectTag,
  fieldsOf,
  integer,
  isContext,
  contentsAt,
  isTag,
  magnitudeOf,
  nullValue,
  octetsOf,
  octetString,
  oid,
  parseDer,
  reading,
  sequence,
  smallInteger,
  structure,
  tags,
  unsignedInteger,
  notReadHere,
} from '../asn1/asn1.ts';
import { readEncryption, type Encryption } from './encryption.ts';
import type { PrivateKeyFacts } from '../certificate/facts.ts';
import { openEncrypted, refusal } from './open-encrypted.ts';
import { secretsOf, type Secret } from './password.ts';
import { procTypeCipher, type PemBlock } from '../pem/pem.ts';
import {
  algorithmName,
  curveBits,
  DSA,
  EC_PUBLIC_KEY,
  hasPrime,
  isRsaFamily,
  RSA_ENCRYPTION,
  rsaSpki,
  sizeOf,
} from './public-key.ts';
import { failure, success, type Result } from '../result.ts';
import { completedNumbers, crtNumbers, plainInconsistency } from './rsa-complete.ts';
import { fromBigInt, isIncomplete, rsaInconsistency, type RsaNumbers } from './rsa-numbers.ts';

interface InspectOptions {
  /** Opens encryptions that WebCrypto cannot, with a library that is loaded only then (legacy-keys.ts). */
  legacy?: boolean;
}

/**
 * Reads a private key and, if it is encrypted, opens it with the password, in whichever writing fits (password.ts); for
 * an unencrypted key the password is ignored. The contents decide what it is, not the label. Keys other than RSA are read too, without `pkcs8` and
 * `spki`.
 *
 * Answers `not_a_private_key`, `pem_incomplete`, `private_key_inconsistent`, `private_key_encrypted` (a password is
 * needed), `wrong_password`, `legacy_encryption` (Proc-Type), `unsupported_encryption` (`detail` names it) or
 * `kdf_too_expensive` (`detail` says how many rounds).
 */
export async function inspectPrivateKey(
  block: PemBlock,
  password?: string,
  options: InspectOptions = {},
): Promise<Result<PrivateKeyFacts>> {
  if (block.problem) return failure(block.problem, `“${block.label}”`);
  const cipher = procTypeCipher(block);
  if (cipher !== undefined) {
    if (!options.legacy) return failure('legacy_encryption', cipher);
    if (password === undefined) return failure('private_key_encrypted');
    const { openProcType } = await import('./legacy-keys.ts');
    return firstFitting(password, 'legacy encrypted PEM', (secret) => openProcType(block, secret));
  }
  const encrypted = readEncrypted(block.bytes);
  if (!encrypted) return readDecrypted(block.bytes);
  if (!encrypted.ok) return encrypted;
  const { encryption, ciphertext } = encrypted.value;
  if (password === undefined) {
    const refused = options.legacy ? undefined : refusal(encryption);
    return refused ?? failure('private_key_encrypted');
  }
  if (ciphertext.length === 0) return failure('not_a_private_key', 'an encrypted key without contents');
  return firstFitting(password, 'encrypted PKCS#8', async (secret) => {
    const opened = await openEncrypted(encryption, ciphertext, secret, { legacy: options.legacy ?? false });
    return opened.ok ? success({ bytes: opened.value, encryption: encryption.words }) : opened;
  });
}

/**
 * The same with what stands in a password field: an empty field may mean no password, or the empty one, with which some
 * programs encrypt.
 */
export async function openPrivateKey(
  block: PemBlock,
  password: string,
  options: InspectOptions = {},
): Promise<Result<PrivateKeyFacts>> {
  const key = await inspectPrivateKey(block, password, options);
  const isUnanswered = password === '' && !key.ok && key.error.code === 'wrong_password';
  return isUnanswered ? failure('private_key_encrypted') : key;
}

/**
 * The key, opened with the first writing of the password that fits. In 1 of 256 cases a wrong one passes the padding
 * check and leaves bytes that are not a key. Only of a whole SEQUENCE is said what is wrong in it.
 */
async function firstFitting(
  password: string,
  format: PrivateKeyFacts['format'],
  open: (secret: Secret) => Result<Opened> | Promise<Result<Opened>>,
): Promise<Result<PrivateKeyFacts>> {
  for (const secret of secretsOf(password)) {
    const opened = await open(secret);
    if (!opened.ok && opened.error.code !== 'wrong_password') return opened;
    if (!opened.ok) continue;
    const facts = readDecrypted(opened.value.bytes);
    if (!facts.ok && facts.error.code !== 'not_a_private_key' && isWholeSequence(opened.value.bytes))
      return facts;
    if (!facts.ok) continue;
    const { encryption } = opened.value;
    const { writing } = secret;
    return success({ ...facts.value, format, encryption, ...(writing && { writing }) });
  }
  return failure('wrong_password');
}

interface Opened {
  bytes: Bytes;
  /** How it was encrypted. */
  encryption: string;
}

/** Begins as a SEQUENCE and ends with it, in BER too. */
function isWholeSequence(bytes: Bytes): boolean {
  if (bytes[0] !== 0x30 || bytes.length < 4) return false;
  if (bytes[1] === 0x80) return bytes.at(-1) === 0 && bytes.at(-2) === 0;
  const end = reading('not_a_private_key', () => contentsAt(bytes, 1, Infinity, { anyForm: true })[1]);
  return end.ok && end.value === bytes.length;
}

/** Reads an encrypted PKCS#8; undefined when the bytes are something else, such as an unencrypted key. */
function readEncrypted(bytes: Bytes): Result<{ encryption: Encryption; ciphertext: Bytes }> | undefined {
  const read = reading('not_a_private_key', () => {
    const [algorithm, data, more] = fieldsOf(parseDer(bytes));
    if (!isTag(algorithm, tags.SEQUENCE) || !isTag(data, tags.OCTET_STRING) || more) return undefined;
    const encryption = readEncryption(structure(AlgorithmIdentifier, algorithm));
    return encryption.ok ? success({ encryption: encryption.value, ciphertext: octetsOf(data) }) : encryption;
  });
  // Broken bytes answer undefined: the caller then reads them as an unencrypted key and reports the error.
  return read.ok ? read.value : read.error.code === 'not_der' ? read : undefined;
}

/** How a key is encrypted, or the name of an unsupported encryption; undefined where it is not encrypted. */
export function encryptionWords(bytes: Bytes): string | undefined {
  const read = readEncrypted(bytes);
  return read?.ok ? read.value.encryption.words : read?.error.detail;
}

/** Whether the encryption of the key can only be opened with the option `legacy`. */
export function needsLegacy(block: PemBlock): boolean {
  const encrypted = readEncrypted(block.bytes);
  return encrypted?.ok === true && refusal(encrypted.value.encryption) !== undefined;
}

/** Reads an unencrypted key. The contents decide what it is, because labels are often wrong. */
const readDecrypted = (bytes: Bytes): Result<PrivateKeyFacts> => {
  const read = reading('not_a_private_key', () => readKey(parseDer(bytes, { padded: true })));
  return read.ok ? read.value : read;
};

function readKey(block: Block): Result<PrivateKeyFacts> {
  const fields = fieldsOf(block);
  const [version, second] = fields;
  expectTag(version, 'INTEGER');
  if (isTag(second, tags.SEQUENCE)) return readPkcs8(fields);
  if (isTag(second, tags.OCTET_STRING)) return success(readSec1(block));
  return fields.length === 6 ? success(readDsa(fields)) : readPkcs1(fields);
}

/**
 * PrivateKeyInfo, and OneAsymmetricKey with its public key. pkijs's class is not used: it does not read the public key,
 * and it does not detect a broken key inside.
 */
function readPkcs8([version, algorithmField, key, ...more]: Block[]): Result<PrivateKeyFacts> {
  if (smallInteger(version) > 1) throw notReadHere('an unknown version of PKCS#8');
  if (!more.every((field) => isContext(field, 0) || isContext(field, 1))) {
    throw new Asn1Error('more members than a PKCS#8 private key has');
  }
  const { algorithmId, algorithmParams } = structure(AlgorithmIdentifier, algorithmField);
  const inner = octetsOf(key);
  if (isRsaFamily(algorithmId)) {
    const rsa = readPkcs1(fieldsOf(parseDer(inner, { padded: true })));
    return rsa.ok ? success({ ...rsa.value, format: 'PKCS#8', algorithm: algorithmName(algorithmId) }) : rsa;
  }
  const parameters = algorithmParams as Block | undefined;
  let bits = sizeOf(algorithmId, parameters);
  if (algorithmId === EC_PUBLIC_KEY) {
    bits = curveInside(parseDer(inner)) ?? bits;
    if (bits === undefined) throw notReadHere('an elliptic curve key without a known curve');
  } else if (hasPrime(algorithmId)) {
    expectTag(parseDer(inner), 'INTEGER');
    if (bits === undefined) throw new Asn1Error('a key without its parameters');
    if (algorithmId !== DSA && bits < MIN_DH_BITS) throw notReadHere(`a Diffie-Hellman key of ${bits} bits`);
  }
  return success(otherKey('PKCS#8', algorithmName(algorithmId), bits));
}

/** Smallest Diffie-Hellman prime that OpenSSL loads in a private key, in bits (DH_MIN_MODULUS_BITS). */
const MIN_DH_BITS = 512;

/** Largest modulus that is read, in bits: OpenSSL's own limit for using a key (OPENSSL_RSA_MAX_MODULUS_BITS). */
const MAX_RSA_BITS = 16_384;

/**
 * RSAPrivateKey. More than two primes are accepted (RFC 8017, A.1.2), although browsers cannot use such a key. pkijs's
 * class is not used: it expects the numbers of a 2048-bit key.
 */
function readPkcs1(fields: Block[]): Result<PrivateKeyFacts> {
  if (fields.length < 9 || fields.length > 10) throw new Asn1Error('no RSA private key');
  const [n, e, d, p, q, dp, dq, qi] = fields.slice(1, 9).map(magnitudeOf) as [
    Bytes,
    Bytes,
    Bytes,
    Bytes,
    Bytes,
    Bytes,
    Bytes,
    Bytes,
  ];
  const primes = fields[9];
  const morePrimes = primes ? fieldsOf(primes).map((info) => magnitudeOf(fieldsOf(info)[0])) : [];
  if (bitLength(n) > MAX_RSA_BITS) throw notReadHere('an RSA key of more than 16,384 bits');
  const numbers = { n, e, d, p, q, dp, dq, qi, morePrimes };
  if (isIncomplete(numbers)) return readIncomplete(numbers);
  const inconsistency = rsaInconsistency(numbers);
  if (inconsistency) {
    const error = {
      code: 'private_key_inconsistent',
      detail: inconsistency,
      publicKey: rsaSpki(n, e),
    } as const;
    return { ok: false, error };
  }
  const key = rsaFacts([n, e, d, p, q, dp, dq, qi], primes);
  return success(primes ? { ...key, unusual: 'more than two primes' } : key);
}

/** Computes what the key leaves out. Where its primes are not found, it is used without them (rsa.ts). */
function readIncomplete({ n, e, d, p, q }: RsaNumbers): Result<PrivateKeyFacts> {
  if (bitLength(n) < 16 || bitLength(d) === 0) throw new Asn1Error('an RSA key without its numbers');
  const completed = completedNumbers({ n, e, d });
  if (completed) {
    const { dp, dq, qi } = crtNumbers(completed, d);
    const computed = [completed.p, completed.q, dp, dq, qi].map((number) => fromBigInt(number));
    return success({
      ...rsaFacts([n, fromBigInt(completed.e), d, ...computed]),
      unusual: 'without its CRT numbers',
    });
  }
  if (bitLength(e) === 0) return failure('public_exponent_missing');
  const inconsistency = plainInconsistency({ n, e, d, p, q });
  if (inconsistency) return failure('private_key_inconsistent', inconsistency);
  const zero = Uint8Array.of(0);
  return success({ ...rsaFacts([n, e, d, zero, zero, zero, zero, zero]), unusual: 'without its primes' });
}

function rsaFacts(numbers: Bytes[], morePrimes?: Block): PrivateKeyFacts {
  const [n, e] = numbers as [Bytes, Bytes];
  const pkcs1 = sequence(
    integer(morePrimes ? 1 : 0),
    ...numbers.map(unsignedInteger),
    ...(morePrimes ? [morePrimes] : []),
  );
  return {
    format: 'PKCS#1',
    encryption: undefined,
    algorithm: 'RSA',
    bits: bitLength(n),
    pkcs8: pkcs8Of(pkcs1),
    spki: rsaSpki(n, e),
  };
}

/** PrivateKeyInfo (RFC 5208, 5) around an RSAPrivateKey: what `openssl pkcs8 -topk8 -nocrypt` writes. */
const pkcs8Of = (pkcs1: Block): Bytes =>
  encode(sequence(integer(0), sequence(oid(RSA_ENCRYPTION), nullValue()), octetString(encode(pkcs1))));

/** ECPrivateKey. It must contain its curve. */
function readSec1(block: Block): PrivateKeyFacts {
  const bits = curveInside(block);
  if (bits === undefined) throw notReadHere('an elliptic curve key without a known curve');
  return otherKey('SEC1', 'id-ecPublicKey', bits);
}

/** The curve in an ECPrivateKey, as the number of bits of its order; undefined where it is missing or unknown. */
function curveInside(block: Block): number | undefined {
  const [version, secret, ...more] = fieldsOf(block);
  if (smallInteger(version) !== 1) throw notReadHere('an unknown version of an elliptic curve key');
  octetsOf(secret);
  let bits: number | undefined;
  for (const field of more) {
    const [value] = childrenOf(field);
    if (isContext(field, 0) && value) bits = curveBits(value);
    else if (isContext(field, 1)) expectTag(value, 'BIT_STRING');
    else throw new Asn1Error('more than an elliptic curve key holds');
  }
  return bits;
}

/** OpenSSL's own form of a DSA key: version, p, q, g, public and private number. */
function readDsa(numbers: Block[]): PrivateKeyFacts {
  const [, prime] = numbers.map(magnitudeOf);
  return otherKey('DSA', 'dsaEncryption', bitLength(prime!));
}

const otherKey = (
  format: PrivateKeyFacts['format'],
  algorithm: string,
  bits: number | undefined,
): PrivateKeyFacts => ({
  format,
  encryption: undefined,
  algorithm,
  bits,
  pkcs8: undefined,
  spki: undefined,
});
