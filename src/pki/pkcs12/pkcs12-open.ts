/**
 * Opens PKCS#12 files (RFC 7292) with their password: modern ones, and those of old OpenSSL and Windows versions. Loaded
 * only when such a file is opened.
 */
import { AlgorithmIdentifier } from 'pkijs';
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
  reading,
  structure,
} from '../asn1/asn1.ts';
import { toDer } from '../asn1/ber.ts';
import { isSame } from '../asn1/bytes.ts';
import {
  MAX_PBKDF2_ITERATIONS,
  MAX_SCRIPT_ITERATIONS,
  readEncryption,
  type Encryption,
} from '../key/encryption.ts';
import type { PrivateKeyFacts } from '../certificate/facts.ts';
import { toHex } from '../asn1/hex.ts';
import { isHashName, type HashName } from '../key/hashes.ts';
import { derivedKey } from '../key/legacy-keys.ts';
import { decodeText } from '../certificate/name.ts';
import { namesOf } from '../asn1/object-names.ts';
import { openEncrypted } from '../key/open-encrypted.ts';
import { secretsOf, type Secret, type Writing } from '../key/password.ts';
import { inspectPkcs12, MAX_NESTING, type Pkcs12Facts, type Pkcs12Mac, type Pkcs12Part } from './pkcs12.ts';
import { bmpForms, hmacOf, pkcs12Mac } from './pkcs12-key.ts';
import {
  CERT_BAG,
  FRIENDLY_NAME,
  KEY_BAG,
  LOCAL_KEY_ID,
  SAFE_CONTENTS_BAG,
  SHROUDED_KEY_BAG,
  X509_CERTIFICATE,
} from './pkcs12-oids.ts';
import { pemBlock } from '../pem/pem.ts';
import { inspectPrivateKey } from '../key/private-key.ts';
import { failure, success, type PkiError, type Result } from '../result.ts';

interface Bag {
  friendlyName: string | undefined;
  /** Links a key to its certificate: both have the same value. Hexadecimal. */
  localKeyId: string | undefined;
}

export interface Pkcs12Contents {
  certificates: (Bag & { der: Bytes })[];
  /** A key that cannot be used is listed with the reason; a locked one has a password of its own. */
  privateKeys: (Bag & { key: Result<PrivateKeyFacts>; locked: Locked })[];
  /** Other things in the file, by OpenSSL's names. */
  other: string[];
  /** Parts that this password does not open. */
  lockedParts: number;
  /** Parts that cannot be opened with any password. */
  notOpened: PkiError[];
  /** Whether the MAC fits the password; undefined where there is none, or none that can be checked. */
  intact: boolean | undefined;
  /** How the password was written, where it did not fit as it was typed. */
  writing: Writing | undefined;
}

/** An encrypted key as it is in the file: an EncryptedPrivateKeyInfo. Undefined where it is not encrypted. */
type Locked = { bytes: Bytes; words: string } | undefined;

/**
 * Opens the file with the password, in whichever writing fits. Some programs protect contents and MAC with different
 * passwords, and Java may give a key one of its own: the password is right if it opens anything. Answers `not_pkcs12`,
 * `wrong_password`, `other_password` (it fits the MAC alone), `unsupported_encryption` (`detail` names it) or
 * `kdf_too_expensive`.
 */
export async function openPkcs12(bytes: Bytes, password: string): Promise<Result<Pkcs12Contents>> {
  const facts = inspectPkcs12(bytes);
  if (!facts.ok) return facts;
  const { mac, parts, safe } = facts.value;
  const refused = mac && refusedMac(mac);
  // A MAC with too many rounds is a limit of ours for the whole file; one of an unknown kind does not keep it closed.
  if (refused?.error.code === 'kdf_too_expensive') return refused;
  const isChecked = mac !== undefined && !refused;
  const secrets = secretsOf(password);
  const fitting = isChecked ? await secretOfMac(mac, secrets, safe) : undefined;
  // Contents and MAC may take the password in different writings: OpenSSL does, where it is not UTF-8.
  const inOrder = fitting ? [fitting, ...secrets.filter((each) => each !== fitting)] : secrets;
  let refusedPart: PkiError | undefined;
  for (const secret of inOrder) {
    const read = await readParts(parts, secret);
    if (!read.ok) {
      // Without a MAC, a wrong password can pass the padding check and decrypt to meaningless bytes.
      if (read.error.code === 'not_pkcs12' && secret !== fitting) continue;
      return read;
    }
    const { contents, opened } = read.value;
    const isWhole =
      contents.lockedParts === 0 && (secret === fitting || (!isChecked && !hasLockedKey(contents)));
    if (opened > 0 || (isWhole && !isEmpty(contents))) {
      const intact = isChecked ? fitting !== undefined : undefined;
      return success({ ...contents, intact, writing: secret.writing });
    }
    refusedPart ??= contents.notOpened[0];
    if (refusedPart && contents.lockedParts === 0) return { ok: false, error: refusedPart };
  }
  return failure(fitting ? 'other_password' : 'wrong_password');
}

/** Nothing was found, but something is there that cannot be opened with any password. */
const isEmpty = ({ certificates, privateKeys, notOpened }: Pkcs12Contents): boolean =>
  notOpened.length > 0 && certificates.length + privateKeys.filter(({ key }) => key.ok).length === 0;

/** The contents of a file in which nothing is encrypted. Its MAC, if there is one, is not checked. */
export async function readOpenPkcs12({ parts }: Pkcs12Facts): Promise<Result<Pkcs12Contents>> {
  const read = await readParts(parts, secretsOf('')[0]!);
  return read.ok ? success(read.value.contents) : read;
}

const hasLockedKey = ({ privateKeys }: Pkcs12Contents): boolean =>
  privateKeys.some(({ key }) => !key.ok && key.error.code === 'wrong_password');

/** The longest key of an HMAC that is derived, in bytes: that of SHA-512's block. */
const MAX_MAC_KEY_BYTES = 128;

const no = (code: 'unsupported_encryption' | 'kdf_too_expensive', detail: string) =>
  ({ ok: false, error: { code, detail } }) as const;

/** Why a MAC is not checked. */
function refusedMac({
  hash,
  iterations,
  pbmac1,
}: Pkcs12Mac): Extract<Result<never>, { ok: false }> | undefined {
  if (!isHashName(hash)) return no('unsupported_encryption', `a MAC with ${hash}`);
  const most = pbmac1 ? MAX_PBKDF2_ITERATIONS : MAX_SCRIPT_ITERATIONS;
  if (iterations > most) return no('kdf_too_expensive', `a MAC with ${iterations} iterations`);
  if (pbmac1 && (pbmac1.keyBytes < 1 || pbmac1.keyBytes > MAX_MAC_KEY_BYTES || !pbmac1.derivation.ok)) {
    return no('unsupported_encryption', 'a PBMAC1 of another kind');
  }
  return undefined;
}

async function secretOfMac(
  mac: Pkcs12Mac,
  secrets: readonly Secret[],
  safe: Bytes,
): Promise<Secret | undefined> {
  for (const secret of secrets) {
    for (const bmp of bmpForms(secret.wide))
      if (isSame(await macWith(mac, secret, bmp, safe), mac.value)) return secret;
  }
  return undefined;
}

async function macWith(mac: Pkcs12Mac, secret: Secret, bmp: Bytes, safe: Bytes): Promise<Bytes> {
  const hash = mac.hash as HashName;
  const { pbmac1 } = mac;
  if (!pbmac1) return pkcs12Mac(hash, bmp, mac.salt, Math.max(1, mac.iterations), safe);
  // RFC 9579, 4: the password in UTF-8.
  const { derivation, keyBytes } = pbmac1;
  const key = derivation.ok ? await derivedKey(derivation.value, secret.bytes, keyBytes) : derivation;
  return key.ok ? hmacOf(hash, key.value, safe) : new Uint8Array(0);
}

/** Everything that this secret opens, and how many parts and keys those are. */
async function readParts(
  parts: readonly Pkcs12Part[],
  secret: Secret,
): Promise<Result<{ contents: Pkcs12Contents; opened: number }>> {
  const contents: Pkcs12Contents = {
    certificates: [],
    privateKeys: [],
    other: [],
    lockedParts: 0,
    notOpened: [],
    intact: undefined,
    writing: undefined,
  };
  const reader: Reader = { secret, contents, opened: 0 };
  try {
    for (const part of parts) {
      let bags: Bytes | undefined;
      if (part.type === 'data') bags = part.bags;
      else {
        const plain = part.encryption.ok
          ? await openEncrypted(part.encryption.value, part.ciphertext, secret)
          : part.encryption;
        if (!plain.ok && plain.error.code === 'kdf_too_expensive') return plain;
        if (!plain.ok && plain.error.code !== 'wrong_password') contents.notOpened.push(plain.error);
        else if (!plain.ok || !isSequence(plain.value)) contents.lockedParts++;
        else bags = plain.value;
      }
      if (!bags) continue;
      const problem = await readBags(bags, reader, 0);
      if (problem) return problem;
      if (part.type === 'encrypted') reader.opened++;
    }
  } catch (error) {
    if (!(error instanceof Asn1Error)) throw error;
    return failure('not_pkcs12', error.message);
  }
  return success({ contents, opened: reader.opened });
}

interface Reader {
  secret: Secret;
  contents: Pkcs12Contents;
  opened: number;
}

/** A wrong password that passes the padding check hardly ever leaves a SEQUENCE of the right length. */
function isSequence(bytes: Bytes): boolean {
  return reading('not_pkcs12', () => fieldsOf(parseDer(toDer(bytes).der))).ok;
}

/**
 * SafeContents (RFC 7292, 4.2). Answers an error if the whole file cannot be opened, otherwise undefined. Reads one bag
 * at a time; pkijs's classes would refuse the whole file for one bag of an unknown type.
 */
async function readBags(bytes: Bytes, reader: Reader, depth: number): Promise<Result<never> | undefined> {
  const { contents, secret } = reader;
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
      const key = await inspectPrivateKey(pemBlock('PRIVATE KEY', bytesOf(value).slice()));
      contents.privateKeys.push({ ...bag, key, locked: undefined });
    } else if (dotted === SHROUDED_KEY_BAG) {
      const [algorithm, data] = fieldsOf(value);
      const encryption = readEncryption(structure(AlgorithmIdentifier, algorithm));
      const key = encryption.ok ? await keyWith(encryption.value, octetsOf(data), secret) : encryption;
      if (!key.ok && key.error.code === 'kdf_too_expensive') return key;
      if (key.ok) reader.opened++;
      const words = encryption.ok ? encryption.value.words : '';
      contents.privateKeys.push({ ...bag, key, locked: { bytes: bytesOf(value).slice(), words } });
    } else if (dotted === SAFE_CONTENTS_BAG && depth < MAX_NESTING) {
      const problem = await readBags(bytesOf(value), reader, depth + 1);
      if (problem) return problem;
    } else {
      contents.other.push(namesOf(dotted).longName);
    }
  }
  return undefined;
}

async function keyWith(
  encryption: Encryption,
  ciphertext: Bytes,
  secret: Secret,
): Promise<Result<PrivateKeyFacts>> {
  const opened = await openEncrypted(encryption, ciphertext, secret);
  if (!opened.ok) return opened;
  const key = await inspectPrivateKey(pemBlock('PRIVATE KEY', opened.value));
  if (key.ok) return success({ ...key.value, encryption: encryption.words });
  return key.error.code === 'not_a_private_key' ? failure('wrong_password') : key;
}

/** CertBag (4.2.3); undefined for an SDSI certificate. */
function certificateOf(value: Block): Bytes | undefined {
  const [type, tagged] = fieldsOf(value);
  if (dottedOf(type) !== X509_CERTIFICATE) return undefined;
  return octetsOf(isContext(tagged, 0) ? childrenOf(tagged)[0] : undefined).slice();
}

/** An attribute may have no value: Windows marks a key of the machine's store with an empty SET. */
function attributesOf(set: Block | undefined): Bag {
  const bag: Bag = { friendlyName: undefined, localKeyId: undefined };
  for (const field of set ? fieldsOf(set, 'SET') : []) {
    const [type, values] = fieldsOf(field);
    const [value] = fieldsOf(values, 'SET');
    const dotted = dottedOf(type);
    if (!value) continue;
    if (dotted === FRIENDLY_NAME) bag.friendlyName = decodeText(value);
    if (dotted === LOCAL_KEY_ID) bag.localKeyId = toHex(contentsOf(value));
  }
  return bag;
}
