import { problemSentence } from './problem.ts';
import type { PkiError } from '../pki/result.ts';

/** What is wrong with a file, as the browser sees it: it opens more than the tenant takes, so some words are others. */
export function toolSentence({ code, detail }: PkiError, file: string): string {
  if (code === 'unsupported_encryption') {
    return `${file} is encrypted with ${detail ?? 'a method'}, which this console cannot open. OpenSSL may: run “openssl pkcs8 -topk8” or “openssl pkcs12” with “-provider legacy -provider default” to encrypt it with a current method.`;
  }
  if (code === 'private_key_encrypted') return `${file} is encrypted. Enter its password.`;
  return problemSentence(code, { file, detail });
}

/** Why there is no answer at all: what can be wrong with what a file says is answered, not thrown. */
export const unexpectedSentence = (error: unknown): string =>
  `The browser could not do this (${error instanceof Error ? error.name : 'unknown'}). Try again.`;
