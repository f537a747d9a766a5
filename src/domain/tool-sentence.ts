import { problemSentence } from './problem.ts';
import type { DecryptProblem } from '../pki/media/decrypt-media.ts';
import type { PkiError } from '../pki/result.ts';

/**
 * What is wrong with a file, for the key tools. They open more kinds of files than the tenant, so some sentences
 * differ.
 */
export function toolSentence({ code, detail }: PkiError, file: string): string {
  if (code === 'unsupported_encryption') {
    const method = detail ?? 'a method';
    const way = OF_OPENSSL.test(method)
      ? `OpenSSL 3 can: ${byOpenssl(method)}`
      : 'Open it with the program that wrote it, and save it there with AES-256 and a password.';
    return `${file} is encrypted with ${method}, which this console does not open. ${way}`;
  }
  if (code === 'kdf_too_expensive') {
    return `${file} needs ${detail ?? 'more key derivation rounds'} to open, more than this console allows. OpenSSL encrypts it again with fewer: ${byOpenssl('')}`;
  }
  if (code === 'file_too_large') return `${file} is larger than 32 MB, so it was not read.`;
  if (code === 'private_key_encrypted') return `${file} is encrypted. Enter its password.`;
  return problemSentence(code, { file, detail });
}

/** Why a media file was not decrypted, on the screen and in the index of saved files. */
export const notDecryptedText: Record<DecryptProblem, string> = {
  empty: 'The file is empty.',
  truncated: 'The file is cut off: its length is not a multiple of the AES block size.',
  damaged:
    'Decrypted with this key, but the result is not a recording: the file is damaged or belongs to another envelope.',
};

/** The ciphers and schemes that OpenSSL 3 opens in a file with a password; AES-GCM and RC5 are not among them. */
const OF_OPENSSL =
  /^(?:aes|aria|camellia|sm4|seed|bf|cast5|rc2|des\b|des-|PBKDF2|scrypt)(?!.*(?:gcm|\d\.\d))|^(?:rc4$|pbe)/i;

/** The way on for what this console does not open. OpenSSL needs its legacy provider for the old ciphers alone. */
function byOpenssl(method: string): string {
  const legacy = /\b(?:RC[245]|BF|CAST5|SEED|MD[25])\b|^DES-CBC|PBE-/i.test(method)
    ? ' -provider legacy -provider default'
    : '';
  return `“openssl pkcs8 -in FILE -topk8 -v2 aes-256-cbc -out NEW${legacy}” for a key, “openssl pkcs12 -in FILE -out NEW${legacy}” for a PKCS#12. Then use NEW.`;
}

/** For an unexpected exception. Problems with a file's content are error values and never reach this sentence. */
export const unexpectedSentence = (error: unknown): string =>
  `The browser could not do this (${error instanceof Error ? error.name : 'unknown'}). Try again.`;
