/** RSA key pairs by WebCrypto. */

/** Documented: "2048-bit RSA (or higher)". */
export type KeyBits = 2048 | 3072 | 4096;

/**
 * A new pair, extractable so that it can be saved. Marked RSASSA-PKCS1-v1_5, because that is what WebCrypto writes as
 * `rsaEncryption` (RFC 3279, 2.3.1): a key marked OAEP or PSS is refused by others for key transport.
 * WebCrypto makes it off this thread and cannot be stopped; whoever no longer wants it drops the promise.
 */
export const generateKeyPair = (bits: KeyBits): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: bits,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: 'SHA-256',
    },
    true,
    ['sign', 'verify'],
  );
