import { sha256 } from '@noble/hashes/sha2.js';
import { PIECE_BYTES } from './media/decrypt-media.ts';
import { freeBuffer } from './media/free-buffer.ts';
import { toHex } from './asn1/hex.ts';
import type { Source } from './pile/source.ts';

/** SHA-256 of a file of any size, hexadecimal. */
export async function sha256Of(source: Pick<Source, 'size' | 'read'>): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < source.size; at += PIECE_BYTES) {
    const piece = await source.read(at, Math.min(source.size, at + PIECE_BYTES));
    hash.update(piece);
    freeBuffer(piece.buffer);
  }
  return toHex(hash.digest());
}
