/**
 * X.509 certificates (RFC 5280, 4.1) as plain values: parsed by pkijs, but serial number, dates and names are read from
 * their own bytes.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Certificate } from 'pkijs';
import {
  Asn1Error,
  type Block,
  type Bytes,
  bytesOf,
  childrenOf,
  contentsOf,
  expectTag,
  fieldsOf,
  isContext,
  isTag,
  parseDer,
  reading,
  structure,
  tags,
} from '../asn1/asn1.ts';
import { isSame } from '../asn1/bytes.ts';
import { describeExtension } from './extensions.ts';
import type { CertificateFacts, ExtensionFacts } from './facts.ts';
import { toHex } from '../asn1/hex.ts';
import { readName } from './name.ts';
import { namesOf } from '../asn1/object-names.ts';
import { readPublicKey } from '../key/public-key.ts';
import type { Result } from '../result.ts';
import { timeOf } from '../asn1/time.ts';

export { verifiesItself } from './self-signature.ts';

/**
 * Reads a certificate in DER; bytes after it are ignored. Answers `not_a_certificate` with the rule that was broken, or
 * `not_der` for BER. Names, dates, serial number and algorithms read as OpenSSL prints them; an invalid date reads
 * `BAD_TIME` (time.ts).
 */
export function inspectCertificate(der: Bytes): Result<CertificateFacts> {
  return reading('not_a_certificate', () => certificateFacts(parseDer(der)));
}

/** The same from a block. Throws `Asn1Error`. */
export function certificateFacts(block: Block): CertificateFacts {
  const tbs = fieldsOf(fieldsOf(block)[0]);
  const hasVersion = isContext(tbs[0], 0);
  const [serial, , issuer, validity, subject] = hasVersion ? tbs.slice(1) : tbs;
  const [notBefore, notAfter] = fieldsOf(validity);
  const certificate = structure(Certificate, block);
  const issuerName = readName(issuer);
  // In a self-issued certificate, issuer and subject have the same bytes, so the name is read once.
  const subjectName = subject && isSame(bytesOf(subject), issuerName.der) ? issuerName : readName(subject);
  let described: ExtensionFacts[] | undefined;
  return {
    version: hasVersion ? versionOf(tbs[0]!) : 1,
    serialNumber: serialNumber(serial),
    subject: subjectName,
    issuer: issuerName,
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    publicKey: readPublicKey(certificate.subjectPublicKeyInfo, bytesOf(tbs[hasVersion ? 6 : 5]!)),
    signatureAlgorithm: namesOf(certificate.signature.algorithmId).longName,
    // Computed when first read, because a list of certificates does not show them.
    get extensions() {
      described ??= (certificate.extensions ?? []).map(describeExtension);
      return described;
    },
    selfIssued: subjectName.rfc2253 === issuerName.rfc2253,
    der: bytesOf(block),
  };
}

/** Version ::= INTEGER, in [0]; answers 0 for a number that is not one of the three versions. */
function versionOf(tagged: Block): CertificateFacts['version'] {
  const [version] = childrenOf(tagged);
  const value = toHex(contentsOf(expectTag(version, 'INTEGER')));
  return value === '00' ? 1 : value === '01' ? 2 : value === '02' ? 3 : 0;
}

/** Converts two's complement to sign and magnitude: "-7F" for 0x81. Throws `Asn1Error`. */
export function serialNumber(serial: Block | undefined): CertificateFacts['serialNumber'] {
  if (!isTag(serial, tags.INTEGER)) throw new Asn1Error('the serial number is not an INTEGER');
  const hex = toHex(contentsOf(serial));
  const unsigned = BigInt(`0x${hex}`);
  if (Number.parseInt(hex[0]!, 16) < 8) return { hex: evenHex(unsigned), decimal: unsigned.toString() };
  const magnitude = (1n << BigInt(hex.length * 4)) - unsigned;
  return { hex: `-${evenHex(magnitude)}`, decimal: `-${magnitude}` };
}

/** Upper case, two digits a byte. */
function evenHex(value: bigint): string {
  const hex = value.toString(16).toUpperCase();
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}

/**
 * SHA-1 and SHA-256 of a certificate's bytes, as `openssl x509 -fingerprint` prints them, but in hexadecimal without
 * colons. WebCrypto is not used: each call takes longer than hashing so few bytes here (80 µs instead of 15 µs for
 * both).
 */
export async function fingerprints(der: Bytes): Promise<{ sha1: string; sha256: string }> {
  return { sha1: toHex(sha1(der)), sha256: toHex(sha256(der)) };
}
