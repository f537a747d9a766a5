/** AES-CBC with PKCS#7 padding (RFC 5652, 6.3), as WebCrypto has it. */
import type { Bytes } from './asn1.ts';

export const BLOCK_BYTES = 16;

export interface AesCbc {
  /** The encryption of nothing: one block of padding. */
  padding: (iv: Bytes) => Promise<Bytes>;
  /** Throws where the end is no padding. */
  decrypt: (data: Bytes, iv: Bytes) => Promise<Bytes>;
}

/** By WebCrypto; where it has no AES with keys of 192 bits, as in Chromium, by node-forge, which is slower. */
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
