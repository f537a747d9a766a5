/** Self-signed recording certificates (RFC 5280, 4.1), written by pkijs as `openssl req -new -x509` writes them. */
import * as asn1js from 'asn1js';
import {
  BasicConstraints,
  Certificate,
  Extension,
  PublicKeyInfo,
  RelativeDistinguishedNames,
  Time,
  TimeType,
} from 'pkijs';
import { encode, oid, sequence, set, type Bytes } from '../asn1/asn1.ts';

export type SignatureHash = 'SHA-256' | 'SHA-384' | 'SHA-512';

/** One attribute of the subject, by its short name, in the order of the documentation's `-subj`. */
type SubjectField = 'CN' | 'C' | 'ST' | 'L' | 'O' | 'OU';
export type Subject = readonly (readonly [field: SubjectField, value: string])[];

const OIDS: Record<SubjectField, string> = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  ST: '2.5.4.8',
  L: '2.5.4.7',
  O: '2.5.4.10',
  OU: '2.5.4.11',
};

export interface CertificateRequest {
  subject: Subject;
  /** The first second of the validity; fractions of a second are dropped. */
  notBefore: Date;
  /** Days of 86,400 seconds, as OpenSSL's `-days` counts. */
  days: number;
  hash: SignatureHash;
}

export const DAY_MS = 86_400_000;

/** The first and the last second of the validity. */
function validityOf({ notBefore, days }: Pick<CertificateRequest, 'notBefore' | 'days'>): [Date, Date] {
  const start = Math.floor(notBefore.getTime() / 1000) * 1000;
  return [new Date(start), new Date(start + days * DAY_MS)];
}

/**
 * A certificate for the pair, signed with its own private key. Version 3, random serial number; subject key identifier,
 * authority key identifier and critical basic constraints as in OpenSSL's default `x509_extensions`; and a critical key
 * usage: Key Encipherment, because the certificate wraps session keys, and Certificate Sign, because it verifies its
 * own signature.
 */
export async function selfSignedCertificate(
  keys: CryptoKeyPair,
  request: CertificateRequest,
): Promise<Bytes> {
  const spki = await crypto.subtle.exportKey('spki', keys.publicKey);
  const publicKey = PublicKeyInfo.fromBER(spki);
  const keyBits = new Uint8Array(publicKey.subjectPublicKey.valueBlock.valueHexView);
  const keyIdentifier = await crypto.subtle.digest('SHA-1', keyBits);
  const name = nameOf(request.subject);
  const [notBefore, notAfter] = validityOf(request);

  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ valueHex: randomSerialNumber().buffer });
  certificate.issuer = name;
  certificate.subject = name;
  certificate.notBefore = timeOf(notBefore);
  certificate.notAfter = timeOf(notAfter);
  certificate.subjectPublicKeyInfo = publicKey;
  certificate.extensions = [
    extension('2.5.29.14', false, new asn1js.OctetString({ valueHex: keyIdentifier })),
    extension('2.5.29.35', false, authorityKeyIdentifier(keyIdentifier)),
    extension('2.5.29.19', true, new BasicConstraints({ cA: true }).toSchema()),
    keyUsage(2, 5),
  ];
  await certificate.sign(await signingKey(keys.privateKey, request.hash), request.hash);
  return encode(certificate.toSchema(true));
}

/** A critical KeyUsage (4.2.1.3) with these bits. What follows the last one is unused. */
export function keyUsage(...bits: readonly number[]): Extension {
  const byte = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  const unusedBits = 7 - Math.max(...bits);
  return extension('2.5.29.15', true, new asn1js.BitString({ valueHex: Uint8Array.of(byte), unusedBits }));
}

/** A key for signing with this hash. A WebCrypto key is bound to one hash, so it is imported again. */
export async function signingKey(privateKey: CryptoKey, hash: SignatureHash): Promise<CryptoKey> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey);
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash };
  return crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
}

/**
 * A Name as a SEQUENCE of SETs with one attribute each. Country is a PrintableString (X.520, 6.3.1), the rest
 * UTF8String. pkijs would write a name made from attributes as one RDN with many values, so it reads these bytes.
 */
export function nameOf(subject: Subject): RelativeDistinguishedNames {
  const rdns = subject.map(([field, value]) => {
    const text = field === 'C' ? new asn1js.PrintableString({ value }) : new asn1js.Utf8String({ value });
    return set(sequence(oid(OIDS[field]), text));
  });
  return RelativeDistinguishedNames.fromBER(encode(sequence(...rdns)));
}

/**
 * 20 bytes, the most that RFC 5280, 4.1.2.2 allows. The first two bits are fixed, so that the number is positive and
 * always has the full length; 158 bits are random.
 */
function randomSerialNumber(): Bytes {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes;
}

/** UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5). */
const timeOf = (value: Date) =>
  new Time({ type: value.getUTCFullYear() < 2050 ? TimeType.UTCTime : TimeType.GeneralizedTime, value });

const extension = (extnID: string, critical: boolean, value: asn1js.BaseBlock) =>
  new Extension({ extnID, critical, extnValue: value.toBER() });

/** An AuthorityKeyIdentifier (RFC 5280, 4.2.1.1) that contains only keyIdentifier, [0]. */
const authorityKeyIdentifier = (keyIdentifier: ArrayBuffer) =>
  new asn1js.Sequence({
    value: [new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber: 0 }, valueHex: keyIdentifier })],
  });
