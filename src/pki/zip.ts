/**
 * Reads a zip (APPNOTE.TXT 6.3.10). Only its central directory is read at first, so that a zip that is too large is
 * refused before anything is unpacked. The browser's own DecompressionStream unpacks the files, never further than the
 * directory says. fflate, which writes zips here, is not used for reading: it loads the whole zip into memory, trusts
 * the sizes written in it, and does not say that a file is encrypted.
 */
import { failure, success, type Result } from './result.ts';

/** A file that was dropped, chosen or unpacked, with its path. */
export interface NamedBlob {
  name: string;
  blob: Blob;
}

/** How much may be unpacked from one dropped zip, including zips inside it. All of it is kept in memory. */
export class ZipAllowance {
  files = 2000;
  bytes = 512 * 1024 * 1024;
}

/** End of central directory record (4.3.16), and the longest comment after it. */
const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const HEADER_SIGNATURE = 0x02014b50;
const HEADER_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
/** These values mean "see the Zip64 extra field" (4.4.1.4). Such a zip is larger than what is accepted. */
const ZIP64_16 = 0xffff;
const ZIP64_32 = 0xffffffff;
/** Compression methods (4.4.5). */
const STORED = 0;
const DEFLATED = 8;
/** Bits of the general purpose flag (4.4.4). */
const ENCRYPTED = 1;
const UTF8 = 1 << 11;

export const isZip = (start: Uint8Array): boolean =>
  start[0] === 0x50 &&
  start[1] === 0x4b &&
  ((start[2] === 3 && start[3] === 4) || (start[2] === 5 && start[3] === 6));

/**
 * The unpacked files; their number and size are subtracted from the allowance. Answers `zip_too_large` (`detail` says
 * how much the zip contains), `zip_encrypted`, or `zip_damaged` with what is wrong, also if a file is larger than the
 * directory says.
 */
export async function unzip(zip: Blob, allowance: ZipAllowance): Promise<Result<NamedBlob[]>> {
  const directory = await readDirectory(zip, allowance);
  if (!directory.ok) return directory;
  const files: NamedBlob[] = [];
  for (const entry of directory.value) {
    const blob = await unpack(zip, entry);
    if (!blob.ok) return blob;
    files.push({ name: entry.name, blob: blob.value });
  }
  return success(files);
}

interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  /** Offset of its local header. */
  offset: number;
}

async function readDirectory(zip: Blob, allowance: ZipAllowance): Promise<Result<Entry[]>> {
  const tail = await viewOf(zip, Math.max(0, zip.size - END_BYTES - MAX_COMMENT_BYTES), zip.size);
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== END_SIGNATURE) end--;
  if (end < 0) return failure('zip_damaged', 'its list of files is missing, as where a download was cut off');
  const count = tail.getUint16(end + 10, true);
  const bytes = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  if (count === ZIP64_16 || bytes === ZIP64_32 || start === ZIP64_32) return tooLarge('more than 4 GB');
  if (count > allowance.files) return tooLarge(`${count.toLocaleString('en')} files`);
  const directory = await viewOf(zip, start, start + bytes);
  const entries: Entry[] = [];
  let total = 0;
  for (let i = 0, pos = 0; i < count; i++) {
    if (pos + HEADER_BYTES > directory.byteLength || directory.getUint32(pos, true) !== HEADER_SIGNATURE) {
      return failure('zip_damaged', 'its list of files is broken');
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((at) =>
      directory.getUint16(pos + at, true),
    ) as [number, number, number];
    const flags = directory.getUint16(pos + 8, true);
    const name = nameOf(directory, pos + HEADER_BYTES, nameLength, (flags & UTF8) !== 0);
    const entry = {
      name,
      method: directory.getUint16(pos + 10, true),
      packed: directory.getUint32(pos + 20, true),
      size: directory.getUint32(pos + 24, true),
      offset: directory.getUint32(pos + 42, true),
    };
    pos += HEADER_BYTES + nameLength + extraLength + commentLength;
    if (name.endsWith('/')) continue;
    if (flags & ENCRYPTED) return failure('zip_encrypted');
    total += entry.size;
    entries.push(entry);
  }
  if (total > allowance.bytes) return tooLarge(`${megabytes(total)} MB unpacked`);
  allowance.files -= entries.length;
  allowance.bytes -= total;
  return success(entries);
}

async function unpack(zip: Blob, { name, method, packed, size, offset }: Entry): Promise<Result<Blob>> {
  const damaged = (what: string) => failure('zip_damaged', `${name} ${what}`);
  const local = await viewOf(zip, offset, offset + LOCAL_BYTES);
  if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL_SIGNATURE)
    return damaged('is not where it should be');
  const start = offset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  if (start + packed > zip.size) return damaged('is cut off');
  const data = zip.slice(start, start + packed);
  if (method === STORED) return packed === size ? success(data) : damaged('has another size than it says');
  if (method !== DEFLATED) return damaged('is packed by a method that browsers do not know');
  const unpacked: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    const reader = data.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      length += piece.value.length;
      if (length > size) {
        await reader.cancel();
        return damaged('has another size than it says');
      }
      unpacked.push(piece.value);
    }
  } catch {
    return damaged('cannot be unpacked');
  }
  return length === size ? success(new Blob(unpacked)) : damaged('has another size than it says');
}

const tooLarge = (what: string): Result<never> => failure('zip_too_large', what);
const megabytes = (bytes: number): string => Math.round(bytes / 1024 / 1024).toLocaleString('en');

const viewOf = async (blob: Blob, start: number, end: number): Promise<DataView> =>
  new DataView(await blob.slice(start, end).arrayBuffer());

/**
 * Without the flag, a name is in an old code page that the zip does not name (D.1). Most names are ASCII, or UTF-8 in
 * spite of that.
 */
function nameOf(view: DataView, offset: number, length: number, isUtf8: boolean): string {
  const bytes = new Uint8Array(view.buffer, offset, Math.min(length, view.byteLength - offset));
  if (!isUtf8) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder('windows-1252').decode(bytes);
    }
  }
  return new TextDecoder().decode(bytes);
}
