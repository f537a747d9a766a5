import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Encryption at rest: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. Layout of a sealed value:
 *
 *     version (1 byte, 1) | nonce (12) | tag (16) | ciphertext
 *
 * `boundTo` is the additional authenticated data, so that a sealed value cannot be opened in another row.
 */
export interface Seal {
  seal(plain: Uint8Array, boundTo: string): Buffer;
  /** Throws when the key, `boundTo` or a byte of the value differs. */
  open(sealed: Uint8Array, boundTo: string): Buffer;
  /**
   * HMAC-SHA-256 under a key that is derived for the purpose (HKDF, RFC 5869). It recognises a text again, and without
   * the key nobody can try guesses on it.
   */
  mac(text: string, purpose: string): Buffer;
  /** A seal with a key of its own, derived for the purpose (HKDF). What the key of the private keys seals stays here. */
  forPurpose(purpose: string): Seal;
}

/** A value in a text that a browser keeps: nobody can forge it or read it. */
export const sealedText = (seal: Seal, value: unknown, purpose: string): string =>
  seal
    .forPurpose(purpose)
    .seal(Buffer.from(JSON.stringify(value)), purpose)
    .toString('base64url');

/** What was sealed; undefined where the text is none of ours. */
export function unsealed(seal: Seal, text: string, purpose: string): unknown {
  try {
    return JSON.parse(seal.forPurpose(purpose).open(Buffer.from(text, 'base64url'), purpose).toString());
  } catch {
    return undefined;
  }
}

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

export function createSeal(key: Buffer): Seal {
  return {
    seal(plain, boundTo) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
      cipher.setAAD(Buffer.from(boundTo));
      const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ciphertext]);
    },
    open(sealed, boundTo) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== VERSION) throw new Error('Sealed value of an unknown version');
      const nonce = bytes.subarray(1, 1 + NONCE);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
      decipher.setAAD(Buffer.from(boundTo));
      decipher.setAuthTag(bytes.subarray(1 + NONCE, 1 + NONCE + TAG));
      return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE + TAG)), decipher.final()]);
    },
    mac: (text, purpose) => createHmac('sha256', derive(key, purpose)).update(text).digest(),
    forPurpose: (purpose) => createSeal(derive(key, `seal: ${purpose}`)),
  };
}

const derive = (key: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
