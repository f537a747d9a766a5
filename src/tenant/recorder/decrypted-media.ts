import { createDecipheriv, type KeyObject } from 'node:crypto';
import { PIECE_BYTES, type MediaSource } from '../store/media-files.ts';

const BLOCK = 16;

/** What decrypts a media file: AES-256-CBC with PKCS#7 padding (RFC 5652, 6.3). */
export interface MediaKey {
  sessionKey: KeyObject;
  iv: Uint8Array;
}

/**
 * The media inside a ciphertext, decrypted as it is read. Undefined where the file is damaged, as far as that can be
 * noticed: CBC does not detect changed bytes, so only a wrong length or broken padding shows it.
 *
 * A block is decrypted with the block of ciphertext before it. So a part is decrypted from one block before it, and that
 * block, which comes out wrong, is dropped.
 */
export async function decrypted(ciphertext: MediaSource, key: MediaKey): Promise<MediaSource | undefined> {
  const { size } = ciphertext;
  if (size === 0 || size % BLOCK !== 0) return undefined;

  /** Both are at the edge of a block. */
  async function* blocks(from: number, to: number): AsyncGenerator<Buffer> {
    const decipher = createDecipheriv('aes-256-cbc', key.sessionKey, key.iv).setAutoPadding(false);
    const begin = Math.max(0, from - BLOCK);
    let dropped = from - begin;
    // One buffer for the whole answer: of many at once, more is in memory before it is collected.
    const into = Buffer.allocUnsafe(Math.min(PIECE_BYTES, to - begin));
    for await (const piece of ciphertext.pieces(begin, to - 1, into)) {
      const plain = decipher.update(piece);
      yield plain.subarray(dropped);
      dropped = Math.max(0, dropped - plain.length);
    }
  }

  const end: Buffer[] = [];
  for await (const piece of blocks(size - BLOCK, size)) end.push(piece);
  const padding = paddingIn(Buffer.concat(end));
  if (padding === undefined) return undefined;

  return {
    size: size - padding,
    async *pieces(first, last) {
      if (last < first) return;
      const from = first - (first % BLOCK);
      let at = from;
      for await (const plain of blocks(from, last - (last % BLOCK) + BLOCK)) {
        yield plain.subarray(Math.max(0, first - at), last + 1 - at);
        at += plain.length;
      }
    },
  };
}

/** How many bytes of padding a last block has: 1 to 16, each with this number. */
function paddingIn(block: Buffer): number | undefined {
  const padding = block.at(-1) ?? 0;
  const isPadding =
    padding >= 1 && padding <= BLOCK && block.subarray(-padding).every((byte) => byte === padding);
  return isPadding ? padding : undefined;
}
