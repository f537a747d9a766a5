/**
 * SHA-256 of a file. WebCrypto is several times faster, but takes only whole files: a file in one piece is given to it, and
 * a longer one is hashed piece by piece.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../asn1/asn1.ts';
import { toHex } from '../asn1/hex.ts';
import { PIECE_BYTES } from '../media/decrypt-media.ts';
import { freeBuffer } from '../media/free-buffer.ts';
import type { Source } from '../pile/source.ts';

export class Digest {
  #pieces: ReturnType<typeof sha256.create> | undefined;
  #whole: Promise<ArrayBuffer> | undefined;

  /** `isWhole`: these are all bytes of the file. They may be changed afterwards: WebCrypto takes a copy at once. */
  add(bytes: Bytes, isWhole: boolean): void {
    if (isWhole) this.#whole = crypto.subtle.digest('SHA-256', bytes);
    else (this.#pieces ??= sha256.create()).update(bytes);
  }

  async hex(): Promise<string> {
    const bytes = this.#whole
      ? new Uint8Array(await this.#whole)
      : (this.#pieces ?? sha256.create()).digest();
    // As sha256sum prints it.
    return toHex(bytes).toLowerCase();
  }
}

/** Of a file of any size, as sha256sum prints it. */
export async function sha256Of({ size, read }: Pick<Source, 'size' | 'read'>): Promise<string> {
  const digest = new Digest();
  for (let at = 0; at < size; at += PIECE_BYTES) {
    const piece = await read(at, Math.min(size, at + PIECE_BYTES));
    digest.add(piece, piece.length === size);
    freeBuffer(piece.buffer);
  }
  return digest.hex();
}
