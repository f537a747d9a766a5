import { problemSentence } from './problem.ts';
import type { PkiError } from '../pki/result.ts';

/**
 * What is wrong with a file, for the key tools. They open more kinds of files than the tenant, so some sentences
 * differ.
 */
export function toolSentence({ code, detail }: PkiError, file: string): string {
  if (code === 'unsupported_encryption') {
    return `${file} is encrypted with ${detail ?? 'a method'}, which this console cannot open. OpenSSL may: run “openssl pkcs8 -topk8” or “openssl pkcs12” with “-provider legacy -provider default” to encrypt it with a current method.`;
  }
  if (code === 'file_too_large') return `${file} is larger than 32 MB, so it was not read.`;
  if (code === 'private_key_encrypted') return `${file} is encrypted. Enter its password.`;
  return problemSentence(code, { file, detail });
}

/** For an unexpected exception. Problems with a file's content are error values and never reach this sentence. */
export const unexpectedSentence = (error: unknown): string =>
  `The browser could not do this (${error instanceof Error ? error.name : 'unknown'}). Try again.`;
