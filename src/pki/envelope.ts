/**
 * The envelope of a recording is written here and read by `pkcs7.ts`: a PKCS#7 EnvelopedData without content
 * (RFC 2315, 10.1; RFC 5652, 6.1). It carries the session key of one media file, wrapped for every certificate; the
 * ciphertext is a file of its own.
 */
import { OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  EncryptedContentInfo,
  EnvelopedData,
  IssuerAndSerialNumber,
  KeyTransRecipientInfo,
  RecipientInfo,
} from 'pkijs';
import { encode, nullValue, octetString, type Bytes } from './asn1.ts';
import { DATA } from './pkcs12-oids.ts';
import { ENVELOPED_DATA } from './pkcs7.ts';
import { RSA_ENCRYPTION } from './public-key.ts';

const AES_256_CBC = '2.16.840.1.101.3.4.1.42';

export interface WrappedFor {
  /** The certificate, DER. Its issuer's bytes and its serial number name the recipient. */
  certificate: Bytes;
  /** The session key, encrypted with RSAES-PKCS1-v1_5 (RFC 8017, 7.2). */
  encryptedKey: Bytes;
}

/** In the form that recorders write: version 0, recipients by issuer and serial number, AES-256-CBC with its IV. DER. */
export function buildEnvelope(recipients: readonly WrappedFor[], iv: Bytes): Bytes {
  const envelope = new EnvelopedData({
    version: 0,
    recipientInfos: recipients.map(({ certificate, encryptedKey }) => {
      const { issuer, serialNumber } = Certificate.fromBER(certificate);
      return new RecipientInfo({
        variant: 1,
        value: new KeyTransRecipientInfo({
          version: 0,
          rid: new IssuerAndSerialNumber({ issuer, serialNumber }),
          keyEncryptionAlgorithm: new AlgorithmIdentifier({
            algorithmId: RSA_ENCRYPTION,
            algorithmParams: nullValue(),
          }),
          encryptedKey: new OctetString({ valueHex: encryptedKey }),
        }),
      });
    }),
    encryptedContentInfo: new EncryptedContentInfo({
      contentType: DATA,
      contentEncryptionAlgorithm: new AlgorithmIdentifier({
        algorithmId: AES_256_CBC,
        algorithmParams: octetString(iv),
      }),
    }),
  });
  const contentInfo = new ContentInfo({ contentType: ENVELOPED_DATA, content: envelope.toSchema() });
  return encode(contentInfo.toSchema());
}
