/** The outside of a PKCS#12 file (RFC 7292, 4): how it is locked. pkcs12-open.ts opens it. */
import { DATA, ENCRYPTED_DATA } from './pkcs12-oids.ts';
import {
  childrenOf,
  CONTEXT,
  contentsOf,
  DerError,
  expect,
  expectConstructed,
  expectInteger,
  expectOid,
  INTEGER,
  OCTET_STRING,
  reading,
  SEQUENCE,
  smallInteger,
  type Bytes,
  type Element,
} from './der.ts';
import { readEncryption } from './encryption.ts';
import { oidOf } from './oids.ts';
import { readAlgorithm } from './public-key.ts';
import type { Result } from './result.ts';

export interface Pkcs12Facts {
  /** "MAC with SHA-256, 2,048 rounds"; undefined where nothing guards it against changes. */
  mac: Pkcs12Mac | undefined;
  /** How its parts are encrypted, in words; keys inside may be encrypted in another way. */
  encryption: string[];
  parts: Pkcs12Part[];
  /** What the MAC is over. */
  safe: Bytes;
}

export interface Pkcs12Mac {
  /** "SHA-256"; OpenSSL's long name for one that cannot be checked here. */
  hash: string;
  salt: Bytes;
  iterations: number;
  value: Bytes;
}

/** One ContentInfo of the authenticated safe: its bags in the clear, or an EncryptedData around them. */
export type Pkcs12Part =
  | { type: 'data'; bags: Bytes }
  | { type: 'encrypted'; bytes: Bytes; algorithm: Element; ciphertext: Bytes };

const MAC_HASHES: Record<string, string> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** Answers `not_pkcs12` with the rule that was broken. No password is needed. */
export function inspectPkcs12(bytes: Bytes): Result<Pkcs12Facts> {
  return reading('not_pkcs12', () => {
    const pfx = expectConstructed(bytes, 0, bytes.length);
    const version = expectInteger(bytes, pfx.body, pfx.end);
    if (smallInteger(bytes, version) !== 3) throw new DerError('an unknown version of PKCS#12');
    const safeInfo = expectConstructed(bytes, version.next, pfx.end);
    const safe = dataOf(bytes, safeInfo);
    const list = expectConstructed(safe, 0, safe.length);
    const encryption = new Set<string>();
    const parts = childrenOf(safe, list, 100).map((info) => {
      const part = readPart(safe, info);
      if (part.type === 'encrypted') {
        const read = readEncryption(part.bytes, part.algorithm);
        encryption.add(read.ok ? read.value.words : (read.error.detail ?? 'an unknown method'));
      }
      return part;
    });
    const mac =
      safeInfo.next < pfx.end ? readMac(bytes, expectConstructed(bytes, safeInfo.next, pfx.end)) : undefined;
    return { mac, encryption: [...encryption], parts, safe };
  });
}

/** The OCTET STRING inside a ContentInfo of type data. */
function dataOf(bytes: Bytes, info: Element): Bytes {
  const type = expectOid(bytes, info.body, info.end);
  const { dotted, longName } = oidOf(bytes, type);
  if (dotted !== DATA) throw new DerError(`protected by ${longName} instead of a password`);
  const tagged = expectConstructed(bytes, type.next, info.end, CONTEXT);
  return joined(bytes, expect(bytes, tagged.body, tagged.end, OCTET_STRING));
}

function joined(bytes: Bytes, element: Element): Bytes {
  const { bytes: data, start, end } = contentsOf(bytes, element);
  return new Uint8Array(data.slice(start, end));
}

function readPart(bytes: Bytes, info: Element): Pkcs12Part {
  if (info.id !== SEQUENCE) throw new DerError(`SEQUENCE expected at offset ${info.start}`);
  const type = expectOid(bytes, info.body, info.end);
  if (oidOf(bytes, type).dotted !== ENCRYPTED_DATA) return { type: 'data', bags: dataOf(bytes, info) };
  const tagged = expectConstructed(bytes, type.next, info.end, CONTEXT);
  const encrypted = expectConstructed(bytes, tagged.body, tagged.end);
  const version = expect(bytes, encrypted.body, encrypted.end, INTEGER);
  const content = expectConstructed(bytes, version.next, encrypted.end);
  const contentType = expectOid(bytes, content.body, content.end);
  const algorithm = expectConstructed(bytes, contentType.next, content.end);
  const ciphertext = expect(bytes, algorithm.next, content.end, CONTEXT);
  return { type: 'encrypted', bytes, algorithm, ciphertext: joined(bytes, ciphertext) };
}

/** MacData (RFC 7292, 4); one iteration where none is named. */
function readMac(bytes: Bytes, data: Element): Pkcs12Mac {
  const digestInfo = expectConstructed(bytes, data.body, data.end);
  const algorithm = readAlgorithm(bytes, digestInfo.body, digestInfo.end);
  const value = joined(bytes, expect(bytes, algorithm.next, digestInfo.end, OCTET_STRING));
  const salt = expect(bytes, digestInfo.next, data.end, OCTET_STRING);
  const iterations =
    salt.next < data.end ? smallInteger(bytes, expect(bytes, salt.next, data.end, INTEGER)) : 1;
  const hash = MAC_HASHES[algorithm.oid.dotted] ?? algorithm.oid.longName;
  return { hash, salt: joined(bytes, salt), iterations, value };
}
