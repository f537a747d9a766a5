/** X.509 certificates (RFC 5280, 4.1): what a file says, as plain values. */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  BIT_STRING,
  bitStringOf,
  BOOLEAN,
  CONTEXT,
  childrenOf,
  contentsOf,
  DerError,
  expect,
  expectConstructed,
  expectEnd,
  expectInteger,
  expectOid,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  readElement,
  reading,
  refuseFalseEnd,
  SEQUENCE,
  SET,
  type Bytes,
  type Element,
} from './der.ts';
import { encode, sequence } from './der-write.ts';
import { describeExtension } from './extensions.ts';
import type { CertificateFacts, ExtensionFacts } from './facts.ts';
import { toHex } from './hex.ts';
import { readName } from './name.ts';
import { oidOf } from './oids.ts';
import { readAlgorithm, readPublicKey } from './public-key.ts';
import type { Result } from './result.ts';
import { expectTime, timeOf } from './time.ts';

export { verifiesItself } from './self-signature.ts';

/** Longest serial number that is read, in bytes (RFC 5280, 4.1.2.2 allows 20; printing takes time that grows with its square). */
const MAX_SERIAL_BYTES = 4096;

/**
 * Reads a certificate in DER, or in the BER that OpenSSL takes too. Bytes after it are left out. Answers
 * `not_a_certificate` with the rule that was broken. Names, dates, serial number and algorithms read as OpenSSL
 * prints them; a date whose bytes are no date reads `BAD_TIME` (time.ts).
 */
export function inspectCertificate(der: Bytes): Result<CertificateFacts> {
  return reading('not_a_certificate', () => readCertificate(der));
}

function readCertificate(bytes: Bytes): CertificateFacts {
  const certificate = expectConstructed(bytes, 0, bytes.length);
  refuseFalseEnd(bytes, certificate);
  const tbs = expectConstructed(bytes, certificate.body, certificate.end);
  let pos = tbs.body;

  let version: CertificateFacts['version'] = 1;
  let element = readElement(bytes, pos, tbs.end);
  if (element.id === CONTEXT) {
    version = readVersion(bytes, element);
    pos = element.next;
  }
  const serial = expectInteger(bytes, pos, tbs.end);
  const innerAlgorithm = readAlgorithm(bytes, serial.next, tbs.end);
  const issuer = readName(bytes, innerAlgorithm.next, tbs.end);
  const validity = expectConstructed(bytes, issuer.next, tbs.end);
  const notBefore = expectTime(bytes, validity.body, validity.end);
  const notAfter = expectTime(bytes, notBefore.next, validity.end);
  expectEnd(notAfter.next, validity);
  // A self-issued certificate has the same bytes twice: one name serves for both.
  const subject = startsWith(bytes, validity.next, tbs.end, issuer.name.der)
    ? { name: issuer.name, next: validity.next + issuer.name.der.length }
    : readName(bytes, validity.next, tbs.end);
  const publicKey = readPublicKey(bytes, subject.next, tbs.end);

  pos = publicKey.next;
  let extensions: ExtensionParts[] = [];
  for (let id = CONTEXT + 1; pos < tbs.end; id++) {
    // issuerUniqueID, subjectUniqueID and extensions, in this order, each of them or not.
    element = readElement(bytes, pos, tbs.end);
    if (id > CONTEXT + 3) throw new DerError(`more than expected at offset ${pos}`);
    if (element.id !== id) continue;
    if (id === CONTEXT + 3) extensions = readExtensions(bytes, element);
    else bitStringOf(bytes, element);
    pos = element.next;
  }

  const algorithm = readAlgorithm(bytes, tbs.next, certificate.end);
  const signature = expect(bytes, algorithm.next, certificate.end, BIT_STRING);
  const signatureBits = bitStringOf(bytes, signature);
  expectEnd(signature.next, certificate);

  const isDer =
    isShortest(certificate) &&
    isShortest(algorithm.element) &&
    (!algorithm.parameters || isPlainParameter(algorithm.parameters)) &&
    isShortest(algorithm.type) &&
    isShortest(signature) &&
    !signature.constructed &&
    (signatureBits.unused === 0 || signatureBits.start === signatureBits.end);
  const own = isDer
    ? certificate.start === 0 && certificate.next === bytes.length
      ? bytes
      : bytes.subarray(certificate.start, certificate.next)
    : rewriteShell(bytes, tbs, algorithm, signatureBits);

  let described: ExtensionFacts[] | undefined;
  return {
    version,
    serialNumber: serialNumber(bytes, serial),
    subject: subject.name,
    issuer: issuer.name,
    notBefore: timeOf(bytes, notBefore),
    notAfter: timeOf(bytes, notAfter),
    publicKey: publicKey.key,
    signatureAlgorithm: innerAlgorithm.oid.longName,
    // Described when they are asked for: a list of certificates shows none of them.
    get extensions() {
      described ??= extensions.map(({ type, critical, value }) => {
        const contents = contentsOf(bytes, value);
        return describeExtension(oidOf(bytes, type), contents.bytes, critical, contents.start, contents.end);
      });
      return described;
    },
    selfIssued: subject.name.rfc2253 === issuer.name.rfc2253,
    der: own,
  };
}

/** Version ::= INTEGER, in [0]; 0 where the number is none of the three that exist. */
function readVersion(bytes: Bytes, tagged: Element): CertificateFacts['version'] {
  if (!tagged.constructed) throw new DerError(`[0] is not constructed at offset ${tagged.start}`);
  const version = expectInteger(bytes, tagged.body, tagged.end);
  expectEnd(version.next, tagged);
  const value = bytes[version.body]!;
  if (version.end - version.body > 1) return 0;
  return value === 0 ? 1 : value === 1 ? 2 : value === 2 ? 3 : 0;
}

/** The Extensions in [3], each an object identifier, perhaps `critical`, and an OCTET STRING. */
function readExtensions(bytes: Bytes, tagged: Element): ExtensionParts[] {
  if (!tagged.constructed) throw new DerError(`[3] is not constructed at offset ${tagged.start}`);
  const list = expect(bytes, tagged.body, tagged.end, SEQUENCE);
  expectEnd(list.next, tagged);
  return childrenOf(bytes, list).map((extension) => extensionParts(bytes, extension));
}

interface ExtensionParts {
  type: Element;
  critical: boolean;
  value: Element;
}

function extensionParts(bytes: Bytes, extension: Element): ExtensionParts {
  if (extension.id !== SEQUENCE || !extension.constructed) {
    throw new DerError(`an extension is no SEQUENCE at offset ${extension.start}`);
  }
  const type = expectOid(bytes, extension.body, extension.end);
  let value = readElement(bytes, type.next, extension.end);
  let critical = false;
  if (value.id === BOOLEAN) {
    if (value.constructed || value.end - value.body !== 1) {
      throw new DerError(`a BOOLEAN is broken at offset ${value.start}`);
    }
    critical = bytes[value.body] !== 0;
    value = readElement(bytes, value.next, extension.end);
  }
  if (value.id !== OCTET_STRING)
    throw new DerError(`an extension without its value at offset ${value.start}`);
  expectEnd(value.next, extension);
  if (value.constructed) contentsOf(bytes, value);
  return { type, critical, value };
}

function startsWith(bytes: Uint8Array, start: number, limit: number, wanted: Uint8Array): boolean {
  if (limit - start < wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}

/** Two's complement as sign and magnitude: "-7F" for 0x81. */
export function serialNumber(bytes: Bytes, serial: Element): CertificateFacts['serialNumber'] {
  let { body: start } = serial;
  const { end } = serial;
  if (end - start > MAX_SERIAL_BYTES) throw new DerError(`a serial number of ${end - start} bytes`);
  if (bytes[start]! & 0x80) {
    const magnitude = bytes.slice(start, end);
    let carry = 1;
    for (let i = magnitude.length - 1; i >= 0; i--) {
      const inverted = (magnitude[i]! ^ 0xff) + carry;
      magnitude[i] = inverted & 0xff;
      carry = inverted >> 8;
    }
    const hex = toHex(magnitude, magnitude[0] === 0 ? 1 : 0);
    return { hex: `-${hex}`, decimal: `-${BigInt(`0x${hex}`)}` };
  }
  if (bytes[start] === 0 && end - start > 1) start++;
  const hex = toHex(bytes, start, end);
  return { hex, decimal: end - start <= 6 ? String(parseInt(hex, 16)) : BigInt(`0x${hex}`).toString() };
}

/** A definite length in as few bytes as it can be (X.690, 10.1). */
function isShortest({ start, body, end, next }: Element): boolean {
  const length = end - body;
  return next === end && body - start === (length < 0x80 ? 2 : length < 0x100 ? 3 : length < 0x10000 ? 4 : 5);
}

/** Parameters that are written again as they came. */
const isPlainParameter = (element: Element): boolean =>
  keepsItsBytes(element) || (isShortest(element) && !element.constructed && element.id !== BIT_STRING);

const keepsItsBytes = ({ id }: Element): boolean => id === SEQUENCE || id === SET || id >= 0x40;

/**
 * The certificate with its outer shell in DER around the signed part, which stays as it is: what OpenSSL writes,
 * and takes fingerprints of, when a certificate came in BER.
 */
function rewriteShell(
  bytes: Bytes,
  tbs: Element,
  algorithm: { type: Element; parameters: Element | undefined },
  bits: { bytes: Uint8Array; start: number; end: number; unused: number },
): Bytes {
  const signature = bits.bytes.slice(bits.start, bits.end);
  const unused = signature.length === 0 ? 0 : bits.unused;
  if (signature.length > 0) signature[signature.length - 1]! &= 0xff << unused;
  const { parameters } = algorithm;
  const parts = [encode(OBJECT_IDENTIFIER, bytes.subarray(algorithm.type.body, algorithm.type.end))];
  if (parameters) parts.push(rewriteParameter(bytes, parameters));
  return sequence(
    bytes.subarray(tbs.start, tbs.next),
    sequence(...parts),
    encode(BIT_STRING, Uint8Array.of(unused), signature),
  );
}

function rewriteParameter(bytes: Bytes, element: Element): Bytes {
  if (keepsItsBytes(element)) return bytes.subarray(element.start, element.next);
  if (element.id === BIT_STRING) {
    const { bytes: data, start, end, unused } = bitStringOf(bytes, element);
    const bits = data.slice(start, end);
    if (bits.length > 0) bits[bits.length - 1]! &= 0xff << unused;
    return encode(BIT_STRING, Uint8Array.of(bits.length === 0 ? 0 : unused), bits);
  }
  const { bytes: data, start, end } = contentsOf(bytes, element);
  return encode(element.id, data.subarray(start, end));
}

/**
 * SHA-1 and SHA-256 of a certificate's bytes, as `openssl x509 -fingerprint` takes them: hex without separators.
 * Not by WebCrypto, whose every call costs more than hashing so few bytes: 15 µs against 80 for both.
 */
export async function fingerprints(der: Bytes): Promise<{ sha1: string; sha256: string }> {
  return { sha1: toHex(sha1(der)), sha256: toHex(sha256(der)) };
}
