/**
 * Unpacks deflated data piece by piece, never further than it is asked. The browser's DecompressionStream reads only
 * the first member of a gzip file, and fflate takes several for one without a word; pako is zlib itself, which checks
 * each member's CRC-32 and length.
 */
import {
  Z_BUF_ERROR,
  Z_OK,
  Z_STREAM_END,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  ZStream,
} from 'pako';
import type { Bytes } from '../asn1/asn1.ts';
import type { Read } from './source.ts';

/** How much packed data is read at once, and how much is unpacked at once. */
const PACKED_BYTES = 256 * 1024;
const PIECE_BYTES = 256 * 1024;

/** The data is not what deflate or gzip writes; the message says where it was seen. */
export class NotDeflated extends Error {}

/** zlib's number for data without header and checksum, and for a gzip file. */
const WINDOW_BITS = { deflate: -15, gzip: 31 };

export async function* inflated(
  packed: Read,
  format: keyof typeof WINDOW_BITS,
  pieceBytes = PIECE_BYTES,
): AsyncGenerator<Bytes> {
  const stream = new ZStream();
  zlibInflateInit2(stream, WINDOW_BITS[format]);
  let position = 0;
  let ended = false;
  for (;;) {
    if (stream.avail_in === 0) {
      const input = await packed(position, position + PACKED_BYTES);
      position += input.length;
      Object.assign(stream, { input, next_in: 0, avail_in: input.length });
      if (input.length === 0) {
        if (ended) return;
        throw new NotDeflated('it ends in the middle');
      }
    }
    if (ended) {
      // Some tools fill the last block of a tape with zeros, and what follows them is no member either.
      if (format === 'deflate' || stream.input[stream.next_in] !== 0x1f) return;
      zlibInflateReset(stream);
      ended = false;
    }
    const output = new Uint8Array(pieceBytes);
    Object.assign(stream, { output, next_out: 0, avail_out: output.length });
    const status = zlibInflate(stream, 0);
    if (status !== Z_OK && status !== Z_STREAM_END && status !== Z_BUF_ERROR)
      throw new NotDeflated(WORDS[stream.msg] ?? stream.msg);
    if (stream.next_out > 0) yield output.subarray(0, stream.next_out);
    ended = status === Z_STREAM_END;
  }
}

const WORDS: Record<string, string> = {
  'incorrect data check': 'the CRC-32 of its contents is wrong',
  'incorrect length check': 'its contents have another length than it says',
};
