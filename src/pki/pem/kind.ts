/** What a structure is, decided by its first elements. Each reader of this folder then reads only one kind. */
import {
  Asn1Error,
  childrenOf,
  contentsAt,
  dottedOf,
  ifRead,
  isContext,
  isTag,
  parseDer,
  tags,
  type Block,
  type Bytes,
} from '../asn1/asn1.ts';
import { headerAt, UNTIL_MARK } from '../asn1/header.ts';

export type Kind =
  | Container
  | 'certificate'
  | 'certificate request'
  | 'private key'
  | 'public key'
  | 'revocation list';
type Container = 'PKCS#7' | 'PKCS#12';

const CONTENT_TYPES = '1.2.840.113549.1.7.';

/**
 * Whether the bytes begin as a container or a message, in DER or in BER. These two are read in either form (ber.ts),
 * everything else only in DER.
 */
export const containerKind = (bytes: Bytes): Container | undefined => ifRead(() => containerIn(bytes));

function containerIn(bytes: Bytes): Container | undefined {
  const root = contentsIn(bytes, 0, SEQUENCE);
  const first = bytes[root];
  if (first !== tags.OBJECT_IDENTIFIER && first !== tags.INTEGER) return undefined;
  const [, end] = contentsAt(bytes, root + 1, bytes.length, { anyForm: true });
  if (first === tags.OBJECT_IDENTIFIER) return bytes[end] === CONTEXT_0 ? 'PKCS#7' : undefined;
  const type = contentsIn(bytes, end, SEQUENCE);
  if (bytes[type] !== tags.OBJECT_IDENTIFIER) return undefined;
  return dottedOf(parseDer(bytes.subarray(type))).startsWith(CONTENT_TYPES) ? 'PKCS#12' : undefined;
}

/** The PEM label for what a structure is; undefined for a kind that this console does not use. */
export function labelOf(bytes: Bytes): string | undefined {
  const container = containerKind(bytes);
  if (container) return container === 'PKCS#12' ? 'PKCS12' : 'PKCS7';
  const root = ifRead(() => parseDer(bytes));
  const [first, second] = root ? childrenOf(root) : [];
  switch (root && kindOf(root)) {
    case 'certificate':
      return 'CERTIFICATE';
    case 'certificate request':
      return 'CERTIFICATE REQUEST';
    case 'revocation list':
      return 'X509 CRL';
    case 'public key':
      return isTag(first, tags.INTEGER) ? 'RSA PUBLIC KEY' : 'PUBLIC KEY';
    case 'private key':
      if (!isTag(first, tags.INTEGER)) return 'ENCRYPTED PRIVATE KEY';
      if (isTag(second, tags.INTEGER)) return 'RSA PRIVATE KEY';
      return isTag(second, tags.SEQUENCE) ? 'PRIVATE KEY' : 'EC PRIVATE KEY';
    case undefined:
      return undefined;
  }
}

/** How long a SEQUENCE in DER is, with its header; undefined for anything else. */
export function sequenceLength(start: Bytes): number | undefined {
  const header = headerAt(start, 0);
  return header?.tag === SEQUENCE && header.length !== UNTIL_MARK ? header.start + header.length : undefined;
}

const SEQUENCE = 0x30;
const CONTEXT_0 = 0xa0;

/** Where the contents of an element begin, whose length may be indefinite. Throws `Asn1Error` for another element. */
function contentsIn(bytes: Bytes, at: number, identifier: number): number {
  if (bytes[at] !== identifier) throw new Asn1Error('another element');
  if (bytes[at + 1] === 0x80) return at + 2;
  return contentsAt(bytes, at + 1, Infinity, { anyForm: true })[0];
}

/**
 * What a DER structure is, unless it is a container; undefined for a kind that this console does not use. An encrypted
 * private key is also a private key.
 */
export function kindOf(root: Block): Exclude<Kind, Container> | undefined {
  if (!isTag(root, tags.SEQUENCE)) return undefined;
  const [first, second, third] = childrenOf(root);
  if (isTag(first, tags.INTEGER)) {
    if (isTag(second, tags.SEQUENCE)) return 'private key';
    if (isTag(second, tags.INTEGER)) return third ? 'private key' : 'public key';
    return isTag(second, tags.OCTET_STRING) ? 'private key' : undefined;
  }
  if (!isTag(first, tags.SEQUENCE)) return undefined;
  if (!third) {
    if (isTag(second, tags.OCTET_STRING)) return 'private key';
    return isTag(second, tags.BIT_STRING) && typeOf(first) !== '' ? 'public key' : undefined;
  }
  return isTag(third, tags.BIT_STRING) ? signedKind(childrenOf(first)) : undefined;
}

/**
 * The kind of a signed structure: TBSCertificate, CertificationRequestInfo (RFC 2986, 4.1) or TBSCertList (RFC 5280,
 * 5.1).
 */
function signedKind(fields: Block[]): ReturnType<typeof kindOf> {
  if (isContext(fields[0], 0)) return 'certificate';
  const [first, second, third, fourth] = fields.map((field) =>
    isContext(field, 0) ? 'attributes' : tagOf(field),
  );
  const { INTEGER, SEQUENCE, UTC_TIME, GENERALIZED_TIME } = tags;
  const isDate = (tag: number | string | undefined) => tag === UTC_TIME || tag === GENERALIZED_TIME;
  if (isDate(third) || (first === INTEGER && isDate(fourth))) return 'revocation list';
  if (first !== INTEGER || second !== SEQUENCE || third !== SEQUENCE) return undefined;
  return fourth === SEQUENCE ? 'certificate' : 'certificate request';
}

const tagOf = ({ idBlock }: Block): number => (idBlock.tagClass === 1 ? idBlock.tagNumber : -1);

/** The OBJECT IDENTIFIER at the beginning of a SEQUENCE. */
function typeOf(block: Block): string {
  const [type] = childrenOf(block);
  return isTag(type, tags.OBJECT_IDENTIFIER) ? dottedOf(type) : '';
}
