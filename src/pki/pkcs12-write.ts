/** A PKCS#12 file (RFC 7292) with one private key and its certificate: a backup that other programs open. */
import {
  CERT_BAG,
  DATA,
  ENCRYPTED_DATA,
  FRIENDLY_NAME,
  LOCAL_KEY_ID,
  SHROUDED_KEY_BAG,
  X509_CERTIFICATE,
} from './pkcs12-oids.ts';
import { BMP_STRING, type Bytes } from './der.ts';
import { encode, nullValue, octetString, oid, sequence } from './der-write.ts';
import { encryptPbes2, encryptPrivateKey, number } from './encrypt-private-key.ts';
import { toHex } from './hex.ts';
import { bmpPassword, pkcs12Mac, utf16 } from './pkcs12-key.ts';

/**
 * Rounds for the key, the certificate and the MAC alike: whichever is the fewest is what a guess at the password costs.
 * Not more, because .NET's loader of today refuses files above 300,000 in one of them or 1,000,000 together.
 */
export const PKCS12_ITERATIONS = 300_000;

const SHA256 = '2.16.840.1.101.3.4.2.1';

/** `friendlyName` is what Windows and keytool list the entry by. */
export async function writePkcs12(
  pkcs8: Bytes,
  certificate: Bytes,
  password: string,
  friendlyName: string,
  iterations = PKCS12_ITERATIONS,
): Promise<Bytes> {
  // Which certificate belongs to which key (RFC 7292, 4.2): OpenSSL takes the certificate's SHA-1 for it, too.
  const keyId = new Uint8Array(await crypto.subtle.digest('SHA-1', certificate));
  const attributes = set(
    sequence(oid(FRIENDLY_NAME), set(encode(BMP_STRING, utf16(friendlyName)))),
    sequence(oid(LOCAL_KEY_ID), set(octetString(keyId))),
  );
  const certificateBag = sequence(
    oid(CERT_BAG),
    explicit(sequence(oid(X509_CERTIFICATE), explicit(octetString(certificate)))),
    attributes,
  );
  const keyBag = sequence(
    oid(SHROUDED_KEY_BAG),
    explicit(await encryptPrivateKey(pkcs8, password, iterations)),
    attributes,
  );
  const { algorithm, ciphertext } = await encryptPbes2(sequence(certificateBag), password, iterations);
  const safe = sequence(
    sequence(
      oid(ENCRYPTED_DATA),
      // EncryptedData (RFC 5652, 8): version 0, the ciphertext as [0] IMPLICIT OCTET STRING.
      explicit(sequence(number(0), sequence(oid(DATA), algorithm, encode(0x80, ciphertext)))),
    ),
    sequence(oid(DATA), explicit(octetString(sequence(keyBag)))),
  );
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const mac = pkcs12Mac('SHA-256', bmpPassword(password), salt, iterations, safe);
  return sequence(
    number(3),
    sequence(oid(DATA), explicit(octetString(safe))),
    sequence(
      sequence(sequence(oid(SHA256), nullValue()), octetString(mac)),
      octetString(salt),
      number(iterations),
    ),
  );
}

const explicit = (contents: Bytes): Bytes => encode(0xa0, contents);

/** SET OF in DER: its elements in ascending order of their bytes (X.690, 11.6). */
function set(...elements: Bytes[]): Bytes {
  return encode(0x31, ...elements.toSorted((a, b) => (toHex(a) < toHex(b) ? -1 : 1)));
}
