/**
 * Opens PKCS#12 files (RFC 7292) with their password: modern ones, and those of old OpenSSL and Windows versions (3DES
 * and RC2 with PKCS#12's own key derivation, by node-forge). Loaded only when such a file is opened.
 */
import type * as Forge from 'node-forge';
import {
  CERT_BAG,
  FRIENDLY_NAME,
  KEY_BAG,
  LOCAL_KEY_ID,
  SAFE_CONTENTS_BAG,
  SHROUDED_KEY_BAG,
  X509_CERTIFICATE,
} from './pkcs12-oids.ts';
import { AlgorithmIdentifier, Attribute } from 'pkijs';
import {
  Asn1Error,
  type Block,
  type Bytes,
  bytesOf,
  childrenOf,
  contentsOf,
  dottedOf,
  fieldsOf,
  isContext,
  octetsOf,
  parseDer,
  structure,
} from './asn1.ts';
import { toDer } from './ber.ts';
import { MAX_PBKDF2_ITERATIONS, readEncryption, type Encryption } from './encryption.ts';
import type { PrivateKeyFacts } from './facts.ts';
import forge from './forge.ts';
import { toHex } from './hex.ts';
import { openPkcs8 } from './legacy-keys.ts';
import { decodeText } from './name.ts';
import { namesOf } from './object-names.ts';
import { inspectPkcs12, type Pkcs12Mac } from './pkcs12.ts';
import { bmpPassword, derivePkcs12Key, INITIAL_VECTOR, KEY, pkcs12Mac, type MacHash } from './pkcs12-key.ts';
import { inspectPrivateKey } from './private-key.ts';
import { failure, success, type PkiCode, type Result } from './result.ts';

/**
 * The most rounds of PKCS#12's own key derivation that are run, about 5 seconds. SHA-384 and SHA-512 are slower in
 * JavaScript.
 */
export const MAX_PKCS12_ITERATIONS = 1_000_000;
const MAX_SHA512_ITERATIONS = 300_000;

interface Bag {
  friendlyName: string | undefined;
  /** Links a key to its certificate: both have the same value. Hexadecimal. */
  localKeyId: string | undefined;
}

export interface Pkcs12Contents {
  certificates: (Bag & { der: Bytes })[];
  /** A key that cannot be used is listed with the reason. */
  privateKeys: (Bag & { key: Result<PrivateKeyFacts> })[];
  /** Other things in the file, by OpenSSL's names. */
  other: string[];
}

/**
 * Answers `not_pkcs12`, `wrong_password`, `unsupported_encryption` (`detail` names it) or `kdf_too_expensive`. Programs
 * encode an empty password in two ways, as no bytes or as an empty BMPString; both are tried.
 */
export async function openPkcs12(bytes: Bytes, password: string): Promise<Result<Pkcs12Contents>> {
  const facts = inspectPkcs12(bytes);
  if (!facts.ok) return facts;
  const { mac, parts, safe } = facts.value;
  const candidates = password === '' ? [bmpPassword(''), new Uint8Array(0)] : [bmpPassword(password)];
  let bmp = candidates[0]!;
  if (mac) {
    const refused = refusedMac(mac);
    if (refused) return refused;
    const fitting = candidates.find((candidate) => fits(mac, candidate, safe));
    if (!fitting) return failure('wrong_password');
    bmp = fitting;
  }
  const contents: Pkcs12Contents = { certificates: [], privateKeys: [], other: [] };
  const locks: Locks = { password, bmp };
  try {
    for (const part of parts) {
      let bags: Bytes;
      if (part.type === 'data') bags = part.bags;
      else {
        const opened = await unlock(part.encryption, part.ciphertext, locks);
        if (!opened.ok) return opened;
        bags = opened.value;
      }
      const problem = await readBags(bags, locks, contents, 0);
      if (problem) return problem;
    }
  } catch (error) {
    if (!(error instanceof Asn1Error)) throw error;
    // Without a MAC, a wrong password can pass the padding check and decrypt to meaningless bytes.
    return mac ? failure('not_pkcs12', error.message) : failure('wrong_password');
  }
  return success(contents);
}

interface Locks {
  password: string;
  bmp: Bytes;
}

const MAC_HASHES = new Set<string>(['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] satisfies MacHash[]);

function refusedMac({ hash, iterations }: Pkcs12Mac): Result<never> | undefined {
  if (!MAC_HASHES.has(hash)) return failure('unsupported_encryption', `a MAC with ${hash}`);
  const most = hash === 'SHA-384' || hash === 'SHA-512' ? MAX_SHA512_ITERATIONS : MAX_PKCS12_ITERATIONS;
  if (iterations > most) return failure('kdf_too_expensive', `a MAC with ${iterations} iterations`);
  return undefined;
}

function fits({ hash, salt, iterations, value }: Pkcs12Mac, bmp: Bytes, safe: Bytes): boolean {
  const mac = pkcs12Mac(hash as MacHash, bmp, salt, Math.max(1, iterations), safe);
  return mac.length === value.length && mac.every((byte, i) => byte === value[i]);
}

/** PKCS#12's own schemes (RFC 7292, C), with key length and cipher in node-forge. */
const SCHEMES: Record<string, { keyBytes: number; cipher: '3DES' | 'RC2' }> = {
  'PBE-SHA1-3DES': { keyBytes: 24, cipher: '3DES' },
  'PBE-SHA1-2DES': { keyBytes: 16, cipher: '3DES' },
  'PBE-SHA1-RC2-128': { keyBytes: 16, cipher: 'RC2' },
  'PBE-SHA1-RC2-40': { keyBytes: 5, cipher: 'RC2' },
};

async function unlock(
  encryption: Result<Encryption>,
  ciphertext: Bytes,
  locks: Locks,
): Promise<Result<Bytes>> {
  if (!encryption.ok) {
    return encryption.error.code === 'unsupported_encryption'
      ? encryption
      : failure('not_pkcs12', encryption.error.detail ?? 'its encryption is broken');
  }
  const { value } = encryption;
  if (value.scheme === 'PBES2') {
    if (value.kdf.name === 'PBKDF2' && value.kdf.iterations > MAX_PBKDF2_ITERATIONS) {
      return failure('kdf_too_expensive', `PBKDF2 with ${value.kdf.iterations} iterations`);
    }
    return openPkcs8(value, ciphertext, locks.password);
  }
  const scheme = value.scheme === 'PBES1' && SCHEMES[value.name];
  if (!scheme) return openPkcs8(value, ciphertext, locks.password);
  if (value.iterations > MAX_PKCS12_ITERATIONS) {
    return failure('kdf_too_expensive', `${value.name} with ${value.iterations} iterations`);
  }
  const derive = (purpose: number, length: number) =>
    derivePkcs12Key('SHA-1', purpose, locks.bmp, value.salt, value.iterations, length);
  const key = binary(derive(KEY, scheme.keyBytes));
  const iv = binary(derive(INITIAL_VECTOR, 8));
  const decipher =
    scheme.cipher === 'RC2'
      ? forge.rc2.createDecryptionCipher(key, scheme.keyBytes * 8)
      : // With two keys, the first one is used again as the third.
        forge.cipher.createDecipher('3DES-CBC', scheme.keyBytes === 16 ? key + key.slice(0, 8) : key);
  if (ciphertext.length === 0 || ciphertext.length % 8 !== 0)
    return failure('not_pkcs12', 'a ciphertext is cut off');
  if (scheme.cipher === 'RC2') (decipher as Rc2).start(iv);
  else (decipher as Forge.cipher.BlockCipher).start({ iv });
  decipher.update(forge.util.createBuffer(binary(ciphertext)));
  return decipher.finish() ? success(fromBinary(decipher.output.getBytes())) : failure('wrong_password');
}

/** node-forge's RC2 takes the initialisation vector directly, unlike its other ciphers. */
type Rc2 = Omit<Forge.cipher.BlockCipher, 'start'> & { start: (iv: string) => void };

const MAX_NESTING = 4;

/**
 * SafeContents (RFC 7292, 4.2). Answers an error if the whole file cannot be opened, otherwise undefined. Reads one bag
 * at a time; pkijs's classes would refuse the whole file for one bag of an unknown type.
 */
async function readBags(
  bytes: Bytes,
  locks: Locks,
  contents: Pkcs12Contents,
  depth: number,
): Promise<Result<never> | undefined> {
  for (const element of fieldsOf(parseDer(toDer(bytes).der))) {
    const [type, tagged, attributes] = fieldsOf(element);
    const dotted = dottedOf(type);
    const [value] = isContext(tagged, 0) ? childrenOf(tagged) : [];
    if (!value) throw new Asn1Error('a bag without a value');
    const bag = attributesOf(attributes);
    if (dotted === CERT_BAG) {
      const der = certificateOf(value);
      if (der) contents.certificates.push({ ...bag, der });
      else contents.other.push('a certificate that is not X.509');
    } else if (dotted === KEY_BAG) {
      contents.privateKeys.push({ ...bag, key: await inspectPrivateKey(block(bytesOf(value).slice())) });
    } else if (dotted === SHROUDED_KEY_BAG) {
      const [algorithm, data] = fieldsOf(value);
      const encryption = readEncryption(structure(AlgorithmIdentifier, algorithm));
      const opened = await unlock(encryption, octetsOf(data), locks);
      if (!opened.ok && STOPPING.has(opened.error.code)) return opened;
      const key = opened.ok ? await inspectPrivateKey(block(opened.value)) : opened;
      const words = encryption.ok ? encryption.value.words : undefined;
      contents.privateKeys.push({ ...bag, key: key.ok ? success({ ...key.value, encryption: words }) : key });
    } else if (dotted === SAFE_CONTENTS_BAG && depth < MAX_NESTING) {
      const problem = await readBags(bytesOf(value), locks, contents, depth + 1);
      if (problem) return problem;
    } else {
      contents.other.push(namesOf(dotted).longName);
    }
  }
  return undefined;
}

const STOPPING = new Set<PkiCode>(['wrong_password', 'kdf_too_expensive']);

const block = (bytes: Bytes) => ({ label: 'PRIVATE KEY', headers: {}, bytes });

/** CertBag (4.2.3); undefined for an SDSI certificate. */
function certificateOf(value: Block): Bytes | undefined {
  const [type, tagged] = fieldsOf(value);
  if (dottedOf(type) !== X509_CERTIFICATE) return undefined;
  return octetsOf(isContext(tagged, 0) ? childrenOf(tagged)[0] : undefined).slice();
}

function attributesOf(set: Block | undefined): Bag {
  const bag: Bag = { friendlyName: undefined, localKeyId: undefined };
  for (const field of set ? fieldsOf(set, 'SET') : []) {
    const { type, values } = structure(Attribute, field);
    const value = values[0] as Block | undefined;
    if (!value) continue;
    if (type === FRIENDLY_NAME) bag.friendlyName = decodeText(value);
    if (type === LOCAL_KEY_ID) bag.localKeyId = toHex(contentsOf(value));
  }
  return bag;
}

/** node-forge represents bytes as a string with one character a byte. */
const binary = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const fromBinary = (text: string): Bytes => Uint8Array.from(text, (character) => character.charCodeAt(0));
