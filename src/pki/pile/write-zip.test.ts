import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { crc32 } from './crc32.ts';
import { sourceOf } from './source.ts';
import { openZip } from './zip.ts';
import { valueOf } from '../../testing/fixtures.ts';
import { noise } from '../../testing/noise.ts';
import { zipOf, zipOfNamed } from './write-zip.ts';

const contents = [3_000_000, 0, 17].map((size) => noise(size));
const names = ['monday/call.mp3', 'empty.mp3', 'Grüße.mp4'];
const files = contents.map((bytes, index) => ({
  name: names[index] ?? '',
  pieces: [new Blob([bytes.subarray(0, 1000)]), new Blob([bytes.subarray(1000)])],
  crc: crc32(bytes),
}));

test('a zip of several holds each byte for byte', async () => {
  const zip = sourceOf({ name: 'recordings.zip', blob: zipOf(files) });
  const { files: read } = valueOf(await openZip(zip, 10));
  expect(read.map(({ name }) => name)).toEqual(names);
  for (const [index, file] of read.entries()) {
    expect(Buffer.from(await file.read(0, file.size)).equals(contents[index] ?? Buffer.of(1))).toBe(true);
  }
});

const unzip = spawnSync('unzip', ['-v']).status === 0;
test.skipIf(!unzip)('unzip opens it, too (skipped where there is none)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  writeFileSync(join(folder, 'x.zip'), Buffer.from(await zipOf(files).arrayBuffer()));
  expect(spawnSync('unzip', ['-q', 'x.zip'], { cwd: folder }).status).toBe(0);
  expect(readFileSync(join(folder, 'monday/call.mp3')).equals(contents[0] ?? Buffer.of())).toBe(true);
  rmSync(folder, { recursive: true });
});

test('named files are read in pieces, and the zip is the same at every download', async () => {
  const media = noise(2_500_000);
  const zipped = () =>
    zipOfNamed({ 'a.mp3.bin': new Blob([media]), 'a.json': '{"ü":1}' }, '2026-11-25T12:00:00Z');
  const bytes = new Uint8Array(await (await zipped()).arrayBuffer());
  const read = unzipSync(bytes);
  expect(Buffer.from(read['a.mp3.bin'] ?? []).equals(media)).toBe(true);
  expect(new TextDecoder().decode(read['a.json'])).toBe('{"ü":1}');
  expect(Buffer.from(await (await zipped()).arrayBuffer()).equals(bytes)).toBe(true);
});
