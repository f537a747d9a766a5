/** A gzip file is read from many places in it; Node's zlib has written it. */
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { noise } from '../../testing/noise.ts';
import { openArchive } from './archive.ts';
import { sourceOf, type Source } from './source.ts';

const MEBIBYTE = 1024 * 1024;
const SIZE = 48 * MEBIBYTE;

let contents: Buffer;
let packed: Buffer<ArrayBuffer>;
beforeAll(() => {
  const texts = Array.from({ length: SIZE / 2 / 16 }, (_, line) => `line ${String(line).padStart(9)}\n`);
  contents = Buffer.concat([noise(SIZE / 2, 'recordings'), Buffer.from(texts.join(''))]);
  // In two members, of which one is stored, and the other one has codes.
  const half = 20 * MEBIBYTE;
  packed = Buffer.concat([gzipSync(contents.subarray(0, half)), gzipSync(contents.subarray(half))]);
});

/** The one file in it, and how many packed bytes have been read. */
async function opened(): Promise<{ file: Source; read: () => number }> {
  let bytes = 0;
  const source = sourceOf({ name: 'a.gz', blob: new Blob([packed]) });
  const counted: Source = {
    name: source.name,
    size: source.size,
    read: async (from, to) => {
      const some = await source.read(from, to);
      bytes += some.length;
      return some;
    },
  };
  const { files } = await openArchive(counted, 'gzip', 1);
  const { value } = await files.next();
  if (!value || 'code' in (value as object)) throw new Error('It has not been opened.');
  bytes = 0;
  return { file: value as Source, read: () => bytes };
}

test('every place in it has the bytes that it has, whatever was read before', async () => {
  const { file } = await opened();
  expect(file.size).toBe(contents.length);
  const places = [47, 1, 46.5, 19.9, 23.99, 0, 30, 20.1, 8, 47.99].map((at) => Math.floor(at * MEBIBYTE));
  for (const at of places) {
    const bytes = Buffer.from(await file.read(at, at + 70_000));
    expect(bytes.equals(contents.subarray(at, at + 70_000))).toBe(true);
  }
});

test('going back does not begin at the beginning', async () => {
  const { file, read } = await opened();
  for (let n = 0; n < 10; n++) {
    await file.read(22 * MEBIBYTE, 22 * MEBIBYTE + 1000);
    await file.read(1000, 2000);
  }
  expect(read()).toBeLessThan(10 * 6 * MEBIBYTE);
});

test('files that are saved at once cost one run, although the next one is read first', async () => {
  const { file, read } = await opened();
  const piece = 200_000;
  const places = Array.from({ length: Math.floor(SIZE / piece) }, (_, n) => (n ^ 7) * piece);
  for (const at of places) await file.read(at, at + piece);
  expect(read()).toBeLessThan(packed.length * 1.1);
});
