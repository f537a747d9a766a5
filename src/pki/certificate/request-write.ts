/**
 * Certificate requests (PKCS#10, RFC 2986) for the customer's own CA, written by pkijs as `openssl req -new` writes
 * them.
 */
import { Attribute, CertificationRequest, Extensions, PublicKeyInfo } from 'pkijs';
import { encode, type Bytes } from '../asn1/asn1.ts';
import { EXTENSION_REQUEST } from './request.ts';
import { keyUsage, nameOf, signingKey, type SignatureHash, type Subject } from './self-signed.ts';

/**
 * A certificate request for this pair, signed with its private key. It requests a critical key usage, Key Encipherment,
 * because the certificate wraps session keys. The CA decides everything else in the certificate.
 */
export async function certificateRequest(
  keys: CryptoKeyPair,
  { subject, hash }: { subject: Subject; hash: SignatureHash },
): Promise<Bytes> {
  const spki = await crypto.subtle.exportKey('spki', keys.publicKey);
  const request = new CertificationRequest({
    version: 0,
    subject: nameOf(subject),
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(spki),
    attributes: [
      new Attribute({
        type: EXTENSION_REQUEST,
        values: [new Extensions({ extensions: [keyUsage(2)] }).toSchema()],
      }),
    ],
  });
  await request.sign(await signingKey(keys.privateKey, hash), hash);
  return encode(request.toSchema(true));
}
