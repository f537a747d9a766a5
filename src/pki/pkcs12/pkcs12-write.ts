/** Writes a PKCS#12 file (RFC 7292) with one private key and its certificate: a backup that other programs open. */
import {
  CERT_BAG,
  DATA,
  ENCRYPTED_DATA,
  FRIENDLY_NAME,
  LOCAL_KEY_ID,
  SHROUDED_KEY_BAG,
  X509_CERTIFICATE,
} from './pkcs12-oids.ts';
import { BmpString, Primitive } from 'asn1js';
import {
  encode,
  explicit,
  integer,
  nullValue,
  octetString,
  oid,
  parseDer,
  sequence,
  set,
  type Block,
  type Bytes,
} from '../asn1/asn1.ts';
import { encryptPbes2, encryptPrivateKey } from '../key/encrypt-private-key.ts';
import { toHex } from '../asn1/hex.ts';
import { bmpForms, pkcs12Mac, utf16 } from './pkcs12-key.ts';

/**
 * Rounds for the key, for the certificate and for the MAC. All three are equal, because an attacker guesses the
 * password with the cheapest one. There are no more, because .NET's current loader refuses files with more than 300,000
 * for one of them or 1,000,000 in total.
 */
const PKCS12_ITERATIONS = 300_000;

const SHA256 = '2.16.840.1.101.3.4.2.1';

/**
 * `friendlyName` is the name under which Windows and keytool list the entry; `chain` contains the issuers'
 * certificates.
 */
export async function writePkcs12(
  pkcs8: Bytes,
  certificate: Bytes,
  password: string,
  friendlyName: string,
  { chain = [], iterations = PKCS12_ITERATIONS }: { chain?: readonly Bytes[]; iterations?: number } = {},
): Promise<Bytes> {
  // The localKeyId links the key to its certificate (RFC 7292, 4.2). Like OpenSSL, this uses the certificate's SHA-1.
  const keyId = new Uint8Array(await crypto.subtle.digest('SHA-1', certificate));
  const attributes = setOf(
    sequence(oid(FRIENDLY_NAME), set(new BmpString({ value: friendlyName }))),
    sequence(oid(LOCAL_KEY_ID), set(octetString(keyId))),
  );
  const keyBag = sequence(
    oid(SHROUDED_KEY_BAG),
    explicit(0, parseDer(await encryptPrivateKey(pkcs8, password, iterations))),
    attributes,
  );
  const { algorithm, ciphertext } = await encryptPbes2(
    encode(sequence(certificateBag(certificate, attributes), ...chain.map((der) => certificateBag(der)))),
    password,
    iterations,
  );
  // EncryptedData (RFC 5652, 8): version 0, the ciphertext as [0] IMPLICIT OCTET STRING.
  const encrypted = new Primitive({ idBlock: { tagClass: 3, tagNumber: 0 }, valueHex: ciphertext });
  const safe = encode(
    sequence(
      sequence(
        oid(ENCRYPTED_DATA),
        explicit(0, sequence(integer(0), sequence(oid(DATA), algorithm, encrypted))),
      ),
      sequence(oid(DATA), explicit(0, octetString(encode(sequence(keyBag))))),
    ),
  );
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const [bmp] = bmpForms(utf16(password));
  const mac = pkcs12Mac('SHA-256', bmp!, salt, iterations, safe);
  return encode(
    sequence(
      integer(3),
      sequence(oid(DATA), explicit(0, octetString(safe))),
      sequence(
        sequence(sequence(oid(SHA256), nullValue()), octetString(mac)),
        octetString(salt),
        integer(iterations),
      ),
    ),
  );
}

/** A SET OF in DER: elements in ascending order of their bytes (X.690, 11.6). */
const setOf = (...elements: Block[]): Block =>
  set(...elements.toSorted((a, b) => (toHex(encode(a)) < toHex(encode(b)) ? -1 : 1)));

const certificateBag = (der: Bytes, ...attributes: Block[]): Block =>
  sequence(
    oid(CERT_BAG),
    explicit(0, sequence(oid(X509_CERTIFICATE), explicit(0, octetString(der)))),
    ...attributes,
  );
