import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { buildEnvelope } from '../pki/envelope.ts';
import { encodePem, readPem } from '../pki/pem.ts';
import { inspectPkcs7 } from '../pki/pkcs7.ts';

/**
 * What a recorder does with a media file: encrypts it with AES-256-CBC under a new session key, and wraps that key for
 * every certificate. And what the crypto server does to play it.
 */

const CIPHER = 'aes-256-cbc';
const PADDING = constants.RSA_PKCS1_PADDING;

export interface Encrypted {
  ciphertext: Buffer;
  /** The envelope, PEM. */
  pkcs7: string;
}

/** Encrypts media for certificates (DER). The session key is not kept. */
export function encryptMedia(plain: Uint8Array, certificates: readonly Uint8Array<ArrayBuffer>[]): Encrypted {
  const sessionKey = randomBytes(32);
  const iv = new Uint8Array(randomBytes(16));
  const cipher = createCipheriv(CIPHER, sessionKey, iv);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
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
  pkcs8: Buffer;
}

/**
 * Decrypts media. Undefined where the envelope does not have this recipient, or where the file is damaged, as far as
 * that can be noticed: CBC does not detect changed bytes, so only broken padding or a session key of a wrong length
 * shows it.
 */
export function decryptMedia({ ciphertext, pkcs7 }: Encrypted, opener: Opener): Buffer | undefined {
  const block = readPem(pkcs7)[0];
  const facts = block && inspectPkcs7(block.bytes);
  if (!facts?.ok || facts.value.type !== 'envelope' || !facts.value.iv) return undefined;
  const { recipients, iv } = facts.value;
  const recipient = recipients.find(
    (each) =>
      each.by === 'issuer and serial number' &&
      each.serialNumber.decimal === opener.serialDecimal &&
      Buffer.compare(each.issuer.der, opener.issuerDer) === 0,
  );
  if (!recipient) return undefined;
  try {
    const key = createPrivateKey({ key: opener.pkcs8, format: 'der', type: 'pkcs8' });
    const sessionKey = privateDecrypt({ key, padding: PADDING }, recipient.encryptedKey);
    const decipher = createDecipheriv(CIPHER, sessionKey, iv);
    sessionKey.fill(0);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    return undefined;
  }
}
