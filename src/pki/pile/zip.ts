/**
 * Reads a zip in place (APPNOTE.TXT 6.3.10): its central directory first, each file when somebody asks for its bytes.
 * Names and sizes come from the directory alone. fflate, which writes zips here, is not used for reading: it loads the
 * whole zip into memory and knows neither Zip64 nor that a file is encrypted.
 */
import { failure, success, type Result } from '../result.ts';
import type { PkiError } from '../outcome.ts';
import { crc32 } from './crc32.ts';
import { inflated, NotDeflated } from './inflate.ts';
import { inOrder, ReadError, type Read, type Source } from './source.ts';

/** End of central directory record (4.3.16), and the longest comment after it. */
const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
/** The same for Zip64 (4.3.14), and the locator (4.3.15) before the other one. */
const END64_SIGNATURE = 0x06064b50;
const END64_BYTES = 56;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_BYTES = 20;
const HEADER_SIGNATURE = 0x02014b50;
const HEADER_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
/** The extra field with the lengths that need eight bytes (4.5.3), and the value that refers to it. */
const ZIP64_EXTRA = 1;
const SEE_ZIP64 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
/** Compression methods (4.4.5) that other programs write. */
const METHODS: Record<number, string> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
};
/** Bits of the general purpose flag (4.4.4). */
const ENCRYPTED = 1;
const UTF8 = 1 << 11;

/** A larger list of files is not read into memory. A million files have about 100 MB. */
const MAX_DIRECTORY_BYTES = 256 * 1024 * 1024;
/** A file up to this size is read with its header at once, because each read takes its time. */
const SMALL_BYTES = 256 * 1024;

export interface Zip {
  files: Source[];
  /** What is said of files in it that cannot be unpacked here. */
  problems: PkiError[];
}

/**
 * Answers `zip_too_large` (`detail` says how much the zip contains), `zip_split`, or `zip_damaged` with the place. A
 * file that turns out damaged when it is read throws `ReadError`.
 */
export async function openZip(zip: Source, maxFiles: number): Promise<Result<Zip>> {
  const directory = await readDirectory(zip, maxFiles);
  if (!directory.ok) return directory;
  const files: Source[] = [];
  const refused = new Map<
    string,
    { code: 'zip_encrypted' | 'zip_method'; method: string; names: string[] }
  >();
  for (const entry of directory.value) {
    const { name, flags, method } = entry;
    const isReadable = method === STORED || method === DEFLATED;
    if (isReadable && !(flags & ENCRYPTED)) {
      files.push(sourceIn(zip, entry));
      continue;
    }
    const code = flags & ENCRYPTED ? 'zip_encrypted' : 'zip_method';
    const words = code === 'zip_encrypted' ? '' : (METHODS[method] ?? `method ${method}`);
    const others = refused.get(words) ?? { code, method: words, names: [] };
    others.names.push(name);
    refused.set(words, others);
  }
  const problems = [...refused.values()].map(({ code, method, names }): PkiError => {
    const which = someOf(names);
    return { code, detail: code === 'zip_method' ? `${which} with ${method}` : which };
  });
  return success({ files, problems });
}

/** How many names a sentence has; the others are counted. */
const NAMED = 3;
const someOf = (names: readonly string[]): string => {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more.toLocaleString('en')} more` : '');
};

interface Entry {
  name: string;
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
  /** Offset of its local header. */
  offset: number;
  /** Length of its local header, if that has the same name and extra fields as the directory. */
  header: number;
}

const damaged = (what: string): Result<never> => failure('zip_damaged', what);
const tooLarge = (what: string): Result<never> => failure('zip_too_large', what);

/** Where the list of files is, and how many files it has. */
interface Directory {
  count: number;
  bytes: number;
  start: number;
  /** Offset of the record that follows the list. */
  end: number;
}

async function readDirectory(zip: Source, maxFiles: number): Promise<Result<Entry[]>> {
  const tailStart = Math.max(0, zip.size - END_BYTES - MAX_COMMENT_BYTES - LOCATOR_BYTES - END64_BYTES);
  const tail = await zip.read(tailStart, zip.size);
  const directory = await findDirectory(zip, viewOf(tail), tailStart);
  if (!directory.ok) return directory;
  const { count, bytes, start, end } = directory.value;
  if (count > maxFiles) return tooLarge(`${count.toLocaleString('en')} files`);
  if (bytes > MAX_DIRECTORY_BYTES) return tooLarge('a list of files of more than 256 MB');
  const read = async (from: number) =>
    viewOf(
      from >= tailStart
        ? tail.subarray(from - tailStart, from - tailStart + bytes)
        : await zip.read(from, from + bytes),
    );
  const asItSays = await read(start);
  // What stands before the zip, such as a program that unpacks it, is not counted in its offsets.
  const before = Math.max(0, end - bytes - start);
  if (count === 0 || before === 0 || hasSignature(asItSays, HEADER_SIGNATURE, HEADER_BYTES))
    return entriesOf(asItSays, { count, maxFiles, before: 0 });
  return entriesOf(await read(start + before), { count, maxFiles, before });
}

async function findDirectory(zip: Source, tail: DataView, tailStart: number): Promise<Result<Directory>> {
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && tail.getUint32(at, true) !== END_SIGNATURE) at--;
  if (at < 0) {
    // Only the last part of a split zip has the list; the first one begins with a mark (8.5.3).
    const start = await zip.read(0, 4);
    return start[2] === 7 && start[3] === 8
      ? failure('zip_split', 'the list of files is in another part')
      : damaged('its list of files is missing, as where a download was cut off');
  }
  if (at >= LOCATOR_BYTES && tail.getUint32(at - LOCATOR_BYTES, true) === LOCATOR_SIGNATURE) {
    const end = Number(tail.getBigUint64(at - LOCATOR_BYTES + 8, true));
    const view = viewOf(await zip.read(end, end + END64_BYTES));
    if (!hasSignature(view, END64_SIGNATURE, END64_BYTES))
      return damaged('its Zip64 record is not where it should be');
    const [count, bytes, start] = [32, 40, 48].map((field) => Number(view.getBigUint64(field, true)));
    return onOnlyPart(view.getUint32(16, true), { count, bytes, start, end } as Directory);
  }
  return onOnlyPart(tail.getUint16(at + 4, true), {
    count: tail.getUint16(at + 10, true),
    bytes: tail.getUint32(at + 12, true),
    start: tail.getUint32(at + 16, true),
    end: tailStart + at,
  });
}

const onOnlyPart = (number: number, directory: Directory): Result<Directory> =>
  number === 0 ? success(directory) : failure('zip_split', `this is part ${number + 1}`);

const hasSignature = (view: DataView, signature: number, bytes: number): boolean =>
  view.byteLength >= bytes && view.getUint32(0, true) === signature;

/** Programs without Zip64 write the count of 70,000 files as 4,464, so the list is read to its end. */
function entriesOf(
  view: DataView,
  { count, maxFiles, before }: { count: number; maxFiles: number; before: number },
): Result<Entry[]> {
  const entries: Entry[] = [];
  for (let i = 0, pos = 0; i < count || pos + HEADER_BYTES <= view.byteLength; i++) {
    if (pos + HEADER_BYTES > view.byteLength || view.getUint32(pos, true) !== HEADER_SIGNATURE)
      return damaged(`its list of files is broken at number ${i + 1}`);
    if (i >= maxFiles) return tooLarge(`more than ${maxFiles.toLocaleString('en')} files`);
    const nameLength = view.getUint16(pos + 28, true);
    const extraLength = view.getUint16(pos + 30, true);
    const next = pos + HEADER_BYTES + nameLength + extraLength + view.getUint16(pos + 32, true);
    if (next > view.byteLength) return damaged(`its list of files is cut off at number ${i + 1}`);
    const flags = view.getUint16(pos + 8, true);
    const name = nameOf(view, pos + HEADER_BYTES, nameLength, (flags & UTF8) !== 0);
    if (!name.endsWith('/')) {
      const [size, packed, offset] = longFields(view, pos, nameLength, extraLength);
      entries.push({
        name,
        flags,
        method: view.getUint16(pos + 10, true),
        crc: view.getUint32(pos + 16, true),
        packed,
        size,
        offset: offset + before,
        header: LOCAL_BYTES + nameLength + extraLength,
      });
    }
    pos = next;
  }
  return success(entries);
}

/** Size, packed size and offset. Those that have no room in their fields follow in the extra field, in this order. */
function longFields(
  view: DataView,
  pos: number,
  nameLength: number,
  extraLength: number,
): [size: number, packed: number, offset: number] {
  const fields = [24, 20, 42].map((at) => view.getUint32(pos + at, true)) as [number, number, number];
  if (!fields.includes(SEE_ZIP64)) return fields;
  const end = pos + HEADER_BYTES + nameLength + extraLength;
  for (let at = end - extraLength; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== ZIP64_EXTRA) continue;
    const stop = Math.min(end, at + 4 + view.getUint16(at + 2, true));
    let next = at + 4;
    return fields.map((field) => {
      if (field !== SEE_ZIP64 || next + 8 > stop) return field;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    }) as [number, number, number];
  }
  return fields;
}

/** Until it is read, and again when it has been read, a file in a zip is its entry and little more. */
function sourceIn(zip: Source, entry: Entry): Source {
  const { name, size } = entry;
  let opened: Read | undefined;
  return {
    name,
    size,
    ...(zip.isSequential && { isSequential: true }),
    read: async (from, to) => {
      opened ??= readerOf(zip, entry);
      const reading = opened(from, to);
      if (to >= size) opened = undefined;
      return reading;
    },
  };
}

function readerOf(zip: Source, { name, method, crc, packed, size, offset, header }: Entry): Read {
  const wrong = (what: string) => new ReadError({ code: 'zip_damaged', detail: `${name} ${what}` });
  /** Where its data begins. Its local header may have other extra fields than the directory. */
  let start: number | undefined;
  const dataStart = (local: DataView): number => {
    if (!hasSignature(local, LOCAL_SIGNATURE, LOCAL_BYTES)) throw wrong('is not where it should be');
    start = offset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
    if (start + packed > zip.size) throw wrong('is cut off');
    return start;
  };
  const data: Read = async (from, to) => {
    const until = Math.min(to, packed);
    if (start === undefined && until <= SMALL_BYTES) {
      const guessed = await zip.read(offset, offset + header + until);
      const shift = dataStart(viewOf(guessed)) - offset;
      if (shift <= header) return guessed.slice(shift + from, shift + until);
    }
    start ??= dataStart(viewOf(await zip.read(offset, offset + LOCAL_BYTES)));
    return zip.read(start + from, start + Math.max(from, until));
  };
  if (method === STORED && packed !== size) {
    return () => Promise.reject(wrong('has another size than it says'));
  }
  const read: Read =
    method === STORED
      ? data
      : inOrder(
          async function* () {
            let length = 0;
            try {
              for await (const piece of inflated(data, 'deflate', {
                pieceBytes: Math.min(size + 1, SMALL_BYTES),
              })) {
                length += piece.length;
                if (length > size) throw wrong('has another size than it says');
                yield piece;
              }
            } catch (error) {
              throw error instanceof NotDeflated ? wrong(`cannot be unpacked: ${error.message}`) : error;
            }
            if (length < size) throw wrong('has another size than it says');
          },
          { size },
        );
  return checked(read, size, crc, () => wrong('has another CRC-32 than it says'));
}

/** Compares the checksum when the file has been read from its beginning to its end. */
function checked(read: Read, size: number, wanted: number, wrong: () => ReadError): Read {
  let position = 0;
  let crc = 0;
  return async (from, to) => {
    if (from === 0) position = crc = 0;
    const bytes = await read(from, Math.min(to, size));
    if (from !== position) return bytes;
    position += bytes.length;
    crc = crc32(bytes, crc);
    if (position === size && crc !== wanted) throw wrong();
    return bytes;
  };
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Without the flag, a name is in an old code page that the zip does not name (D.1). Most names are ASCII, or UTF-8 in
 * spite of that.
 */
function nameOf(view: DataView, offset: number, length: number, isUtf8: boolean): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, length);
  if (isUtf8) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
