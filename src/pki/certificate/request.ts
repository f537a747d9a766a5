/** Certificate requests (PKCS#10, RFC 2986): the contents as plain values. */
import { CertificationRequest, Extensions } from 'pkijs';
import { type Block, bytesOf, fieldsOf, structure } from '../asn1/asn1.ts';
import { describeExtension } from './extensions.ts';
import type { ExtensionFacts, Name, PublicKeyFacts } from './facts.ts';
import { readName } from './name.ts';
import { namesOf } from '../asn1/object-names.ts';
import { readPublicKey } from '../key/public-key.ts';

export interface RequestFacts {
  subject: Name;
  publicKey: PublicKeyFacts;
  signatureAlgorithm: string;
  /** The extensions requested for the certificate. */
  extensions: ExtensionFacts[];
  /** Other attributes, by OpenSSL's names. */
  attributes: string[];
}

/** extensionRequest (RFC 2985, 5.4.2). */
export const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** The facts of a request that is parsed. Its signature is not checked. Throws `Asn1Error`. */
export function requestFacts(block: Block): RequestFacts {
  const [, subject, publicKey] = fieldsOf(fieldsOf(block)[0]);
  const request = structure(CertificationRequest, block);
  const extensions: ExtensionFacts[] = [];
  const attributes: string[] = [];
  for (const { type, values } of request.attributes ?? []) {
    if (type !== EXTENSION_REQUEST) attributes.push(namesOf(type).longName);
    else extensions.push(...structure(Extensions, values[0]).extensions.map(describeExtension));
  }
  return {
    subject: readName(subject),
    publicKey: readPublicKey(request.subjectPublicKeyInfo, bytesOf(publicKey!)),
    signatureAlgorithm: namesOf(request.signatureAlgorithm.algorithmId).longName,
    extensions,
    attributes,
  };
}
