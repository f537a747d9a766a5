import {
  constants,
  createCipheriv,
  createPrivateKey,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { buildEnvelope } from '../../pki/cms/envelope.ts';
import { encodePem, readPem } from '../../pki/pem/pem.ts';
import { inspectPkcs7 } from '../../pki/cms/pkcs7.ts';
import { PIECE_BYTES } from '../store/media-files.ts';

/**
 * What a recorder does with a media file: encrypts it with AES-256-CBC under a new session key, and wraps that key for
 * every certificate. And what the crypto server does to play it.
 */

const CIPHER = 'aes-256-cbc';
const KEY_BYTES = 32;
const BLOCK_BYTES = 16;
const PADDING = constants.RSA_PKCS1_PADDING;

export interface Encrypted {
  ciphertext: Uint8Array<ArrayBuffer>;
  /** The envelope, PEM. */
  pkcs7: string;
}

/** Encrypts media for certificates (DER). The session key is not kept. */
export function encryptMedia(plain: Uint8Array, certificates: readonly Uint8Array<ArrayBuffer>[]): Encrypted {
  const sessionKey = randomBytes(KEY_BYTES);
  const iv = new Uint8Array(randomBytes(BLOCK_BYTES));
  const cipher = createCipheriv(CIPHER, sessionKey, iv);
  // The padding has 1 to 16 bytes. Written piece by piece, so that the media is in memory twice and not four times.
  const ciphertext = new Uint8Array(plain.length - (plain.length % BLOCK_BYTES) + BLOCK_BYTES);
  let at = 0;
  const add = (piece: Uint8Array) => {
    ciphertext.set(piece, at);
    at += piece.length;
  };
  for (let from = 0; from < plain.length; from += PIECE_BYTES) {
    add(cipher.update(plain.subarray(from, from + PIECE_BYTES)));
  }
  add(cipher.final());
  const recipients = certificates.map((certificate) => {
    const { publicKey } = new X509Certificate(certificate);
    return {
      certificate,
      encryptedKey: new Uint8Array(publicEncrypt({ key: publicKey, padding: PADDING }, sessionKey)),
    };
  });
  sessionKey.fill(0);
  return { ciphertext, pkcs7: encodePem('PKCS7', buildEnvelope(recipients, iv)) };
}

/** A private key (PKCS#8, DER), and the issuer and serial number of its certificate, which identify the recipient. */
export interface Opener {
  issuerDer: Uint8Array;
  serialDecimal: string;
  pkcs8: Uint8Array<ArrayBuffer>;
}

/**
 * Unwraps the session key that an envelope has for this recipient. Undefined where it has none, or where the private
 * key does not open it. The private key is overwritten.
 */
export function unwrapSessionKey(
  pkcs7: string,
  opener: Opener,
): { sessionKey: Uint8Array<ArrayBuffer>; iv: Uint8Array } | undefined {
  const { issuerDer, serialDecimal, pkcs8 } = opener;
  try {
    const block = readPem(pkcs7)[0];
    const facts = block && inspectPkcs7(block.bytes);
    if (!facts?.ok || facts.value.type !== 'envelope' || !facts.value.iv) return undefined;
    const { recipients, iv } = facts.value;
    const recipient = recipients.find(
      (each) =>
        each.by === 'issuer and serial number' &&
        each.serialNumber.decimal === serialDecimal &&
        Buffer.compare(each.issuer.der, issuerDer) === 0,
    );
    if (!recipient) return undefined;
    const key = createPrivateKey({ key: Buffer.from(pkcs8.buffer), format: 'der', type: 'pkcs8' });
    const unwrapped = privateDecrypt({ key, padding: PADDING }, recipient.encryptedKey);
    const sessionKey = new Uint8Array(unwrapped);
    unwrapped.fill(0);
    return sessionKey.length === KEY_BYTES ? { sessionKey, iv } : undefined;
  } catch {
    // OpenSSL throws for a key that it does not take, or that does not fit.
    return undefined;
  } finally {
    pkcs8.fill(0);
  }
}
