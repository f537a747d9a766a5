import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crc32 } from '../../pki/pile/crc32.ts';
import { sourceOf } from '../../pki/pile/source.ts';
import { openZip } from '../../pki/pile/zip.ts';
import { valueOf } from '../../pki/test-fixtures.ts';
import { noise } from '../../pki/test-noise.ts';
import { zipOf } from './zip.ts';

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
