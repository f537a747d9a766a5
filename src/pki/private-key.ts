/**
 * Private keys: PKCS#1 (RFC 8017, A.1.2), PKCS#8 (RFC 5208 and 5958), encrypted PKCS#8 (RFC 8018, PBES2), and, to be
 * named, SEC1 (RFC 5915) and DSA. Nothing here puts key material, or a password, into an error.
 */
import {
  BIT_STRING,
  childrenOf,
  CONTEXT,
  contentsOf,
  DerError,
  expect,
  expectConstructed,
  expectOid,
  INTEGER,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  readElement,
  reading,
  SEQUENCE,
  smallInteger,
  type Bytes,
  type Element,
} from './der.ts';
import { nullValue, octetString, oid, sequence, unsignedInteger } from './der-write.ts';
import {
  MAX_PBKDF2_ITERATIONS,
  readEncryption,
  WEBCRYPTO_CIPHERS,
  WEBCRYPTO_PRFS,
  type Encryption,
} from './encryption.ts';
import type { PrivateKeyFacts } from './facts.ts';
import type { PemBlock } from './pem.ts';
import {
  algorithmName,
  bitLength,
  curveBits,
  DH,
  DHX,
  DSA,
  EC_PUBLIC_KEY,
  expectNumber,
  FIXED_BITS,
  isRsaFamily,
  primeBits,
  readAlgorithm,
  RSA_ENCRYPTION,
  rsaSpki,
} from './public-key.ts';
import { failure, success, type Result } from './result.ts';
import { rsaInconsistency, type RsaNumbers } from './rsa-numbers.ts';

export interface InspectOptions {
  /** Opens what WebCrypto cannot, through a library that is loaded only then (legacy-keys.ts). */
  legacy?: boolean;
}

/**
 * Reads a private key, opening it with the password (UTF-8) when it is encrypted; a password for a key that is not
 * is ignored. What it holds decides, not its label. Keys other than RSA are read too, without `pkcs8` and `spki`.
 *
 * Answers `not_a_private_key`, `pem_incomplete`, `private_key_inconsistent`, `private_key_encrypted` (a password is
 * needed), `wrong_password`, `legacy_encryption` (Proc-Type), `unsupported_encryption` (`detail` names it),
 * `kdf_too_expensive` (`detail` says how many rounds).
 */
export async function inspectPrivateKey(
  block: PemBlock,
  password?: string,
  options: InspectOptions = {},
): Promise<Result<PrivateKeyFacts>> {
  if (block.problem) return failure(block.problem);
  const procType = block.headers['Proc-Type'];
  if (procType !== undefined && /^4\s*,\s*ENCRYPTED$/.test(procType)) {
    if (!options.legacy) return failure('legacy_encryption', block.headers['DEK-Info']?.split(',')[0]);
    if (password === undefined) return failure('private_key_encrypted');
    const legacy = await import('./legacy-keys.ts');
    const opened = legacy.openProcType(block, password);
    if (!opened.ok) return opened;
    const facts = readDecrypted(opened.value.bytes, block.label);
    if (!facts.ok) return afterDecryption(facts);
    return success({ ...facts.value, format: 'legacy encrypted PEM', encryption: opened.value.encryption });
  }
  const encrypted = readEncrypted(block.bytes);
  if (!encrypted) return readDecrypted(block.bytes, block.label);
  if (!encrypted.ok) return encrypted;
  const { encryption, ciphertext } = encrypted.value;
  if (password === undefined) {
    const refused = options.legacy ? undefined : refusal(encryption);
    return refused ?? failure('private_key_encrypted');
  }
  if (encryption.scheme === 'PBES2' && encryption.kdf.name === 'PBKDF2') {
    const { iterations } = encryption.kdf;
    if (iterations > MAX_PBKDF2_ITERATIONS)
      return failure('kdf_too_expensive', `PBKDF2 with ${iterations} iterations`);
  }
  const opened = await open(encryption, ciphertext, password, options);
  if (!opened.ok) return opened;
  const facts = readPkcs8(opened.value);
  if (!facts.ok) return afterDecryption(facts);
  return success({ ...facts.value, format: 'encrypted PKCS#8', encryption: encryption.words });
}

/** A wrong password that got past the padding (1 in 256) leaves bytes that are no key. */
const afterDecryption = (result: Result<PrivateKeyFacts>): Result<PrivateKeyFacts> =>
  !result.ok && result.error.code === 'not_a_private_key' ? failure('wrong_password') : result;

/** The encrypted PKCS#8 around a key; undefined when the bytes are none (they may be a key in the clear). */
function readEncrypted(bytes: Bytes): Result<{ encryption: Encryption; ciphertext: Uint8Array }> | undefined {
  const outer = reading('not_a_private_key', () => {
    const info = expectConstructed(bytes, 0, bytes.length);
    const algorithm = readElement(bytes, info.body, info.end);
    if (algorithm.id !== SEQUENCE) return undefined;
    const data = expect(bytes, algorithm.next, info.end, OCTET_STRING);
    if (data.next !== info.end) throw new DerError(`more than expected at offset ${data.next}`);
    const { bytes: text, start, end } = contentsOf(bytes, data);
    return { algorithm, ciphertext: text.slice(start, end) };
  });
  if (!outer.ok || outer.value === undefined) return undefined;
  const { algorithm, ciphertext } = outer.value;
  const encryption = readEncryption(bytes, algorithm);
  return encryption.ok ? success({ encryption: encryption.value, ciphertext }) : encryption;
}

/** Why WebCrypto cannot open this; undefined where it can. */
function refusal(encryption: Encryption): Result<never> | undefined {
  if (encryption.scheme === 'PBES1') return failure('unsupported_encryption', encryption.name);
  if (encryption.kdf.name !== 'PBKDF2') return failure('unsupported_encryption', encryption.kdf.name);
  if (!WEBCRYPTO_CIPHERS.has(encryption.cipher)) return failure('unsupported_encryption', encryption.cipher);
  if (!WEBCRYPTO_PRFS.has(encryption.kdf.hash)) {
    return failure('unsupported_encryption', `PBKDF2 with ${encryption.kdf.hash}`);
  }
  return undefined;
}

async function open(
  encryption: Encryption,
  ciphertext: Uint8Array,
  password: string,
  options: InspectOptions,
): Promise<Result<Bytes>> {
  const refused = refusal(encryption);
  if (refused) {
    if (!options.legacy) return refused;
    const legacy = await import('./legacy-keys.ts');
    return legacy.openPkcs8(encryption, ciphertext, password);
  }
  if (encryption.scheme !== 'PBES2' || encryption.kdf.name !== 'PBKDF2')
    return failure('unsupported_encryption');
  if (ciphertext.length === 0 || ciphertext.length % 16 !== 0) return failure('not_a_private_key');
  try {
    const { kdf } = encryption;
    const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, [
      'deriveKey',
    ]);
    const length = encryption.cipher === 'AES-128-CBC' ? 128 : 256;
    const key = await crypto.subtle.deriveKey(
      { name: 'PBKDF2', hash: kdf.hash, salt: kdf.salt, iterations: kdf.iterations },
      secret,
      { name: 'AES-CBC', length },
      false,
      ['decrypt'],
    );
    const data = new Uint8Array(ciphertext);
    return success(
      new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: encryption.iv }, key, data)),
    );
  } catch {
    return failure('wrong_password');
  }
}

type Reader = (bytes: Bytes) => Result<PrivateKeyFacts>;

/** The forms a key in the clear may have, the one that its label names first: labels are often wrong. */
function readDecrypted(bytes: Bytes, label: string): Result<PrivateKeyFacts> {
  const byLabel: Record<string, Reader> = {
    'RSA PRIVATE KEY': readPkcs1,
    'EC PRIVATE KEY': readSec1,
    'DSA PRIVATE KEY': readDsa,
  };
  const first = byLabel[label] ?? readPkcs8;
  let answer = first(bytes);
  for (const reader of [readPkcs8, readPkcs1, readSec1, readDsa]) {
    if (answer.ok || answer.error.code !== 'not_a_private_key') return answer;
    if (reader === first) continue;
    const other = reader(bytes);
    if (other.ok || other.error.code !== 'not_a_private_key') answer = other;
  }
  return answer;
}

/** PrivateKeyInfo, and OneAsymmetricKey with its public key. */
function readPkcs8(bytes: Bytes): Result<PrivateKeyFacts> {
  const parts = reading('not_a_private_key', () => {
    const info = expectConstructed(bytes, 0, bytes.length);
    const version = expect(bytes, info.body, info.end, INTEGER);
    if (smallInteger(bytes, version) > 1) throw new DerError(`an unknown version at offset ${version.start}`);
    const algorithm = readAlgorithm(bytes, version.next, info.end);
    const key = expect(bytes, algorithm.next, info.end, OCTET_STRING);
    for (let pos = key.next; pos < info.end;) {
      const extra = readElement(bytes, pos, info.end);
      if (extra.id !== CONTEXT && extra.id !== CONTEXT + 1)
        throw new DerError(`more than expected at offset ${pos}`);
      pos = extra.next;
    }
    const { bytes: data, start, end } = contentsOf(bytes, key);
    return { algorithm, key: data.slice(start, end) };
  });
  if (!parts.ok) return parts;
  const { algorithm, key } = parts.value;
  const { dotted } = algorithm.oid;
  if (isRsaFamily(dotted)) {
    const rsa = readPkcs1(key);
    return rsa.ok
      ? success({ ...rsa.value, format: 'PKCS#8', algorithm: algorithmName(algorithm.oid) })
      : rsa;
  }
  return reading('not_a_private_key', () => {
    let bits = FIXED_BITS[dotted];
    if (dotted === EC_PUBLIC_KEY) {
      const inner = sec1Parts(key);
      bits = inner.bits ?? (algorithm.parameters && curveBits(bytes, algorithm.parameters));
      if (bits === undefined) throw new DerError('an elliptic curve key without a known curve');
    } else if (dotted === DSA || dotted === DH || dotted === DHX) {
      expect(key, 0, key.length, INTEGER);
      bits = algorithm.parameters && primeBits(bytes, algorithm.parameters);
      if (bits === undefined) throw new DerError('a key without its parameters');
      checkGroup(bytes, algorithm.parameters!, dotted);
    }
    return other('PKCS#8', algorithmName(algorithm.oid), bits);
  });
}

/** RSAPrivateKey. More than two primes are read (RFC 8017, A.1.2), though browsers cannot use such a key. */
function readPkcs1(bytes: Bytes): Result<PrivateKeyFacts> {
  const numbers = reading('not_a_private_key', () => {
    const key = expectConstructed(bytes, 0, bytes.length);
    const version = expectNumber(bytes, key.body, key.end);
    let pos = version.next;
    const next = (): Element => {
      const element = expectNumber(bytes, pos, key.end);
      pos = element.next;
      return element;
    };
    const [n, e, d, p, q, dp, dq, qi] = [
      next(),
      next(),
      next(),
      next(),
      next(),
      next(),
      next(),
      next(),
    ] as const;
    const more: Element[] = [];
    let primes: Uint8Array | undefined;
    if (pos < key.end) {
      const list = expectConstructed(bytes, pos, key.end);
      if (list.next !== key.end) throw new DerError(`more than expected at offset ${list.next}`);
      primes = bytes.subarray(list.start, list.next);
      for (const info of childrenOf(bytes, list)) more.push(expectNumber(bytes, info.body, info.end));
    }
    if (n.end - n.body > MAX_RSA_BYTES + 1) throw new DerError('an RSA key of more than 16,384 bits');
    return { n, e, d, p, q, dp, dq, qi, more, primes };
  });
  if (!numbers.ok) return numbers;
  const { n, e, d, p, q, dp, dq, qi, more, primes } = numbers.value;
  const magnitude = ({ body, end }: Element) => bytes.subarray(body, end);
  const rsa: RsaNumbers = {
    n: magnitude(n),
    e: magnitude(e),
    d: magnitude(d),
    p: magnitude(p),
    q: magnitude(q),
    dp: magnitude(dp),
    dq: magnitude(dq),
    qi: magnitude(qi),
    morePrimes: more.map(magnitude),
  };
  const inconsistency = rsaInconsistency(rsa);
  if (inconsistency) return failure('private_key_inconsistent', inconsistency);
  const parts = [rsa.n, rsa.e, rsa.d, rsa.p, rsa.q, rsa.dp, rsa.dq, rsa.qi].map(unsignedInteger);
  const pkcs1 = sequence(
    unsignedInteger(Uint8Array.of(primes ? 1 : 0)),
    ...parts,
    ...(primes ? [primes] : []),
  );
  return success({
    format: 'PKCS#1',
    encryption: undefined,
    algorithm: 'RSA',
    bits: bitLength(bytes, n),
    pkcs8: pkcs8Of(pkcs1),
    spki: rsaSpki(rsa.n, rsa.e),
  });
}

/** Largest modulus that is read: OpenSSL's own limit for using a key (OPENSSL_RSA_MAX_MODULUS_BITS). */
const MAX_RSA_BYTES = 2048;

/** PrivateKeyInfo (RFC 5208, 5) around an RSAPrivateKey: what `openssl pkcs8 -topk8 -nocrypt` writes. */
const pkcs8Of = (pkcs1: Bytes): Bytes =>
  sequence(unsignedInteger(Uint8Array.of(0)), sequence(oid(RSA_ENCRYPTION), nullValue()), octetString(pkcs1));

/** ECPrivateKey. The curve must be in it. */
function readSec1(bytes: Bytes): Result<PrivateKeyFacts> {
  return reading('not_a_private_key', () => {
    const { bits } = sec1Parts(bytes);
    if (bits === undefined) throw new DerError('an elliptic curve key without a known curve');
    return other('SEC1', 'id-ecPublicKey', bits);
  });
}

function sec1Parts(bytes: Bytes): { bits: number | undefined } {
  const key = expectConstructed(bytes, 0, bytes.length);
  const version = expect(bytes, key.body, key.end, INTEGER);
  if (smallInteger(bytes, version) !== 1) throw new DerError(`an unknown version at offset ${version.start}`);
  const secret = expect(bytes, version.next, key.end, OCTET_STRING);
  let bits: number | undefined;
  for (let pos = secret.next; pos < key.end;) {
    const field = readElement(bytes, pos, key.end);
    if (field.id === CONTEXT) {
      const parameters = readElement(bytes, field.body, field.end);
      if (parameters.id === OBJECT_IDENTIFIER) expectOid(bytes, parameters.start, parameters.next);
      bits = curveBits(bytes, parameters);
    } else if (field.id === CONTEXT + 1) {
      expect(bytes, field.body, field.end, BIT_STRING);
    } else {
      throw new DerError(`more than expected at offset ${pos}`);
    }
    pos = field.next;
  }
  return { bits };
}

/** OpenSSL's own form of a DSA key: version, p, q, g, public and private number. */
function readDsa(bytes: Bytes): Result<PrivateKeyFacts> {
  return reading('not_a_private_key', () => {
    const key = expectConstructed(bytes, 0, bytes.length);
    const numbers = childrenOf(bytes, key, 7);
    const prime = numbers[1];
    if (
      numbers.length !== 6 ||
      !prime ||
      numbers.some((number) => number.id !== INTEGER || number.constructed)
    ) {
      throw new DerError('no DSA private key');
    }
    return other('DSA', 'dsaEncryption', bitLength(bytes, prime));
  });
}

/** Smallest Diffie-Hellman prime that OpenSSL loads in a private key, in bits (DH_MIN_MODULUS_BITS). */
const MIN_DH_BITS = 512;

function checkGroup(bytes: Bytes, parameters: Element, dotted: string): void {
  if (dotted !== DSA && (primeBits(bytes, parameters) ?? 0) < MIN_DH_BITS) {
    throw new DerError('a Diffie-Hellman key that is too small');
  }
}

const other = (
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
