/**
 * Certificate requests (PKCS#10, RFC 2986) for the customer's own CA, written by pkijs as `openssl req -new` writes
 * them.
 */
import * as asn1js from 'asn1js';
import {
  Attribute,
  CertificationRequest,
  Extensions,
  PublicKeyInfo,
  RelativeDistinguishedNames,
} from 'pkijs';
import type { Bytes } from '../asn1/asn1.ts';
import { extension, nameOf, signingKey, type SignatureHash, type Subject } from './self-signed.ts';

/** extensionRequest (RFC 2985, 5.4.2). */
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

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
    // pkijs would write a name made from attributes as one RDN with many values, so it is read back from its bytes.
    subject: new RelativeDistinguishedNames({ schema: asn1js.fromBER(nameOf(subject).toBER()).result }),
    subjectPublicKeyInfo: new PublicKeyInfo({ schema: asn1js.fromBER(spki).result }),
    attributes: [
      new Attribute({
        type: EXTENSION_REQUEST,
        values: [
          new Extensions({
            // KeyUsage (RFC 5280, 4.2.1.3): bit 2, so the byte 0x20 has five unused bits at the end.
            extensions: [
              extension(
                '2.5.29.15',
                true,
                new asn1js.BitString({ valueHex: Uint8Array.of(0x20).buffer, unusedBits: 5 }),
              ),
            ],
          }).toSchema(),
        ],
      }),
    ],
  });
  await request.sign(await signingKey(keys.privateKey, hash), hash);
  return new Uint8Array(request.toSchema(true).toBER());
}
