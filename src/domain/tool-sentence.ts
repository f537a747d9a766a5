import { problemSentence } from './problem.ts';
import type { PkiError } from '../pki/result.ts';

/**
 * What is wrong with a file, for the key tools. They open more kinds of files than the tenant, so some sentences
 * differ.
 */
export function toolSentence({ code, detail }: PkiError, file: string): string {
  if (code === 'unsupported_encryption') return `${file} ${unsupportedText(detail ?? 'a method')}`;
  if (code === 'file_too_large') return `${file} is larger than 32 MB, so it was not read.`;
  if (code === 'private_key_encrypted') return `${file} is encrypted. Enter its password.`;
  return problemSentence(code, { file, detail });
}

/**
 * The way on for an encryption that this console does not open. OpenSSL needs its legacy provider for the old ciphers
 * alone.
 */
function unsupportedText(method: string): string {
  const legacy = /\b(?:RC[245]|BF|CAST5|SEED|MD[25])\b|^DES-CBC|PBE-/i.test(method)
    ? ' -provider legacy -provider default'
    : '';
  return `is encrypted with ${method}, which this console does not open. OpenSSL 3 can: “openssl pkcs8 -in FILE -topk8 -v2 aes-256-cbc -out NEW${legacy}” for a key, “openssl pkcs12 -in FILE -out NEW${legacy}” for a PKCS#12. Then use NEW.`;
}

/** For an unexpected exception. Problems with a file's content are error values and never reach this sentence. */
export const unexpectedSentence = (error: unknown): string =>
  `The browser could not do this (${error instanceof Error ? error.name : 'unknown'}). Try again.`;
