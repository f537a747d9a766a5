/** The outer structure of a PKCS#12 file (RFC 7292, 4), and how it is encrypted. pkcs12-open.ts opens it. */
import { AlgorithmIdentifier, AuthenticatedSafe, EncryptedData, PFX, type ContentInfo } from 'pkijs';
import {
  Asn1Error,
  type Block,
  type Bytes,
  bytesOf,
  childrenOf,
  dottedOf,
  fieldsOf,
  isTag,
  octetsOf,
  parseDer,
  reading,
  smallInteger,
  structure,
  tags,
  notReadHere,
} from '../asn1/asn1.ts';
import { implicitOctets, toDer } from '../asn1/ber.ts';
import {
  readDerivation,
  readEncryption,
  type Encryption,
  type Pbkdf2,
  type Scrypt,
} from '../key/encryption.ts';
import { hashNames, hmacNames } from '../key/hashes.ts';
import { namesOf } from '../asn1/object-names.ts';
import { DATA, ENCRYPTED_DATA, SAFE_CONTENTS_BAG, SHROUDED_KEY_BAG } from './pkcs12-oids.ts';
import { failure, type Result } from '../result.ts';

export interface Pkcs12Facts {
  /** undefined where no MAC protects the file against changes. */
  mac: Pkcs12Mac | undefined;
  /** How its parts are encrypted. Keys inside may be encrypted differently. */
  encryption: string[];
  parts: Pkcs12Part[];
  /** The bytes that the MAC covers. */
  safe: Bytes;
}

export interface Pkcs12Mac {
  /** "SHA-256"; OpenSSL's long name for a hash that is not supported here. */
  hash: string;
  salt: Bytes;
  iterations: number;
  value: Bytes;
  /** Its key derivation, where it is PBMAC1 (RFC 9579); otherwise that of PKCS#12. */
  pbmac1?: { derivation: Result<Pbkdf2 | Scrypt>; keyBytes: number };
}

/** One ContentInfo of the AuthenticatedSafe: its bags unencrypted, or in an EncryptedData. */
export type Pkcs12Part =
  | { type: 'data'; bags: Bytes }
  | { type: 'encrypted'; encryption: Result<Encryption>; ciphertext: Bytes };

const PBMAC1 = '1.2.840.113549.1.5.14';

/** Reads DER or BER. Answers `not_pkcs12` with the rule that was broken. No password is needed. */
export function inspectPkcs12(bytes: Bytes): Result<Pkcs12Facts> {
  return reading('not_pkcs12', () => pkcs12Facts(parseDer(toDer(bytes).der)));
}

function pkcs12Facts(block: Block): Pkcs12Facts {
  const [version] = fieldsOf(block);
  if (smallInteger(version) !== 3) throw notReadHere('an unknown version of PKCS#12');
  const { authSafe, macData } = structure(PFX, block);
  const safe = dataOf(authSafe);
  const { safeContents } = structure(AuthenticatedSafe, parseDer(toDer(safe).der));
  const parts = safeContents.map(readPart);
  const encryption = parts.flatMap((part) =>
    part.type === 'data'
      ? []
      : part.encryption.ok
        ? part.encryption.value.words
        : (part.encryption.error.detail ?? 'an unknown method'),
  );
  return { mac: macData && macOf(fieldsOf(block)[2]!), encryption: [...new Set(encryption)], parts, safe };
}

/** The OCTET STRING inside a ContentInfo of the type data. */
function dataOf({ contentType, content }: ContentInfo): Bytes {
  if (contentType !== DATA) {
    throw notReadHere(`${namesOf(contentType).longName} instead of a password`);
  }
  return octetsOf(content as Block);
}

function readPart(info: ContentInfo): Pkcs12Part {
  const { contentType } = info;
  if (contentType === DATA) return { type: 'data', bags: dataOf(info) };
  if (contentType !== ENCRYPTED_DATA) {
    const detail = `${namesOf(contentType).longName} instead of a password`;
    return { type: 'encrypted', encryption: failure('not_read_here', detail), ciphertext: new Uint8Array(0) };
  }
  const { encryptedContentInfo } = structure(EncryptedData, info.content);
  const { encryptedContent, contentEncryptionAlgorithm } = encryptedContentInfo;
  if (!encryptedContent) throw new Asn1Error('an encrypted part without its content');
  return {
    type: 'encrypted',
    encryption: readEncryption(contentEncryptionAlgorithm),
    ciphertext: implicitOctets(encryptedContent).slice(),
  };
}

/**
 * MacData (RFC 7292, 4); the default is one iteration. The count is read from the block, because pkijs keeps only 32
 * bits of it.
 */
function macOf(data: Block): Pkcs12Mac {
  const [digestInfo, salt, iterations] = fieldsOf(data);
  const [algorithm, value] = fieldsOf(digestInfo);
  const { algorithmId } = structure(AlgorithmIdentifier, algorithm);
  if (algorithmId === PBMAC1) return pbmac1Of(fieldsOf(algorithm)[1], octetsOf(value));
  return {
    hash: hashNames[algorithmId] ?? namesOf(algorithmId).longName,
    salt: octetsOf(salt),
    iterations: iterations ? smallInteger(iterations) : 1,
    value: octetsOf(value),
  };
}

/** PBMAC1-params (RFC 8018, A.5). Salt and iterations of the MacData are not used (RFC 9579, 4). */
function pbmac1Of(parameters: Block | undefined, value: Bytes): Pkcs12Mac {
  const [kdf, scheme] = fieldsOf(parameters);
  const derivation = readDerivation(structure(AlgorithmIdentifier, kdf));
  const { algorithmId } = structure(AlgorithmIdentifier, scheme);
  const length = fieldsOf(fieldsOf(kdf)[1]).find((field, i) => i > 1 && isTag(field, tags.INTEGER));
  const hash = hmacNames[algorithmId] ?? namesOf(algorithmId).longName;
  return {
    hash,
    salt: derivation.ok ? derivation.value.salt : new Uint8Array(0),
    iterations: derivation.ok && derivation.value.name === 'PBKDF2' ? derivation.value.iterations : 1,
    value,
    // The length of the key has to be given (RFC 9579, 4).
    pbmac1: { derivation, keyBytes: length ? smallInteger(length) : 0 },
  };
}

/** Whether nothing in it is encrypted, so that anybody can read it. Throws `Asn1Error`. */
export const isOpenToEverybody = ({ parts }: Pkcs12Facts): boolean =>
  parts.every((part) => part.type === 'data' && !hasShroudedKey(part.bags, 0));

function hasShroudedKey(bags: Bytes, depth: number): boolean {
  return fieldsOf(parseDer(toDer(bags).der)).some((bag) => {
    const [type, tagged] = fieldsOf(bag);
    const dotted = dottedOf(type);
    if (dotted !== SAFE_CONTENTS_BAG) return dotted === SHROUDED_KEY_BAG;
    const [inner] = tagged ? childrenOf(tagged) : [];
    return depth < MAX_NESTING && inner !== undefined && hasShroudedKey(bytesOf(inner), depth + 1);
  });
}

/** How deep bags of bags are read. */
export const MAX_NESTING = 4;
