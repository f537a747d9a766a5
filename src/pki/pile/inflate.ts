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

/** Going on at a place that was reached before. */
interface Checkpoint {
  /** In the unpacked and in the packed data. */
  unpacked: number;
  packed: number;
  stream: ZStream;
}

/** So far apart at first, in unpacked bytes. */
const CHECKPOINT_BYTES = 4 * 1024 * 1024;
/** Each takes 40 kB. */
const MOST_CHECKPOINTS = 256;

/** Where unpacking one file can be gone on with, so that going back does not begin at its beginning. */
export class Checkpoints {
  #all: Checkpoint[] = [];
  #apart = CHECKPOINT_BYTES;

  /** The place at which `inflated` begins, so that it comes to `position`. */
  before = (position: number): number => this.at(position)?.unpacked ?? 0;

  at(position: number): Checkpoint | undefined {
    return this.#all.findLast(({ unpacked }) => unpacked <= position);
  }

  reached(unpacked: number, packed: number, stream: ZStream): void {
    if (unpacked < (this.#all.at(-1)?.unpacked ?? 0) + this.#apart) return;
    this.#all.push({ unpacked, packed, stream: copyOf(stream) });
    if (this.#all.length < MOST_CHECKPOINTS) return;
    this.#all = this.#all.filter((_, index) => index % 2 === 1);
    this.#apart *= 2;
  }
}

/** pako has no inflateCopy, but its state is numbers and arrays alone. */
function copyOf({ adler, state }: ZStream): ZStream {
  const stream = new ZStream();
  const copy = structuredClone({ ...(state as object), strm: null });
  return Object.assign(stream, { adler, state: { ...copy, strm: stream } });
}

/** `from` is one of the places that the checkpoints say. */
export async function* inflated(
  packed: Read,
  format: keyof typeof WINDOW_BITS,
  { pieceBytes = PIECE_BYTES, checkpoints, from = 0 }: InflateOptions = {},
): AsyncGenerator<Bytes> {
  const begun = from > 0 ? checkpoints?.at(from) : undefined;
  const stream = begun ? copyOf(begun.stream) : new ZStream();
  if (!begun) zlibInflateInit2(stream, WINDOW_BITS[format]);
  let position = begun?.packed ?? 0;
  let unpacked = begun?.unpacked ?? 0;
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
    unpacked += stream.next_out;
    ended = status === Z_STREAM_END;
    if (!ended) checkpoints?.reached(unpacked, position - stream.avail_in, stream);
    if (stream.next_out > 0) yield output.subarray(0, stream.next_out);
  }
}

interface InflateOptions {
  pieceBytes?: number;
  checkpoints?: Checkpoints;
  from?: number;
}

const WORDS: Record<string, string> = {
  'incorrect data check': 'the CRC-32 of its contents is wrong',
  'incorrect length check': 'its contents have another length than it says',
};
