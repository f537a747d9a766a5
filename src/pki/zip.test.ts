import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import { valueOf } from './test-fixtures.ts';
import { isZip, unzip, ZipAllowance } from './zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'zip-'));
afterAll(() => rmSync(folder, { recursive: true }));

const open = (bytes: Uint8Array<ArrayBuffer>) => unzip(new Blob([bytes]), new ZipAllowance());
const problemOf = async (bytes: Uint8Array<ArrayBuffer>) => {
  const opened = await open(bytes);
  return opened.ok ? undefined : opened.error;
};
const texts = async (bytes: Uint8Array<ArrayBuffer>) =>
  Promise.all(valueOf(await open(bytes)).map(async ({ name, blob }) => [name, await blob.text()]));
const text = (value: string) => new TextEncoder().encode(value);
const small = zipSync({
  'keys/tenant.key': text('a key '.repeat(100)),
  'readme.txt': [text('Hello'), { level: 0 }],
});

/** The offset of the only central directory entry of a zip. */
const entryOf = (zip: Uint8Array) => new DataView(zip.buffer, zip.byteOffset).getUint32(zip.length - 6, true);

describe('a zip', () => {
  test('is unpacked, packed and stored files alike, and folders are left out', async () => {
    expect(await texts(small)).toEqual([
      ['keys/tenant.key', 'a key '.repeat(100)],
      ['readme.txt', 'Hello'],
    ]);
    expect(await texts(zipSync({ 'keys/': new Uint8Array(0), 'Schlüssel 世界.key': text('x') }))).toEqual([
      ['Schlüssel 世界.key', 'x'],
    ]);
    expect(await texts(zipSync({}))).toEqual([]);
    expect(isZip(small) && isZip(zipSync({}))).toBe(true);
  });

  test.skipIf(Boolean(spawnSync('python3', ['--version']).error))(
    'of another program, too; one with a comment, and one that does not know its sizes beforehand',
    async () => {
      const script = `
import sys, zipfile
class Stream:
    def write(self, data): sys.stdout.buffer.write(data); return len(data)
    def flush(self): sys.stdout.buffer.flush()
with zipfile.ZipFile(Stream(), 'w', zipfile.ZIP_DEFLATED) as zip:
    zip.comment = b'A comment'
    zip.writestr('a/tenant.key', 'a key ' * 100)
    zip.writestr('stored.txt', 'Hello', zipfile.ZIP_STORED)
`;
      const { stdout } = spawnSync('python3', ['-c', script]);
      expect(await texts(new Uint8Array(stdout))).toEqual([
        ['a/tenant.key', 'a key '.repeat(100)],
        ['stored.txt', 'Hello'],
      ]);
    },
  );

  test.skipIf(Boolean(spawnSync('zip', ['-v']).error))(
    'with a password is named (skipped where there is no zip program)',
    async () => {
      writeFileSync(join(folder, 'tenant.key'), 'a key');
      spawnSync('zip', ['-q', '-P', 'secret', 'locked.zip', 'tenant.key'], { cwd: folder });
      const bytes = new Uint8Array(readFileSync(join(folder, 'locked.zip')));
      expect(await problemOf(bytes)).toEqual({ code: 'zip_encrypted' });
    },
  );

  test('with a password is named: the flag of its file says so', async () => {
    const locked = zipSync({ 'tenant.key': text('x') });
    locked[entryOf(locked) + 8]! |= 1;
    expect(await problemOf(locked)).toEqual({ code: 'zip_encrypted' });
  });

  test('cut off or changed anywhere it is refused or read, and never throws', async () => {
    for (let length = 0; length < small.length; length++) {
      expect(await problemOf(small.slice(0, length))).toMatchObject({ code: 'zip_damaged' });
      const changed = small.slice();
      changed[length]! ^= 0xff;
      await open(changed);
    }
  });
});

const timed = async (bytes: Uint8Array<ArrayBuffer>) => {
  // CPU time, so that other processes on the machine cannot fail the test.
  const start = process.threadCpuUsage().user;
  const problem = await problemOf(bytes);
  expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(1000);
  return problem;
};

describe('a zip bomb is refused within a second', () => {
  /** A gigabyte of zeros: one compressed megabyte, repeated 1,024 times. */
  const megabyte = deflateRawSync(new Uint8Array(1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
  const packed = new Uint8Array(
    Buffer.concat([...Array.from({ length: 1024 }, () => megabyte), Buffer.of(3, 0)]),
  );
  const bombOf = (size: number) => {
    // The zip is written with a stored file; its header is then changed to say "deflated".
    const zip = zipSync({ 'tenant.key': [packed, { level: 0 }] });
    const view = new DataView(zip.buffer, zip.byteOffset);
    view.setUint16(entryOf(zip) + 10, 8, true);
    view.setUint32(entryOf(zip) + 24, size, true);
    return zip;
  };
  test('a gigabyte of zeros', async () => {
    expect(await timed(bombOf(1024 ** 3))).toEqual({ code: 'zip_too_large', detail: '1,024 MB unpacked' });
  });

  test('a gigabyte of zeros that says it is a kilobyte', async () => {
    expect(await timed(bombOf(1024))).toEqual({
      code: 'zip_damaged',
      detail: 'tenant.key has another size than it says',
    });
  });

  test('ten thousand files', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`${i}.key`, new Uint8Array(0)]),
    );
    expect(await timed(zipSync(files))).toEqual({ code: 'zip_too_large', detail: '10,000 files' });
  });

  test('many zips that are small by themselves', async () => {
    const allowance = new ZipAllowance();
    const one = zipSync(
      Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`${i}.key`, new Uint8Array(0)])),
    );
    const outcomes = [];
    for (let i = 0; i < 3; i++) outcomes.push((await unzip(new Blob([one]), allowance)).ok);
    expect(outcomes).toEqual([true, true, false]);
  });
});
