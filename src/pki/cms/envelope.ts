/**
 * Writes the envelope of a recording; `pkcs7.ts` reads it. It is a PKCS#7 EnvelopedData without content (RFC 2315,
 * 10.1; RFC 5652, 6.1): it contains the session key of one media file, wrapped for every certificate. The encrypted
 * media is a separate file.
 */
import { Certificate } from 'pkijs';
import {
  encode,
  explicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  set,
  type Bytes,
} from '../asn1/asn1.ts';
import { DATA } from '../pkcs12/pkcs12-oids.ts';
import { ENVELOPED_DATA } from './pkcs7.ts';
import { RSA_ENCRYPTION } from '../key/public-key.ts';

const AES_256_CBC = '2.16.840.1.101.3.4.1.42';

interface WrappedFor {
  /** The certificate, DER. Its issuer's bytes and its serial number identify the recipient. */
  certificate: Bytes;
  /** The session key, encrypted with RSAES-PKCS1-v1_5 (RFC 8017, 7.2). */
  encryptedKey: Bytes;
}

/**
 * The envelope in the form that recorders write: version 0, recipients by issuer and serial number, AES-256-CBC with
 * its IV. DER.
 */
export function buildEnvelope(recipients: readonly WrappedFor[], iv: Bytes): Bytes {
  const infos = recipients.map(({ certificate, encryptedKey }) => {
    const { issuer, serialNumber } = Certificate.fromBER(certificate);
    return sequence(
      integer(0),
      sequence(issuer.toSchema(), serialNumber),
      sequence(oid(RSA_ENCRYPTION), nullValue()),
      octetString(encryptedKey),
    );
  });
  const content = sequence(oid(DATA), sequence(oid(AES_256_CBC), octetString(iv)));
  const envelope = sequence(integer(0), set(...infos), content);
  return encode(sequence(oid(ENVELOPED_DATA), explicit(0, envelope)));
}
