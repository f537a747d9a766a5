/** One way to read a file in parts, wherever it is: on the disk, in a zip, in a tar that is in a gzip file. */
import type { Bytes } from '../asn1/asn1.ts';
import { readerFailed, type PkiError } from '../outcome.ts';
import { bytesOf, readWhole } from './read-whole.ts';

/** The bytes from `from` up to `to`, fewer at the end, in memory of their own. Throws `ReadError`, or the browser's. */
export type Read = (from: number, to: number) => Promise<Bytes>;

export interface Source {
  /** Its path; of a file in an archive, the path inside it. */
  readonly name: string;
  readonly size: number;
  readonly read: Read;
  /** Its bytes as a Blob, where it is one: browsers read a stream of it faster than parts. */
  readonly blob?: Blob;
  /** It is unpacked from the beginning of its archive: going back costs a new run. */
  readonly isSequential?: true;
}

/** A file that was dropped or chosen, with its path. */
export interface NamedBlob {
  name: string;
  blob: Blob;
}

export const sourceOf = ({ name, blob }: NamedBlob): Source => ({
  name,
  size: blob.size,
  blob,
  read: (from, to) => (from === 0 && to >= blob.size ? readWhole(blob) : bytesOf(blob.slice(from, to))),
});

/** What files lie in. */
export type Outer = Pick<Source, 'read' | 'blob' | 'isSequential'>;

/** A file that lies as it is in another one. */
export function within(outer: Outer, name: string, start: number, size: number): Source {
  const blob = outer.blob?.slice(start, start + size);
  return {
    name,
    size,
    read: (from, to) => outer.read(start + from, start + Math.min(to, size)),
    ...(blob?.size === size && { blob }),
    ...(outer.isSequential && { isSequential: true }),
  };
}

/** A file cannot be read to its end. The error says why, and whether that is evidence of damage. */
export class ReadError extends Error {
  readonly error: PkiError;

  constructor(error: PkiError) {
    super(error.code);
    this.error = error;
  }
}

/** What browsers answer for a file (File API, 4); WebCrypto has exceptions of its own. */
const OF_FILES = new Set([
  'NotReadableError',
  'NotFoundError',
  'NotAllowedError',
  'SecurityError',
  'AbortError',
]);

/** An exception that came while a file was read, as what is said of this file. */
export function errorOfReading(thrown: unknown): PkiError {
  if (thrown instanceof ReadError) return thrown.error;
  // The browser does not say whether it has no permission, or the file was changed or removed since it was chosen.
  if (thrown instanceof DOMException && OF_FILES.has(thrown.name))
    return { code: 'file_not_readable', detail: thrown.name };
  return readerFailed(thrown);
}

/** How far back bytes are kept: a file's first look may be repeated without a new start. */
const WINDOW_BYTES = 64 * 1024;

interface StreamOptions {
  /** Where it is known, nothing is kept after the end: an archive has many files, and each may have been read once. */
  size?: number;
  windowBytes?: number;
  /** The last place before this position at which a stream can begin. */
  startBefore?: (position: number) => number;
}

/**
 * Reads what exists only as a stream. Going forward goes on where it was; going back further than the window begins
 * again with a new stream. So files that are read in the order of their archive cost one run through it.
 */
export function inOrder(
  open: (start: number) => AsyncGenerator<Bytes>,
  { size = Infinity, windowBytes = WINDOW_BYTES, startBefore = () => 0 }: StreamOptions = {},
): Read {
  let stream: AsyncGenerator<Bytes> | undefined;
  let kept: Bytes[] = [];
  /** The position of the first byte that is kept, and that after the last. */
  let start = 0;
  let end = 0;
  const read: Read = async (from, to) => {
    // A short way forward is gone, so that the window stays.
    if (!stream || from < start || startBefore(from) > end + windowBytes) {
      await stream?.return(undefined);
      kept = [];
      start = end = startBefore(from);
      stream = open(start);
    }
    while (end < to) {
      let next: IteratorResult<Bytes>;
      try {
        next = await stream.next();
      } catch (error) {
        // A stream that has failed would say that it is at its end.
        stream = undefined;
        throw error;
      }
      if (next.done) break;
      kept.push(next.value);
      end += next.value.length;
      while (kept[0] && start + kept[0].length <= Math.min(from, end) - windowBytes) {
        start += kept.shift()?.length ?? 0;
      }
    }
    const bytes = new Uint8Array(Math.max(0, Math.min(to, end) - from));
    let position = start;
    for (const piece of kept) {
      const first = Math.max(0, from - position);
      if (first < piece.length && position < to)
        bytes.set(piece.subarray(first, to - position), position + first - from);
      position += piece.length;
    }
    if (end >= size) {
      await stream?.return(undefined);
      stream = undefined;
      kept = [];
    }
    return bytes;
  };
  // One at a time: two files of one archive may be read at once.
  let last: Promise<unknown> = Promise.resolve();
  return (from, to) => {
    const mine = last.then(() => read(from, to));
    last = mine.catch(() => undefined);
    return mine;
  };
}
