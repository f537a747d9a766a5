/**
 * Reads a tar (POSIX.1-2017, pax; GNU tar's manual, "Basic Tar Format") in one run from its beginning. npm's readers of
 * tar work on Node's streams, and unpack a file with holes as another file.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { ReadError, within, type Outer, type Source } from './source.ts';

const BLOCK_BYTES = 512;
/** Longer names and pax headers than this are no names. */
const MAX_HEADER_BYTES = 1024 * 1024;
/** The most parts of a file with holes. */
const MAX_PARTS = 100_000;
const LATIN1 = new TextDecoder('latin1');
const UTF8 = new TextDecoder();

const damaged = (detail: string): never => {
  throw new ReadError({ code: 'tar_damaged', detail });
};

/** Whether these 512 bytes begin a tar: the sum of the bytes of its first header is right. */
export const isTar = (start: Bytes): boolean =>
  start.length >= BLOCK_BYTES && start[0] !== 0 && hasRightSum(start.subarray(0, BLOCK_BYTES));

/** The files in it, each with where its bytes are. Throws `ReadError` where the tar is damaged. */
export async function* filesInTar(tar: Outer): AsyncGenerator<Source> {
  /** What extra headers say of the next file, and pax headers of all that follow. */
  let next = new Map<string, string>();
  const global = new Map<string, string>();
  for (let position = 0; ;) {
    const header = await tar.read(position, position + BLOCK_BYTES);
    // Some programs leave out the blocks of zeros at the end.
    if (header.every((byte) => byte === 0)) return;
    if (header.length < BLOCK_BYTES) damaged(`it is cut off at byte ${position + header.length}`);
    if (!hasRightSum(header)) damaged(`the header at byte ${position} has another sum than it says`);
    const type = String.fromCharCode(header[156] ?? 0);
    const extra = new Map([...global, ...next]);
    const size = Number(extra.get('size') ?? numberIn(header, 124, 12));
    if (!Number.isSafeInteger(size) || size < 0) damaged(`the header at byte ${position} has no length`);
    const data = position + BLOCK_BYTES;
    position = data + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
    if ('LKxg'.includes(type)) {
      if (size > MAX_HEADER_BYTES) damaged(`the header at byte ${data} has more than 1 MB`);
      const bytes = await tar.read(data, data + size);
      if (type === 'L') next.set('path', textIn(bytes, 0, size));
      else if (type !== 'K')
        for (const [key, value] of paxRecords(bytes)) (type === 'g' ? global : next).set(key, value);
      continue;
    }
    next = new Map();
    const name = extra.get('GNU.sparse.name') ?? extra.get('path') ?? nameIn(header);
    // Types of a file with contents: as POSIX, old programs and GNU tar (contiguous; with holes) write it.
    if (!'0\x007S'.includes(type) || name.endsWith('/')) continue;
    if (type === 'S') {
      const { parts, extraBlocks, realSize } = await oldSparse(tar, header, data);
      position += extraBlocks * BLOCK_BYTES;
      yield sparse(tar, name, realSize, data + extraBlocks * BLOCK_BYTES, parts);
    } else if (extra.has('GNU.sparse.major') || extra.has('GNU.sparse.map') || extra.has('GNU.sparse.size')) {
      const { parts, mapBytes, realSize } = await paxSparse(tar, extra, data);
      yield sparse(tar, name, realSize, data + mapBytes, parts);
    } else {
      yield whole(within(tar, name, data, size));
    }
  }
}

/** A file that ends before its end says so, and is not taken for a shorter one. */
function whole(file: Source): Source {
  return {
    ...file,
    read: async (from, to) => {
      const bytes = await file.read(from, to);
      if (bytes.length < Math.min(to, file.size) - from) damaged(`${file.name} is cut off`);
      return bytes;
    },
  };
}

/** Two columns of numbers: where a part belongs in the file, and its length. */
type Parts = [offset: number, length: number][];

/** A file with holes. The tar contains only its parts, one after the other. */
function sparse(tar: Outer, name: string, size: number, start: number, parts: Parts): Source {
  if (!Number.isSafeInteger(size)) damaged(`${name} has no length`);
  let position = start;
  const placed = parts.map(([offset, length]) => {
    const file = whole(within(tar, name, position, length));
    position += length;
    return { offset, file };
  });
  return {
    name,
    size,
    ...(tar.isSequential && { isSequential: true }),
    read: async (from, to) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from));
      for (const { offset, file } of placed) {
        const [first, end] = [Math.max(from, offset), Math.min(from + bytes.length, offset + file.size)];
        if (first < end) bytes.set(await file.read(first - offset, end - offset), first - from);
      }
      return bytes;
    },
  };
}

/** GNU tar's first form: four parts in the header, others in blocks after it. */
async function oldSparse(tar: Outer, header: Bytes, data: number) {
  const parts = partsIn(header, 386, 4);
  const realSize = numberIn(header, 483, 12);
  let extraBlocks = 0;
  for (let more = header[482] !== 0; more; extraBlocks++) {
    const at = data + extraBlocks * BLOCK_BYTES;
    const block = await tar.read(at, at + BLOCK_BYTES);
    parts.push(...partsIn(block, 0, 21));
    if (parts.length > MAX_PARTS) damaged(`the file at byte ${data} has more than 100,000 parts`);
    more = block[504] === 1;
  }
  return { parts, extraBlocks, realSize };
}

const partsIn = (block: Bytes, start: number, count: number): Parts =>
  Array.from({ length: count }, (_, index): [number, number] => {
    const at = start + index * 24;
    return [numberIn(block, at, 12), numberIn(block, at + 12, 12)];
  }).filter(([, length]) => length > 0);

/** The forms of pax: 0.0 and 0.1 have the parts in headers, 1.0 before the contents. */
async function paxSparse(tar: Outer, extra: Map<string, string>, data: number) {
  const realSize = Number(extra.get('GNU.sparse.realsize') ?? extra.get('GNU.sparse.size'));
  const listed = extra.get('GNU.sparse.map');
  if (listed !== undefined) return { parts: pairsOf(listed.split(',')), mapBytes: 0, realSize };
  let text = '';
  for (let at = data; ; at += BLOCK_BYTES) {
    const block = await tar.read(at, at + BLOCK_BYTES);
    text += LATIN1.decode(block);
    const [count = '', ...numbers] = text.split('\n');
    const wanted = Number(count) * 2;
    if (!Number.isSafeInteger(wanted) || wanted > 2 * MAX_PARTS || block.length < BLOCK_BYTES)
      damaged(`the list of parts at byte ${data} is broken`);
    // After the last line break there is no whole number.
    if (numbers.length > wanted)
      return { parts: pairsOf(numbers.slice(0, wanted)), mapBytes: at + BLOCK_BYTES - data, realSize };
  }
}

function pairsOf(numbers: readonly string[]): Parts {
  const parts: Parts = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) parts.push([Number(numbers[i]), Number(numbers[i + 1])]);
  return parts.filter(([, length]) => length > 0);
}

/** "17 path=keys/a.key\n": the length of the whole record comes first. */
function paxRecords(bytes: Bytes): [string, string][] {
  const records: [string, string][] = [];
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number.parseInt(LATIN1.decode(bytes.subarray(at, at + 20)), 10);
    if (!(length > 0)) break;
    const [, key = '', value = ''] =
      /^\d+ ([^=]*)=(.*)\n$/s.exec(UTF8.decode(bytes.subarray(at, at + length))) ?? [];
    // The form 0.0 repeats these two for each part.
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') parts.push(value);
    else records.push([key, value]);
    at += length;
  }
  return parts.length > 0 ? [...records, ['GNU.sparse.map', parts.join(',')]] : records;
}

/** The sum of all bytes, that of the sum itself as blanks. Some old programs summed signed bytes. */
function hasRightSum(header: Bytes): boolean {
  const said = numberIn(header, 148, 8);
  return said === sum(header) || said === sum(new Int8Array(header));
}

function sum(bytes: Uint8Array | Int8Array): number {
  let total = 0;
  for (const [index, byte] of bytes.entries()) total += index >= 148 && index < 156 ? 0x20 : byte;
  return total;
}

/** The prefix belongs to POSIX's form alone: GNU tar has other fields there. */
function nameIn(header: Bytes): string {
  const name = textIn(header, 0, 100);
  const prefix = LATIN1.decode(header.subarray(257, 263)) === 'ustar\0' ? textIn(header, 345, 155) : '';
  return prefix ? `${prefix}/${name}` : name;
}

function textIn(bytes: Bytes, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return UTF8.decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits; for large numbers the bytes themselves, after a first one of 0x80. */
function numberIn(bytes: Bytes, start: number, length: number): number {
  if (bytes[start] === 0x80) {
    return bytes.subarray(start + 1, start + length).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  const text = textIn(bytes, start, length).trim();
  return text === '' ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}
