import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { valueOf } from '../../testing/fixtures.ts';
import { archiveKind } from './archive.ts';
import { errorOfReading, sourceOf, type Source } from './source.ts';
import { openZip } from './zip.ts';

const folder = folderOfTests('zip');

type Bytes = Uint8Array<ArrayBuffer>;
const open = (bytes: Bytes) => openZip(sourceOf({ name: 'a.zip', blob: new Blob([bytes]) }), 100_000);
/** Opens the zip and reads all of it. Answers the first problem. */
const problemOf = async (bytes: Bytes) => {
  const opened = await open(bytes);
  if (!opened.ok) return opened.error;
  try {
    for (const file of opened.value.files) await contentsOf(file);
  } catch (error) {
    return errorOfReading(error);
  }
  return opened.value.problems[0];
};
const contentsOf = async (file: Source): Promise<string> =>
  new TextDecoder().decode(await file.read(0, file.size));
const texts = async (bytes: Bytes) =>
  Promise.all(valueOf(await open(bytes)).files.map(async (file) => [file.name, await contentsOf(file)]));
const text = (value: string) => new TextEncoder().encode(value);
const small = zipSync({
  'keys/tenant.key': text('a key '.repeat(100)),
  'readme.txt': [text('Hello'), { level: 0 }],
});

/** The offset of the only central directory entry of a zip. */
const entryOf = (zip: Uint8Array) => new DataView(zip.buffer, zip.byteOffset).getUint32(zip.length - 6, true);

const has = (program: string, ...args: string[]) => !spawnSync(program, args).error;
/** Runs commands of real programs in the folder, and answers the file that they made. */
const made = (file: string, commands: string): Bytes => {
  const { status, stderr } = spawnSync('sh', ['-ec', commands], { cwd: folder, encoding: 'utf8' });
  expect(status, `${commands}\n${stderr}`).toBe(0);
  return new Uint8Array(readFileSync(join(folder, file)));
};
const python = (file: string, script: string): Bytes => {
  writeFileSync(join(folder, 'script.py'), `import zipfile\n${script}`);
  return made(file, 'python3 script.py');
};

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
    expect([small, zipSync({})].map(archiveKind)).toEqual(['zip', 'zip']);
  });

  test('is read in any parts, forwards and backwards', async () => {
    const long = text(Array.from({ length: 100_000 }, (_, i) => `${i} `).join(''));
    for (const level of [0, 6] as const) {
      const [file] = valueOf(await open(zipSync({ a: [long, { level }] }))).files;
      for (const [from, to] of [
        [0, 10],
        [300_000, 300_100],
        [5, 200_000],
        [long.length - 5, long.length + 5],
      ] as const) {
        expect(await file?.read(from, to)).toEqual(long.slice(from, to));
      }
    }
  });

  test('that something stands before is read, as where a program unpacks it', async () => {
    expect(await texts(new Uint8Array([...text('#!/bin/sh\n'), ...small]))).toHaveLength(2);
  });

  test.skipIf(!has('python3', '--version'))(
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

  test('with a password is named: the flag of its file says so', async () => {
    const locked = zipSync({ 'tenant.key': text('x') });
    locked[entryOf(locked) + 8]! |= 1;
    expect(await problemOf(locked)).toEqual({ code: 'zip_encrypted', detail: 'tenant.key' });
  });

  test('with another checksum than it says is damaged', async () => {
    const changed = small.slice();
    changed[changed.indexOf(0x48, changed.length - 300)]! ^= 1;
    const at = Buffer.from(small).indexOf('Hello');
    const stored = small.slice();
    stored[at]! ^= 1;
    expect(await problemOf(stored)).toEqual({
      code: 'zip_damaged',
      detail: 'readme.txt has another CRC-32 than it says',
    });
  });

  test('cut off or changed anywhere it is refused or read, and never throws', async () => {
    for (let length = 0; length < small.length; length++) {
      expect(await problemOf(small.slice(0, length))).toMatchObject({ code: 'zip_damaged' });
      const changed = small.slice();
      changed[length]! ^= 0xff;
      expect((await problemOf(changed))?.code).not.toBe('reader_failed');
    }
  });
});

describe('zips of other programs (each skipped where the program is missing)', () => {
  const key = 'a key '.repeat(100);
  writeFileSync(join(folder, 'tenant.key'), key);
  writeFileSync(join(folder, 'other.key'), 'another key');

  test.skipIf(!has('zip', '-v'))('Info-ZIP: with a password', async () => {
    const bytes = made('locked.zip', 'zip -q -P secret locked.zip tenant.key && zip -q locked.zip other.key');
    expect(await problemOf(bytes)).toEqual({ code: 'zip_encrypted', detail: 'tenant.key' });
    expect(await texts(bytes)).toEqual([['other.key', 'another key']]);
  });

  test.skipIf(!has('zip', '-v'))('Info-ZIP: split, of one part and of several', async () => {
    const one = made('one.zip', 'zip -q -s 10m one.zip tenant.key other.key');
    expect(archiveKind(one)).toBe('zip');
    expect(await texts(one)).toEqual([
      ['tenant.key', key],
      ['other.key', 'another key'],
    ]);
    const last = made(
      'parts.zip',
      'head -c 200000 /dev/urandom > big && zip -q -0 -s 64k parts.zip big tenant.key',
    );
    expect(await problemOf(last)).toEqual({ code: 'zip_split', detail: 'this is part 4' });
    expect(await problemOf(made('parts.z01', 'true'))).toMatchObject({ code: 'zip_split' });
  });

  test.skipIf(!has('zip', '-v'))('Info-ZIP: Zip64, written as a stream', async () => {
    const bytes = made('stream.zip', 'cat tenant.key | zip -q -fz - - > stream.zip');
    expect(await texts(bytes)).toEqual([['-', key]]);
  });

  test.skipIf(!has('python3', '--version'))('Python: Zip64 sizes, and 70,000 empty files', async () => {
    const long = python(
      'long.zip',
      `
with zipfile.ZipFile('long.zip', 'w', zipfile.ZIP_DEFLATED) as zip:
    with zip.open('tenant.key', 'w', force_zip64=True) as file: file.write(open('tenant.key', 'rb').read())
`,
    );
    expect(await texts(long)).toEqual([['tenant.key', key]]);
    const many = python(
      'many.zip',
      `
with zipfile.ZipFile('many.zip', 'w') as zip:
    for i in range(70000): zip.writestr(f'{i}.key', '')
`,
    );
    const { files } = valueOf(await open(many));
    expect(files).toHaveLength(70_000);
    expect(await contentsOf(files.at(-1)!)).toBe('');
  });

  test.skipIf(!has('python3', '--version'))(
    'Python: bzip2 and LZMA are named, and the rest is read',
    async () => {
      const mixed = python(
        'mixed.zip',
        `
with zipfile.ZipFile('mixed.zip', 'w') as zip:
    zip.write('tenant.key', 'a.key', zipfile.ZIP_BZIP2)
    zip.write('tenant.key', 'b.key', zipfile.ZIP_LZMA)
    zip.write('tenant.key', 'c.key', zipfile.ZIP_DEFLATED)
`,
      );
      expect(valueOf(await open(mixed)).problems).toEqual([
        { code: 'zip_method', detail: 'a.key with bzip2' },
        { code: 'zip_method', detail: 'b.key with LZMA' },
      ]);
      expect(await texts(mixed)).toEqual([['c.key', key]]);
    },
  );

  test.skipIf(!has('7z', 'i'))('7z: Deflate64 is named, and 7z unpacks it', async () => {
    const bytes = made('deflate64.zip', '7z a -bd -mm=Deflate64 deflate64.zip tenant.key other.key');
    expect(valueOf(await open(bytes)).problems).toEqual([
      { code: 'zip_method', detail: 'tenant.key with Deflate64' },
    ]);
    expect(await texts(bytes)).toEqual([['other.key', 'another key']]);
    expect(String(Buffer.from(made('out/tenant.key', '7z x -bd -oout deflate64.zip')))).toBe(key);
  });

  test.skipIf(!has('jar', '--version'))('Java’s jar', async () => {
    const bytes = made('made.jar', 'jar cMf made.jar tenant.key other.key');
    expect(await texts(bytes)).toEqual([
      ['tenant.key', key],
      ['other.key', 'another key'],
    ]);
  });

  test.skipIf(!has('bsdtar', '--version'))('bsdtar', async () => {
    const bytes = made('bsd.zip', 'bsdtar --format zip -cf bsd.zip tenant.key other.key');
    expect(await texts(bytes)).toEqual([
      ['tenant.key', key],
      ['other.key', 'another key'],
    ]);
  });
});

const timed = async (bytes: Bytes) => {
  // CPU time, so that other processes on the machine cannot fail the test.
  const start = process.threadCpuUsage().user;
  const opened = await open(bytes);
  expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(1000);
  return opened;
};

describe('a zip bomb takes no more than a second', () => {
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
  test('a gigabyte of zeros: nothing is unpacked before it is asked for', async () => {
    const [file] = valueOf(await timed(bombOf(1024 ** 3))).files;
    expect(file?.size).toBe(1024 ** 3);
    const start = process.threadCpuUsage().user;
    expect(await file?.read(0, 64)).toEqual(new Uint8Array(64));
    expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(100);
  });

  test('a gigabyte of zeros that says it is a kilobyte', async () => {
    expect(await problemOf(bombOf(1024))).toEqual({
      code: 'zip_damaged',
      detail: 'tenant.key has another size than it says',
    });
  });

  test('more files than are read', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`${i}.key`, new Uint8Array()]),
    );
    const zip = sourceOf({ name: 'many.zip', blob: new Blob([zipSync(files)]) });
    const start = process.threadCpuUsage().user;
    expect(await openZip(zip, 9999)).toMatchObject({
      error: { code: 'zip_too_large', detail: '10,000 files' },
    });
    expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(1000);
  });
});
