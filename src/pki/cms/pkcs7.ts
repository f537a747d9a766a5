/** PKCS#7 and CMS messages (RFC 2315; RFC 5652): the recipients of a session key, and the certificates in a bundle. */
import { AlgorithmIdentifier, IssuerAndSerialNumber, KeyTransRecipientInfo } from 'pkijs';
import {
  Asn1Error,
  type Block,
  type Bytes,
  childrenOf,
  dottedOf,
  fieldsOf,
  isContext,
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
import { serialNumber } from '../certificate/certificate.ts';
import type { Name } from '../certificate/facts.ts';
import { toHex } from '../asn1/hex.ts';
import { readName } from '../certificate/name.ts';
import { namesOf } from '../asn1/object-names.ts';
import { RSAES_OAEP } from '../key/public-key.ts';
import { failure, success, type Result } from '../result.ts';
import { hashNames } from '../key/hashes.ts';
import type { Oaep } from '../key/rsa-padding.ts';

/** One recipient of an envelope. The envelopes of recordings identify recipients by issuer and serial number. */
export type RecipientFacts = (
  | { by: 'issuer and serial number'; issuer: Name; serialNumber: { hex: string; decimal: string } }
  | { by: 'subject key identifier'; keyIdentifier: string }
) & {
  /** The algorithm that wraps the session key, by OpenSSL's name: "rsaEncryption" is PKCS#1 v1.5. */
  keyTransport: string;
  /** The parameters of RSAES-OAEP; the name of the part that is not supported here. */
  oaep?: Result<Oaep>;
  encryptedKey: Bytes;
};

/**
 * EnvelopedData (RFC 5652, 6.1). The envelope of a recording contains only the wrapped session key; the media is a
 * separate file. AuthEnvelopedData (RFC 5083, 2.1) has the same facts, but a cipher such as AES-256-GCM.
 */
export interface EnvelopeFacts {
  version: number;
  recipients: RecipientFacts[];
  /** Recipients of other kinds (key agreement, passwords), by name. */
  otherRecipients: string[];
  /** OpenSSL's name of the content type: "pkcs7-data". */
  contentType: string;
  /** "AES-256-CBC" */
  cipher: string;
  iv: Bytes | undefined;
  /** Bytes of ciphertext in the envelope; undefined if there are none, as with a recording. */
  contentBytes: number | undefined;
}

/** SignedData (RFC 5652, 5.1) that only carries certificates: a .p7b file. */
export interface BundleFacts {
  /** The bytes of each certificate, not parsed yet. */
  certificates: Bytes[];
  revocationLists: number;
  signers: number;
}

type Pkcs7Facts =
  | ({ type: 'envelope' } & EnvelopeFacts)
  | ({ type: 'bundle' } & BundleFacts)
  /** A different content type, by OpenSSL's name. */
  | { type: 'other'; contentType: string };

const SIGNED_DATA = '1.2.840.113549.1.7.2';
export const ENVELOPED_DATA = '1.2.840.113549.1.7.3';
const AUTH_ENVELOPED_DATA = '1.2.840.113549.1.9.16.1.23';
/** The most recipients that are read. A recording has one for each assigned certificate. */
const MAX_RECIPIENTS = 1000;

/** Where the certificates of a bundle are: in a SignedData, which is in a ContentInfo. */
const CERTIFICATES = [0x30, 0xa0, 0x30, 0xa0];

/**
 * Reads a ContentInfo, in DER or in BER. The certificates in a bundle are taken as they stand. Answers `not_pkcs7` with
 * the rule that was broken.
 */
export function inspectPkcs7(bytes: Bytes): Result<Pkcs7Facts> {
  return reading('not_pkcs7', () => pkcs7Facts(bytes));
}

function pkcs7Facts(bytes: Bytes): Pkcs7Facts {
  const { der, takenOut } = toDer(bytes, CERTIFICATES);
  const [type, tagged] = fieldsOf(parseDer(der));
  const dotted = dottedOf(type);
  const { longName } = namesOf(dotted);
  if (!/^1\.2\.840\.113549\.1\.(7\.[1-6]|9\.16\.1\.\d+)$/.test(dotted)) {
    throw notReadHere(`the content type ${longName}`);
  }
  const [content] = isContext(tagged, 0) ? childrenOf(tagged) : [];
  if (dotted === ENVELOPED_DATA || dotted === AUTH_ENVELOPED_DATA)
    return { type: 'envelope', ...readEnvelope(content) };
  if (dotted === SIGNED_DATA) return { type: 'bundle', ...readBundle(content, takenOut) };
  return { type: 'other', contentType: longName };
}

/**
 * Reads the parts one by one, because pkijs's EnvelopedData requires content, which a recording's envelope does not
 * have.
 */
function readEnvelope(content: Block | undefined): EnvelopeFacts {
  const [version, ...rest] = fieldsOf(content);
  // OriginatorInfo is optional and comes first.
  const [infos, encrypted] = isContext(rest[0], 0) ? rest.slice(1) : rest;
  const all = fieldsOf(infos, 'SET');
  if (all.length > MAX_RECIPIENTS) throw notReadHere(`more than ${MAX_RECIPIENTS} recipients`);
  const [contentType, cipher, data] = fieldsOf(encrypted);
  const { algorithmId, algorithmParams } = structure(AlgorithmIdentifier, cipher);
  const iv = algorithmParams as Block | undefined;
  if (data && !isContext(data, 0)) throw new Asn1Error('more than an envelope holds');
  return {
    version: smallInteger(version),
    recipients: all.filter((info) => isTag(info, tags.SEQUENCE)).map(readRecipient),
    otherRecipients: all
      .filter((info): boolean => !isTag(info, tags.SEQUENCE))
      .map(({ idBlock }) => OTHER_RECIPIENTS[idBlock.tagNumber] ?? 'of an unknown kind'),
    contentType: namesOf(dottedOf(contentType)).longName,
    cipher: namesOf(algorithmId).longName.toUpperCase(),
    iv: isTag(iv, tags.OCTET_STRING) ? octetsOf(iv).slice() : undefined,
    contentBytes: data && implicitOctets(data).length,
  };
}

/** The ciphertext inside an envelope; undefined where it is a separate file. */
export function attachedContent(bytes: Bytes): Bytes | undefined {
  const [, tagged] = fieldsOf(parseDer(toDer(bytes).der));
  const encrypted = fieldsOf(childrenOf(tagged!)[0]).find((field) => isTag(field, tags.SEQUENCE));
  const data = fieldsOf(encrypted)[2];
  return data && implicitOctets(data);
}

const OTHER_RECIPIENTS: Record<number, string> = {
  1: 'by key agreement',
  2: 'by a key both sides have',
  3: 'by a password',
  4: 'in another way',
};

/** KeyTransRecipientInfo (6.2.1). */
function readRecipient(block: Block): RecipientFacts {
  const info = structure(KeyTransRecipientInfo, block);
  const { algorithmId } = info.keyEncryptionAlgorithm;
  const rest = {
    keyTransport: namesOf(algorithmId).longName,
    ...(algorithmId === RSAES_OAEP && { oaep: oaepOf(fieldsOf(fieldsOf(block)[2])[1]) }),
    encryptedKey: octetsOf(info.encryptedKey).slice(),
  };
  const [, id] = fieldsOf(block);
  if (!(info.rid instanceof IssuerAndSerialNumber)) {
    return { by: 'subject key identifier', keyIdentifier: toHex(implicitOctets(id!)), ...rest };
  }
  const [issuer, serial] = fieldsOf(id);
  return {
    by: 'issuer and serial number',
    issuer: readName(issuer),
    serialNumber: serialNumber(serial),
    ...rest,
  };
}

const MGF1 = '1.2.840.113549.1.1.8';
const P_SPECIFIED = '1.2.840.113549.1.1.9';

/** RSAES-OAEP-params (RFC 8017, A.2.1). What is left out is SHA-1, its mask, and an empty label. */
function oaepOf(parameters: Block | undefined): Result<Oaep> {
  const oaep: Oaep = { hash: 'SHA-1', maskHash: 'SHA-1', label: new Uint8Array(0) };
  for (const field of isTag(parameters, tags.SEQUENCE) ? childrenOf(parameters) : []) {
    const [type, inner] = fieldsOf(childrenOf(field)[0]);
    const dotted = dottedOf(type);
    const isMask = isContext(field, 1);
    if (isContext(field, 2)) {
      if (dotted !== P_SPECIFIED) return failure('unsupported_encryption', namesOf(dotted).longName);
      oaep.label = octetsOf(inner).slice();
      continue;
    }
    if (isMask && dotted !== MGF1) return failure('unsupported_encryption', namesOf(dotted).longName);
    const name = isMask ? dottedOf(fieldsOf(inner)[0]) : dotted;
    const hash = hashNames[name];
    if (!hash) return failure('unsupported_encryption', `RSAES-OAEP with ${namesOf(name).longName}`);
    oaep[isMask ? 'maskHash' : 'hash'] = hash;
  }
  return success(oaep);
}

/**
 * Reads the parts one by one: pkijs's SignedData reads all certificates together, so a broken one would hide the
 * others.
 */
function readBundle(content: Block | undefined, certificates: readonly Bytes[]): BundleFacts {
  const [version, digests, inner, ...rest] = fieldsOf(content);
  smallInteger(version);
  fieldsOf(digests, 'SET');
  fieldsOf(inner);
  const bundle: BundleFacts = {
    // Attribute certificates and similar ones have a tag; X.509 certificates are SEQUENCEs.
    certificates: certificates.filter(([identifier]) => identifier === 0x30),
    revocationLists: 0,
    signers: 0,
  };
  for (const field of rest) {
    if (isContext(field, 1)) bundle.revocationLists = childrenOf(field).length;
    else if (isTag(field, tags.SET)) bundle.signers = childrenOf(field).length;
    else if (!isContext(field, 0)) throw new Asn1Error('more than a bundle holds');
  }
  return bundle;
}
