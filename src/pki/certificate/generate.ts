/** Generates RSA key pairs with WebCrypto. */

/** Documented: "2048-bit RSA (or higher)". */
export type KeyBits = 2048 | 3072 | 4096;

/**
 * A new pair, extractable so that it can be saved. It is generated for RSASSA-PKCS1-v1_5, because WebCrypto then writes
 * its algorithm as `rsaEncryption` (RFC 3279, 2.3.1); other programs refuse a key marked OAEP or PSS for key transport.
 * WebCrypto works in another thread and cannot be stopped; a caller that no longer wants the pair ignores the promise.
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
