/** PKCS#7 and CMS messages (RFC 2315; RFC 5652): who a session key is wrapped for, and certificates in a bundle. */
import { serialNumber } from './certificate.ts';
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
  readElement,
  reading,
  SEQUENCE,
  SET,
  smallInteger,
  type Bytes,
  type Element,
} from './der.ts';
import type { Name } from './facts.ts';
import { toHex } from './hex.ts';
import { readName } from './name.ts';
import { oidOf } from './oids.ts';
import { readAlgorithm } from './public-key.ts';
import type { Result } from './result.ts';

/** One recipient of an envelope. A recording names its recipients by issuer and serial number. */
export type RecipientFacts = (
  | { by: 'issuer and serial number'; issuer: Name; serialNumber: { hex: string; decimal: string } }
  | { by: 'subject key identifier'; keyIdentifier: string }
) & {
  /** How the session key is wrapped, in OpenSSL's words: "rsaEncryption" is PKCS#1 v1.5. */
  keyTransport: string;
  encryptedKey: Bytes;
};

/** EnvelopedData (RFC 5652, 6.1): of a recording, the wrapped session key alone; the media is a file of its own. */
export interface EnvelopeFacts {
  version: number;
  recipients: RecipientFacts[];
  /** Recipients that are none of the two kinds above (key agreement, passwords), by their names. */
  otherRecipients: string[];
  /** OpenSSL's name of what is inside: "pkcs7-data". */
  contentType: string;
  /** "AES-256-CBC" */
  cipher: string;
  iv: Bytes | undefined;
  /** Bytes of ciphertext in the envelope; undefined when it holds none, as a recording's. */
  contentBytes: number | undefined;
}

/** SignedData (RFC 5652, 5.1) as it is used to carry certificates: a .p7b file. */
export interface BundleFacts {
  /** Each certificate's bytes, not yet read. */
  certificates: Bytes[];
  revocationLists: number;
  signers: number;
}

export type Pkcs7Facts =
  | ({ type: 'envelope' } & EnvelopeFacts)
  | ({ type: 'bundle' } & BundleFacts)
  /** Another content type, by OpenSSL's name. */
  | { type: 'other'; contentType: string };

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const ENVELOPED_DATA = '1.2.840.113549.1.7.3';
/** Most recipients that are read. A recording has one per assigned certificate. */
const MAX_RECIPIENTS = 1000;

/** Reads a ContentInfo in DER or BER. Answers `not_pkcs7` with the rule that was broken. */
export function inspectPkcs7(bytes: Bytes): Result<Pkcs7Facts> {
  return reading('not_pkcs7', () => {
    const info = expectConstructed(bytes, 0, bytes.length);
    const type = expectOid(bytes, info.body, info.end);
    const { dotted, longName } = oidOf(bytes, type);
    if (!/^1\.2\.840\.113549\.1\.(7\.[1-6]|9\.16\.1\.\d+)$/.test(dotted)) {
      throw new DerError(`${longName} is no content type`);
    }
    if (dotted !== SIGNED_DATA && dotted !== ENVELOPED_DATA) return { type: 'other', contentType: longName };
    const tagged = expectConstructed(bytes, type.next, info.end, CONTEXT);
    const content = expectConstructed(bytes, tagged.body, tagged.end);
    return dotted === SIGNED_DATA
      ? { type: 'bundle', ...readBundle(bytes, content) }
      : { type: 'envelope', ...readEnvelope(bytes, content) };
  });
}

function readEnvelope(bytes: Bytes, content: Element): EnvelopeFacts {
  const version = expectInteger(bytes, content.body, content.end);
  let infos = readElement(bytes, version.next, content.end);
  // OriginatorInfo comes first where there is one.
  if (infos.id === CONTEXT) infos = readElement(bytes, infos.next, content.end);
  if (infos.id !== SET) throw new DerError(`SET expected at offset ${infos.start}`);
  const recipients: RecipientFacts[] = [];
  const otherRecipients: string[] = [];
  for (const info of childrenOf(bytes, infos, MAX_RECIPIENTS)) {
    if (info.id === SEQUENCE) recipients.push(readRecipient(bytes, info));
    else otherRecipients.push(OTHER_RECIPIENTS[info.id - CONTEXT] ?? 'of an unknown kind');
  }
  const encrypted = expectConstructed(bytes, infos.next, content.end);
  const contentType = expectOid(bytes, encrypted.body, encrypted.end);
  const cipher = readAlgorithm(bytes, contentType.next, encrypted.end);
  let contentBytes: number | undefined;
  if (cipher.next < encrypted.end) {
    const data = readElement(bytes, cipher.next, encrypted.end);
    if (data.id !== CONTEXT) throw new DerError(`[0] expected at offset ${data.start}`);
    contentBytes = lengthOf(bytes, data);
  }
  const { parameters } = cipher;
  return {
    version: smallInteger(bytes, version),
    recipients,
    otherRecipients,
    contentType: oidOf(bytes, contentType).longName,
    cipher: cipher.oid.longName.toUpperCase(),
    iv: parameters?.id === OCTET_STRING ? bytes.slice(parameters.body, parameters.end) : undefined,
    contentBytes,
  };
}

const OTHER_RECIPIENTS: Record<number, string> = {
  1: 'by key agreement',
  2: 'by a key both sides have',
  3: 'by a password',
  4: 'in another way',
};

/** KeyTransRecipientInfo (6.2.1). */
function readRecipient(bytes: Bytes, info: Element): RecipientFacts {
  const version = expect(bytes, info.body, info.end, INTEGER);
  const id = readElement(bytes, version.next, info.end);
  const algorithm = readAlgorithm(bytes, id.next, info.end);
  const key = contentsOf(bytes, expect(bytes, algorithm.next, info.end, OCTET_STRING));
  const rest = {
    keyTransport: algorithm.oid.longName,
    encryptedKey: new Uint8Array(key.bytes.slice(key.start, key.end)),
  };
  if (id.id === CONTEXT) {
    return { by: 'subject key identifier', keyIdentifier: toHex(bytes, id.body, id.end), ...rest };
  }
  if (id.id !== SEQUENCE) throw new DerError(`a recipient without its identifier at offset ${id.start}`);
  const { name: issuer, next } = readName(bytes, id.body, id.end);
  const serial = expectInteger(bytes, next, id.end);
  return { by: 'issuer and serial number', issuer, serialNumber: serialNumber(bytes, serial), ...rest };
}

/** How long a string is, without joining its pieces: the ciphertext of a film may be in the message. */
function lengthOf(bytes: Bytes, element: Element): number {
  if (!element.constructed) return element.end - element.body;
  let length = 0;
  for (let pos = element.body; pos < element.end;) {
    const piece = readElement(bytes, pos, element.end);
    length += piece.end - piece.body;
    pos = piece.next;
  }
  return length;
}

function readBundle(bytes: Bytes, content: Element): BundleFacts {
  const version = expectInteger(bytes, content.body, content.end);
  const digests = expect(bytes, version.next, content.end, SET);
  const inner = expectConstructed(bytes, digests.next, content.end);
  const bundle: BundleFacts = { certificates: [], revocationLists: 0, signers: 0 };
  for (let pos = inner.next; pos < content.end;) {
    const field = readElement(bytes, pos, content.end);
    const parts = childrenOf(bytes, field);
    if (field.id === CONTEXT) {
      // Attribute certificates and the like are tagged; X.509 certificates are SEQUENCEs.
      for (const part of parts) {
        if (part.id === SEQUENCE) bundle.certificates.push(bytes.slice(part.start, part.next));
      }
    } else if (field.id === CONTEXT + 1) bundle.revocationLists = parts.length;
    else if (field.id === SET) bundle.signers = parts.length;
    else throw new DerError(`more than expected at offset ${pos}`);
    pos = field.next;
  }
  return bundle;
}
