import type { Encoding } from './compression.ts';

/** An answer as it is sent: written as JSON once, and compressed once with each encoding that was requested. */
export interface PrintedAnswer {
  /** The tag of the whole answer, the same for every encoding (RFC 9110, 8.8.1). */
  etag?: string;
  bytes: Buffer;
  encoded: Partial<Record<Encoding, Buffer>>;
}

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Keeps the last answers of the lists, by call, query and view. An answer is used as long as its tag equals the current
 * tag of the list; the oldest answers are dropped when there are too many bytes. They contain only metadata: no answer
 * has a field for a private key.
 */
export function answerCache(mostBytes = MOST_BYTES) {
  const answers = new Map<string, PrintedAnswer>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= answers.get(key)?.bytes.byteLength ?? 0;
    answers.delete(key);
  };
  return {
    find(key: string, etag: string): PrintedAnswer | undefined {
      const found = answers.get(key);
      if (found?.etag === etag) return found;
      drop(key);
      return undefined;
    },
    keep(key: string, answer: PrintedAnswer): void {
      drop(key);
      answers.set(key, answer);
      bytes += answer.bytes.byteLength;
      for (const oldest of answers.keys()) {
        if (bytes <= mostBytes) break;
        drop(oldest);
      }
    },
  };
}
