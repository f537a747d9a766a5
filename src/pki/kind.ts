/** What a DER structure is, decided by its first elements. Each reader of this folder then reads only one kind. */
import { childrenOf, dottedOf, isContext, isTag, tags, type Block } from './asn1.ts';

export type Kind =
  | 'certificate'
  | 'certificate request'
  | 'private key'
  | 'public key'
  | 'PKCS#7'
  | 'PKCS#12'
  | 'revocation list';

const CONTENT_TYPES = '1.2.840.113549.1.7.';

/** Undefined for a kind that this console does not use. An encrypted private key is also a private key. */
export function kindOf(root: Block): Kind | undefined {
  if (!isTag(root, tags.SEQUENCE)) return undefined;
  const [first, second, third] = childrenOf(root);
  if (isTag(first, tags.INTEGER)) {
    // Where a PFX (PKCS#12) has a ContentInfo, a PKCS#8 has an algorithm.
    if (isTag(second, tags.SEQUENCE))
      return typeOf(second).startsWith(CONTENT_TYPES) ? 'PKCS#12' : 'private key';
    if (isTag(second, tags.INTEGER)) return third ? 'private key' : 'public key';
    return isTag(second, tags.OCTET_STRING) ? 'private key' : undefined;
  }
  if (isTag(first, tags.OBJECT_IDENTIFIER)) return isContext(second, 0) ? 'PKCS#7' : undefined;
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
function signedKind(fields: Block[]): Kind | undefined {
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
