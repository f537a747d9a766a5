/** AES-CBC with PKCS#7 padding (RFC 5652, 6.3), as WebCrypto implements it. */
import type { Bytes } from '../asn1/asn1.ts';

export const BLOCK_BYTES = 16;

export interface AesCbc {
  /** The encryption of an empty text: one block of padding. */
  padding: (iv: Bytes) => Promise<Bytes>;
  /** Throws if the data does not end in valid padding. */
  decrypt: (data: Bytes, iv: Bytes) => Promise<Bytes>;
}

/** Uses WebCrypto. Where that has no AES with 192-bit keys, as in Chromium, uses node-forge, which is slower. */
export async function aesCbc(key: Bytes): Promise<AesCbc> {
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['encrypt', 'decrypt']);
  } catch (error) {
    if (key.length !== 24) throw error;
    const { forgeAesCbc } = await import('./aes-192.ts');
    return forgeAesCbc(key);
  }
  return {
    padding: async (iv) =>
      new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, imported, new Uint8Array())),
    decrypt: async (data, iv) =>
      new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, imported, data)),
  };
}
