/** Decrypts a media file of any size piece by piece: AES-CBC with PKCS#7 padding (RFC 5652, 6.3). */
import { aesCbc, BLOCK_BYTES } from '../cms/aes-cbc.ts';
import type { Bytes } from '../asn1/asn1.ts';
import { freeBuffer } from './free-buffer.ts';
import type { Source } from '../pile/source.ts';

/** Key length in bytes for a cipher's OpenSSL name; undefined for a cipher that is not AES-CBC, such as AES-256-GCM. */
export const sessionKeyBytes = (cipher: string): number | undefined =>
  new Map([
    ['AES-128-CBC', 16],
    ['AES-192-CBC', 24],
    ['AES-256-CBC', 32],
  ]).get(cipher);

/**
 * Size of a piece, in bytes. Memory holds two buffers of this size, which are filled by turns, and one or two more in
 * WebCrypto. Saving smaller pieces takes longer.
 */
export const PIECE_BYTES = 2 * 1024 * 1024;

/**
 * Why decrypting failed. `truncated`: the length is not a whole number of blocks. `damaged`: the padding is wrong. A file
 * that begins like no media known here is no evidence of damage.
 */
export type DecryptProblem = 'empty' | 'truncated' | 'damaged';

/** Thrown for a problem of the file, not of the program. */
export class NotDecrypted extends Error {
  readonly problem: DecryptProblem;

  constructor(problem: DecryptProblem) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Yields the decrypted pieces in order; the caller frees each one (`freeBuffer`). Throws `NotDecrypted`. The caller
 * must then discard earlier pieces too, because CBC does not detect changed bytes.
 */
export async function* decryptMedia(
  ciphertext: Pick<Source, 'size' | 'read' | 'blob'>,
  sessionKey: Bytes,
  iv: Bytes,
  pieceBytes = PIECE_BYTES,
): AsyncGenerator<Bytes> {
  const { size } = ciphertext;
  if (size === 0) throw new NotDecrypted('empty');
  if (size % BLOCK_BYTES !== 0) throw new NotDecrypted('truncated');
  const aes = await aesCbc(sessionKey);
  const opened = async (data: Bytes, from: Bytes): Promise<Bytes> => {
    try {
      return await aes.decrypt(data, from);
    } catch {
      throw new NotDecrypted('damaged');
    }
  };
  if (size <= pieceBytes) {
    // A stream of so little takes longer than reading it at once.
    const data = await ciphertext.read(0, size);
    if (data.length < size) throw shorter();
    const plain = await opened(data, iv);
    freeBuffer(data.buffer);
    yield plain;
    return;
  }
  const source = readerOf(ciphertext);
  const lengthAt = (start: number) => Math.min(pieceBytes, size - start);
  const newBuffer = () => new ArrayBuffer(lengthAt(0) + BLOCK_BYTES);
  try {
    let before = iv;
    let next = source.read(newBuffer(), lengthAt(0));
    let spare = newBuffer();
    for (let start = 0; start < size; start += pieceBytes) {
      const data = await next;
      const end = lengthAt(start);
      const isLast = start + end === size;
      // Read the next piece while this one is decrypted.
      if (!isLast) {
        next = source.read(spare, lengthAt(start + end));
        // If this piece fails, the next one is never awaited; without a handler a failed read would be reported as an
        // unhandled rejection.
        next.catch(() => undefined);
      }
      // The last block of ciphertext is the IV of the next piece.
      const last = data.slice(end - BLOCK_BYTES, end);
      // WebCrypto requires padding at the end of everything that it decrypts, so each piece but the last gets a padding
      // block.
      if (!isLast) data.set(await aes.padding(last), end);
      yield await opened(data.subarray(0, isLast ? end : end + BLOCK_BYTES), before);
      before = last;
      spare = data.buffer;
    }
  } finally {
    source.close();
  }
}

/**
 * Reads the next bytes of the file into the given buffer and answers them, so that reading leaves no memory to collect.
 * A file that is no Blob, or in a browser without such streams (Safari), is read in parts.
 */
function readerOf({ blob, read }: Pick<Source, 'read' | 'blob'>) {
  const reader = blob && canReadInto(blob) ? blob.stream().getReader({ mode: 'byob' }) : undefined;
  let position = 0;
  return {
    read: async (into: ArrayBuffer, length: number): Promise<Bytes> => {
      let data = new Uint8Array(into);
      if (!reader) {
        const part = await read(position, position + length);
        position += length;
        if (part.length < length) throw shorter();
        data.set(part);
        freeBuffer(part.buffer);
        return data;
      }
      for (let at = 0; at < length;) {
        const { value, done } = await reader.read(data.subarray(at, length));
        if (done) throw shorter();
        at += value.length;
        data = new Uint8Array(value.buffer);
      }
      return data;
    },
    close: () => void reader?.cancel(),
  };
}

const shorter = () => new DOMException('The file is shorter than it was.', 'NotReadableError');

/** Asked on an empty part: Safari would begin to read the whole file. */
function canReadInto(blob: Blob): boolean {
  const stream = blob.slice(0, 0).stream();
  try {
    void stream.getReader({ mode: 'byob' }).cancel();
    return true;
  } catch {
    void stream.cancel();
    return false;
  }
}
