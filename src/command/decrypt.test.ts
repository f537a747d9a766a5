import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folderOfTests } from '../testing/folder.ts';
import { encodePem } from '../pki/pem/pem.ts';
import { fixturePath, fixtureText } from '../testing/fixtures.ts';
import { noise } from '../testing/noise.ts';
import { detached } from '../testing/openssl.ts';
import { madeCall, recorderFor, recordingJson, treeFolder } from '../testing/recordings.ts';

const command = join(import.meta.dirname, 'recording-keys.ts');
const hasTool = (name: string, option = '--version') => spawnSync(name, [option]).status === 0;
const folder = folderOfTests('recording-keys');

const inFolder = (name: string) => join(folder, name);
const media = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../tenant/recorder/media/test-call.mp3')),
);
const TIMEOUT = 120_000;

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The saved files with their contents' SHA-256. */
const savedIn = (out: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(inFolder(out))
      .filter((name) => !/^index.*\.csv$/.test(name))
      .map((name) => [name, sha256(readFileSync(join(folder, out, name)))]),
  );

const linesOf = (path: string): string[] =>
  readFileSync(inFolder(path), 'utf8').replace('\uFEFF', '').split('\r\n').filter(Boolean);

/** A call in the documented tree: its metadata, and the media as they are encrypted. */
function put(
  archive: string,
  n: number,
  files: readonly { name: string; bytes: Uint8Array; pkcs7?: string }[],
): void {
  const call = madeCall(n);
  const place = join(folder, archive, treeFolder(call));
  mkdirSync(place, { recursive: true });
  for (const { name, bytes } of files) writeFileSync(join(place, `${name}.bin`), bytes);
  const described = files.map(({ name, bytes, pkcs7 }) => ({
    name,
    type: name.endsWith('.mp4') ? 'video/mp4' : 'audio/mp3',
    bytes: bytes.length,
    ...(pkcs7 !== undefined && { pkcs7 }),
  }));
  writeFileSync(join(place, 'recording.json'), recordingJson(call, described));
}

function tree(archive: string, count: number, bytes = media): void {
  const encrypt = recorderFor(fixtureText('tenant.pem'));
  for (let n = 0; n < count; n++) {
    const { ciphertext, pkcs7 } = encrypt(bytes, String(n));
    put(archive, n, [{ name: `v${n}.mp3`, bytes: ciphertext, pkcs7 }]);
  }
}

const key = ['--key', fixturePath('tenant.key')];

/** A media file as a recorder writes it, encrypted by OpenSSL. */
const cms = (name: string, bytes: Uint8Array, ...recipients: string[]) => {
  writeFileSync(inFolder('plain'), bytes);
  const to = recipients.flatMap((file) => ['-recip', fixturePath(file)]);
  const options = 'cms -encrypt -binary -aes-256-cbc -in plain -outform DER -out made.cms'.split(' ');
  spawnSync('openssl', [...options, ...to], { cwd: folder });
  const { envelope, ciphertext } = detached(new Uint8Array(readFileSync(inFolder('made.cms'))));
  return { name, bytes: ciphertext, pkcs7: encodePem('PKCS7', envelope) };
};

describe.skipIf(!hasTool('openssl', 'version'))(
  'an archive that OpenSSL encrypted (skipped where there is none)',
  () => {
    const screen = new Uint8Array(
      readFileSync(join(import.meta.dirname, '../tenant/recorder/media/test-screen.mp4')),
    );
    const unknown = noise(5000, 'a format of tomorrow');

    beforeAll(() => {
      put('day', 1, [cms('v1.mp3', media, 'tenant.pem'), cms('s1.mp4', screen, 'other.pem', 'tenant.pem')]);
      put('day', 2, [cms('v2.mp3', media, 'other.pem')]);
      put('day', 3, [cms('v3.mp3', media, 'rsa4096.pem')]);
      const whole = cms('v4.mp3', media, 'tenant.pem');
      put('day', 4, [{ ...whole, bytes: whole.bytes.slice(0, -16) }]);
      put('day', 5, [{ name: 'v5.mp3', bytes: media }]);
      put('day', 6, [cms('v6.xyz', unknown, 'tenant.pem')]);
      spawnSync('tar', ['-czf', 'day.tar.gz', 'day'], { cwd: folder });
      spawnSync('zip', ['-qr', 'day.zip', 'day'], { cwd: folder });
    }, TIMEOUT);

    const expected = {
      '2026-03-14T0010_+16505550001_00F000001CSAPR4FKQGQE31TAES00029V.mp3': sha256(media),
      '2026-03-14T0010_+16505550001_00F000001CSAPR4FKQGQE31TAES00029V.mp4': sha256(screen),
      '2026-03-14T0020_+16505550002_00F000002CSAPR4FKQGQE31TAES00029V.mp3': sha256(media),
      '2026-03-14T0050_+16505550005_00F000005CSAPR4FKQGQE31TAES00029V.mp3': sha256(media),
      '2026-03-14T0100_+16505550006_00F000006CSAPR4FKQGQE31TAES00029V.xyz': sha256(unknown),
    };

    test.each(['day', 'day.tar.gz', 'day.zip'])(
      '%s: what opens is saved byte for byte, and of the rest is said why not',
      (archive) => {
        if (!existsSync(inFolder(archive))) return;
        const out = `out-${archive}`;
        const { status, stdout } = run(
          'decrypt',
          ...key,
          '--key',
          fixturePath('other.key'),
          '--out',
          out,
          archive,
        );
        expect(stdout).toMatch(
          /^7 recordings: 5 saved, 2 not opened \((?=.*1 Key missing)(?=.*1 Damaged).*\)\.$/m,
        );
        expect(status).toBe(1);
        expect(savedIn(out)).toEqual(expected);
        const lines = linesOf(`${out}/index.csv`);
        expect(lines).toHaveLength(8);
        for (const [name, hash] of Object.entries(expected)) {
          const line = lines.find((each) => each.startsWith(name));
          expect(line).toContain(`,${hash},`);
        }
        const encrypted = readFileSync(join(folder, 'day', treeFolder(madeCall(2)), 'v2.mp3.bin'));
        expect(lines.find((line) => line.includes('+16505550002'))).toContain(sha256(encrypted));
        expect(
          lines
            .filter((line) => line.includes(',not opened,'))
            .map((line) => /(Key missing|Damaged)/.exec(line)?.[0]),
        ).toEqual(expect.arrayContaining(['Key missing', 'Damaged']));
      },
      TIMEOUT,
    );

    test(
      '--verify writes nothing, and --find and dates choose',
      () => {
        const verified = run(
          'decrypt',
          ...key,
          '--verify',
          '--find',
          '0005',
          '--from',
          '2026-03-14',
          '--to',
          '2026-03-15',
          'day',
        );
        expect(verified).toMatchObject({ status: 0 });
        expect(verified.stdout).toBe('1 recording: 1 verified.\n');
      },
      TIMEOUT,
    );
  },
);

/** The lines of an index, whether a file was saved in this run or before. */
const withoutOutcome = (path: string) =>
  linesOf(path).map((line) => line.replace(/,(saved|there already),$/, ''));

function expectWhole(out: string): void {
  expect(savedIn(out)).toEqual(savedIn('whole'));
  const [header, ...whole] = linesOf('whole/index.csv');
  const shares = [1, 2, 3, 4].map((n) => linesOf(`${out}/index-${n}.csv`));
  expect(shares.every((lines) => lines[0] === header && lines.length > 1)).toBe(true);
  expect(shares.flatMap((lines) => lines.slice(1)).sort()).toEqual(whole.sort());
}

describe('a run', () => {
  const COUNT = 40;
  beforeAll(() => {
    tree('many', COUNT);
    run('decrypt', ...key, '--out', 'whole', 'many');
  }, TIMEOUT);

  test(
    'that is repeated leaves what is there, and writes the same index',
    () => {
      cpSync(inFolder('whole'), inFolder('again'), { recursive: true });
      rmSync(join(folder, 'again', Object.keys(savedIn('whole'))[0]!));
      const { status, stdout } = run('decrypt', ...key, '--out', 'again', 'many');
      expect(status).toBe(0);
      expect(stdout).toContain('40 recordings: 1 saved, 39 there already.');
      expect(savedIn('again')).toEqual(savedIn('whole'));
      expect(withoutOutcome('again/index.csv')).toEqual(withoutOutcome('whole/index.csv'));
    },
    TIMEOUT,
  );

  test(
    'in four shares is the whole',
    () => {
      for (const n of [1, 2, 3, 4])
        expect(run('decrypt', ...key, '--out', 'shares', '--shard', `${n}/4`, 'many').status).toBe(0);
      expectWhole('shares');
    },
    TIMEOUT,
  );

  test.skipIf(!hasTool('parallel'))(
    'in four shares by GNU parallel (skipped where it is not installed)',
    () => {
      const line = [
        process.execPath,
        command,
        'decrypt',
        ...key,
        '--out',
        'parallel',
        '--shard',
        '{}/4',
        'many',
      ];
      const { status, stderr } = spawnSync('parallel', [...line, ':::', '1', '2', '3', '4'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect({ status, stderr }).toMatchObject({ status: 0 });
      expectWhole('parallel');
    },
    TIMEOUT,
  );
});

test(
  'a kill leaves no half file under a final name, and the next run completes',
  async () => {
    const bytes = new Uint8Array(
      Buffer.concat([Buffer.from('ID3\u0004\0\0\0\0\0\0'), noise(2_000_000, 'long')]),
    );
    tree('long', 24, bytes);
    const whole = sha256(bytes);
    const out = inFolder('killed');
    mkdirSync(out);
    const final = () => readdirSync(out).filter((name) => name.endsWith('.mp3'));
    for (const signal of ['SIGKILL', 'SIGKILL', 'SIGINT'] as const) {
      const before = final().length;
      const child = spawn(
        process.execPath,
        [command, 'decrypt', ...key, '--out', 'killed', '--jobs', '2', 'long'],
        {
          cwd: folder,
          stdio: 'ignore',
        },
      );
      const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
      const watching = watch(out, () => {
        if (final().length > before + 2) child.kill(signal);
      });
      const status = await ended;
      watching.close();
      expect([null, 0, 130]).toContain(status);
      for (const name of final()) expect(sha256(readFileSync(join(out, name)))).toBe(whole);
    }
    expect(run('decrypt', ...key, '--out', 'killed', 'long').status).toBe(0);
    expect(Object.values(savedIn('killed'))).toEqual(Array.from({ length: 24 }, () => whole));
    expect(linesOf('killed/index.csv')).toHaveLength(25);
  },
  TIMEOUT,
);

test.each([
  [['decrypt', 'x'], 'Name at least one private key with --key.'],
  [['decrypt', '--key', 'k', 'x'], 'Give either --out FOLDER or --verify.'],
  [['decrypt', '--key', 'k', '--out', 'o', '--shard', '5/4', 'x'], '--shard takes I/N'],
  [['decrypt', '--unknown'], '--help says how it is used.'],
  [[], 'recording-keys decrypt --key FILE'],
])('%j is refused with a sentence', (args, sentence) => {
  expect(run(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(sentence) as string });
});

test('check-backup says of which certificates the key is there and opens', () => {
  mkdirSync(inFolder('backup'));
  for (const name of ['tenant.pem', 'tenant.key', 'other.pem'])
    cpSync(fixturePath(name), join(folder, 'backup', name));
  const { status, stdout } = run('check-backup', 'backup');
  expect(status).toBe(1);
  expect(stdout).toContain('its private key opens (backup/tenant.key).');
  expect(stdout).toContain('2 certificates: 1 with a private key that opens, 1 without.');
});
