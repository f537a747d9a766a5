import type { Encoding } from './compression.ts';

/** An answer as it goes out: printed once, and compressed once in each way that was asked for. */
export interface PrintedAnswer {
  /** Of the whole of it, whatever its encoding (RFC 9110, 8.8.1). */
  etag?: string;
  bytes: Buffer;
  encoded: Partial<Record<Encoding, Buffer>>;
}

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The last answers of the lists, by their call, query and view. An answer is good for as long as its tag is the one that
 * the list has now; the oldest make room for others. Metadata alone: no answer has a field for a private key.
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
