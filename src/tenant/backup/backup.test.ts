import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { create, list } from 'tar';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { openDataFolder } from '../tenants.ts';
import { createApi } from '../http/api.ts';
import { makePair, rsaKeys } from '../../testing/pairs.ts';
import { PASSWORD, testTenant, type TestTenant } from '../../testing/tenant.ts';
import { makeBackup } from './backup.ts';
import { isEncrypted, readContainer } from './container.ts';
import { defineFunctions } from '../store/functions.ts';
import { migrations } from '../store/migrations.ts';
import { ABOUT, filesBelow, SUMS, sumsOf } from './layout.ts';
import { restoreBackup } from './restore.ts';
import { problemSentence } from '../../domain/problem.ts';
import { noise } from '../../testing/noise.ts';

// Deriving a key from a passphrase is slow by design.
vi.setConfig({ testTimeout: 60_000 });

const PASSPHRASE = 'five words that nobody guesses';
const now = new Date('2026-11-26T01:00:00Z');

let tenant: TestTenant;
const folder = folderOfTests('backup');
let plain: string;
let encrypted: string;
/** The ids in the administrator's list at the time of the backups, and a recording from that time. */
let ids: string[];
let recordingId: string;
let oldCookie: string;

const path = (name: string) => join(folder, name);
const backUp = (name: string, passphrase?: string) =>
  makeBackup({ dataDir: tenant.dataDir, file: path(name), passphrase, now });
const restore = (file: string, options: { passphrase?: string; replace?: boolean; into?: string } = {}) =>
  restoreBackup({
    file,
    dataDir: options.into ?? path('restored-into'),
    passphrase: options.passphrase,
    replace: options.replace ?? false,
    now,
  });

const textFile = (text: string): string => bytesFile(...Buffer.from(text));

const encryptedFor = (stanza: string): string =>
  textFile(`age-encryption.org/v1\n-> ${stanza} ${'A'.repeat(43)}\n`);

function bytesFile(...bytes: number[]): string {
  writeFileSync(path('text'), Buffer.from(bytes));
  return path('text');
}

beforeAll(async () => {
  tenant = await testTenant();
  const administrator = await tenant.signedIn('administrator');
  const professional = await tenant.signedIn('professional');
  for (let i = 0; i < 3; i++)
    await administrator.call('POST /api/certificates', { body: makePair({ keys: rsaKeys() }) });
  ids = (await administrator.call('GET /api/certificates')).answer.items.map(({ id }) => id);
  const { items } = (await professional.call('GET /api/ivr-profiles')).answer;
  const profile = items.find(({ name }) => name === 'IVR_Default_Record');
  await professional.call('POST /api/certificates/{id}/assign', {
    params: { id: ids[0] ?? '' },
    body: { ivrProfileIds: [profile?.id ?? ''] },
  });
  const { recordings } = (await administrator.call('POST /api/test-calls', { body: {} })).answer;
  recordingId = recordings[0]?.id ?? '';
  oldCookie = administrator.cookie;

  plain = path('plain.tar');
  encrypted = path('encrypted.tar.age');
  // The tenant stays open, as if a server were running on the folder.
  await backUp('plain.tar');
  await backUp('encrypted.tar.age', PASSPHRASE);
  await administrator.call('POST /api/certificates', { body: makePair() });
}, 60_000);
afterAll(() => {
  tenant.close();
});
beforeEach(() => rmSync(path('restored-into'), { recursive: true, force: true }));

/** Opens the restored data folder and answers the calls of a server on it. */
async function answers(dataDir = path('restored-into')) {
  const opened = await openDataFolder({ dataDir, demoPassword: PASSWORD });
  const api = createApi({ ...opened, demoPassword: PASSWORD, now: () => tenant.clock.now });
  const get = (route: string, cookie: string) => api.request(route, { headers: { Cookie: cookie } });
  const signedIn = await api.request('/api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'administrator', password: PASSWORD }),
  });
  const cookie = signedIn.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  return { get: (route: string, as = cookie) => get(route, as), close: opened.close };
}

describe('a backup', () => {
  test('is an archive that the system’s own commands unpack and check', () => {
    if (spawnSync('sha256sum', ['--version']).error) return;
    const unpacked = path('unpacked');
    mkdirSync(unpacked);
    execFileSync('tar', ['-xf', plain, '-C', unpacked]);
    execFileSync('sha256sum', ['-c', '--quiet', '--strict', SUMS], { cwd: unpacked });
    expect(filesBelow(unpacked)).toEqual(
      expect.arrayContaining(['backup.json', 'contoso.key', 'contoso.sqlite', 'environment.sqlite']),
    );
    expect(readdirSync(join(unpacked, 'media'))).toHaveLength(1);
  });

  test('is for its owner alone, and leaves nothing beside it and beside the data', () => {
    expect(statSync(plain).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(readdirSync(tenant.dataDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('is not written over another file', async () => {
    await expect(backUp('plain.tar')).rejects.toThrow('plain.tar is there already');
  });

  test('with a passphrase is an age file, and nothing in it can be read', async () => {
    expect(await isEncrypted(encrypted)).toBe(true);
    expect(await isEncrypted(plain)).toBe(false);
    const key = readFileSync(join(tenant.dataDir, 'environment.key'));
    expect(readFileSync(plain).includes(key)).toBe(true);
    expect(readFileSync(encrypted).includes(key.subarray(0, 16))).toBe(false);
  });

  test('of a damaged keystore is refused, so that it takes no good one’s place', async () => {
    const dataDir = path('damaged');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'environment.key'), Buffer.from(noise(32)).toString('hex'));
    writeFileSync(join(dataDir, 'environment.sqlite'), noise(9000));
    const file = path('damaged.tar');
    await expect(makeBackup({ dataDir, file, passphrase: undefined, now })).rejects.toThrow(
      /No backup was made: .*damaged\/environment\.sqlite is damaged \(file is not a database\)/,
    );
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(dataDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('of a folder without tenants says so', async () => {
    const dataDir = mkdtempSync(join(folder, 'empty-'));
    const making = makeBackup({ dataDir, file: path('empty.tar'), passphrase: undefined, now });
    await expect(making).rejects.toThrow(/There is no tenant in .*TENANT_DATA_DIR/);
  });
});

/** A backup whose database was changed, with sums that hold. */
async function changedBackup(change: string | ((database: string) => void)): Promise<string> {
  const changed = mkdtempSync(path('changed-'));
  execFileSync('tar', ['-xf', plain, '-C', changed]);
  const database = join(changed, 'environment.sqlite');
  if (typeof change === 'string') {
    const sqlite = new DatabaseSync(database);
    sqlite.exec(change);
    sqlite.close();
  } else change(database);
  const names = filesBelow(changed).filter((name) => name !== SUMS);
  writeFileSync(join(changed, SUMS), await sumsOf(changed, names));
  execFileSync('tar', ['-cf', path('changed.tar'), '-C', changed, '.']);
  return path('changed.tar');
}

describe('a restore', () => {
  test.each([
    ['as it is', () => plain, undefined],
    ['encrypted', () => encrypted, PASSPHRASE],
  ])('of a backup %s brings everything back, and ends all sessions', async (_, file, passphrase) => {
    const restored = await restore(file(), passphrase === undefined ? {} : { passphrase });
    expect(restored).toMatchObject({ madeAt: now.toISOString(), privateKeys: 3, media: 1, missing: 0 });
    expect(restored.replaced).toBeUndefined();
    const { get, close } = await answers();
    const listed = (await (await get('/api/certificates')).json()) as { items: { id: string }[] };
    expect(listed.items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    const { recording } = (await (await get(`/api/recordings/${recordingId}`)).json()) as {
      recording: { mediaFiles: { mediaUri: string }[] };
    };
    const media = recording.mediaFiles[0]?.mediaUri.replace('/media/', '/play/') ?? '';
    expect((await get(media)).status).toBe(200);
    expect((await get('/api/certificates', oldCookie)).status).toBe(401);
    // A list that a page got after the backup was made is not taken for this one.
    expect(versionsIn(path('restored-into'))).toBeGreaterThan(versionsIn(tenant.dataDir) + 1_000_000);
    close();
    expect(statSync(join(path('restored-into'), 'environment.sqlite')).mode & 0o777).toBe(0o600);
  });

  test('does not go over tenants unless it is told to, and then keeps what was there', async () => {
    const into = path('restored-into');
    const first = await openDataFolder({ dataDir: into, demoPassword: PASSWORD });
    await expect(restore(plain, { replace: true })).rejects.toThrow('in use by another server');
    first.close();
    writeFileSync(join(into, 'other.sqlite'), 'of a tenant that the backup does not have');
    writeFileSync(join(into, 'environment.sqlite-wal'), 'of the old database');
    const before = readFileSync(join(into, 'environment.key'));
    await expect(restore(plain)).rejects.toThrow(/has tenants already.*--replace/);
    expect(readFileSync(join(into, 'environment.key'))).toEqual(before);

    const { replaced = '' } = await restore(plain, { replace: true });
    expect(readFileSync(join(replaced, 'environment.key'))).toEqual(before);
    // At the same time once more: what was moved away stays.
    const again = await restore(plain, { replace: true });
    expect(again.replaced).toBe(`${replaced}-2`);
    expect(readFileSync(join(replaced, 'environment.key'))).toEqual(before);
    expect(readdirSync(replaced)).toEqual(
      expect.arrayContaining(['other.sqlite', 'environment.sqlite-wal', 'media']),
    );
    expect(existsSync(join(into, 'environment.sqlite-wal'))).toBe(false);
    expect(readFileSync(join(into, 'environment.key'))).toEqual(
      readFileSync(join(tenant.dataDir, 'environment.key')),
    );
    (await answers()).close();
  });

  test.each([
    ['with the folder', ['.']],
    [
      'with the files',
      [
        'SHA256SUMS',
        'backup.json',
        'environment.key',
        'environment.sqlite',
        'media',
        'contoso.key',
        'contoso.sqlite',
        'fabrikam.key',
        'fabrikam.sqlite',
      ],
    ],
  ])('of a backup that was packed again %s brings everything back', async (_, packed) => {
    const unpacked = mkdtempSync(path('unpacked-'));
    execFileSync('tar', ['-xf', plain, '-C', unpacked]);
    execFileSync('tar', ['-cf', path('again.tar'), '-C', unpacked, ...packed]);
    expect(await restore(path('again.tar'))).toMatchObject({ privateKeys: 3, media: 1, missing: 0 });
    (await answers()).close();
  });

  test('of a backup whose numbers nobody can count on from is refused', async () => {
    for (const sql of [
      'UPDATE ivr_profile SET version = 9223372036854775807',
      'UPDATE sqlite_sequence SET seq = 9223372036854775807',
    ]) {
      await expect(restore(await changedBackup(sql))).rejects.toThrow(/table \w+ has a number too large/);
      expectNothingIn(path('restored-into'));
    }
  });

  test('of a backup with an index that lacks what its table has is refused', async () => {
    const file = await changedBackup((database) => {
      const asTable = (sql: string) => {
        const sqlite = new DatabaseSync(database, { defensive: false });
        sqlite.exec(`PRAGMA writable_schema = ON; ${sql}`);
        sqlite.close();
      };
      const { sql } = one(database, `SELECT sql FROM sqlite_schema WHERE name = 'certificate_by_key_bits'`);
      const change = (to: string) =>
        asTable(`UPDATE sqlite_schema SET sql = '${to}' WHERE name = 'certificate_by_key_bits'`);
      change(`${String(sql)} WHERE key_bits < 0`);
      asTable('REINDEX certificate_by_key_bits');
      change(String(sql));
    });
    await expect(restore(file)).rejects.toThrow(/damaged.*certificate_by_key_bits/);
    expectNothingIn(path('restored-into'));
  });

  test('of a backup from before backups were made is refused', async () => {
    const file = await changedBackup((database) => {
      rmSync(database);
      const sqlite = new DatabaseSync(database);
      defineFunctions(sqlite);
      for (const step of migrations.slice(0, 8)) sqlite.exec(step);
      sqlite.exec('PRAGMA user_version = 8');
      sqlite.close();
    });
    await expect(restore(file)).rejects.toThrow(
      /changed\.tar cannot be restored: environment\.sqlite was written by .* that made no backups yet.*Nothing/,
    );
    expectNothingIn(path('restored-into'));
  });

  test('of a backup with an empty file for a database is refused', async () => {
    const file = await changedBackup((database) => writeFileSync(database, ''));
    await expect(restore(file)).rejects.toThrow(/environment\.sqlite is damaged: it is empty/);
    expectNothingIn(path('restored-into'));
  });

  test.each([
    [
      'a trigger that would change the keys after the proof',
      'CREATE TRIGGER t AFTER DELETE ON session BEGIN UPDATE private_key SET sealed = zeroblob(9); END',
      /environment\.sqlite .*contains the trigger t/,
    ],
    [
      'media outside of its folder',
      `UPDATE recording SET file = '../../outside'`,
      /names a file that is not ours/,
    ],
    ['a foreign view', 'CREATE VIEW v AS SELECT 1', /contains the view v/],
    ['the version 0', 'PRAGMA user_version = 0', /which is not ours/],
    ['a negative version', 'PRAGMA user_version = -7', /has the version -7/],
    [
      'a newer version',
      'PRAGMA user_version = 999',
      /changed\.tar cannot be restored: environment\.sqlite was .* a newer/,
    ],
  ])('of a backup with %s is refused', async (_, sql, sentence) => {
    await expect(restore(await changedBackup(sql))).rejects.toThrow(sentence);
    expectNothingIn(path('restored-into'));
  });

  test.each([
    [
      'gzip',
      () => ['tar', '-czf', path('other'), '-C', folder, 'plain.tar'],
      /compressed with gzip.*gzip -d -c/,
    ],
    ['bzip2', () => ['cp', textFile('BZh91AY'), path('other')], /compressed with bzip2.*bzip2 -d -c/],
    ['xz', () => ['cp', bytesFile(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), path('other')], /with xz.*xz -d -c/],
    ['zstd', () => ['cp', bytesFile(0x28, 0xb5, 0x2f, 0xfd), path('other')], /with zstd.*zstd -d -c/],
    ['the database', () => ['cp', join(tenant.dataDir, 'contoso.sqlite'), path('other')], /is a database/],
    ['a text', () => ['cp', textFile('Dear all,\n'.repeat(200)), path('other')], /is not a backup/],
    [
      'a tar around it',
      () => ['tar', '-cf', path('other'), '-C', folder, 'plain.tar'],
      /plain\.tar does not belong to it.*pack its own files only/,
    ],
    [
      'age in text form',
      () => ['cp', textFile('-----BEGIN AGE ENCRYPTED FILE-----\n'), path('other')],
      /age -d/,
    ],
    ['a zip', () => ['cp', textFile('PK\u0003\u0004'), path('other')], /is a zip/],
    ['nothing', () => ['cp', textFile(''), path('other')], /is empty/],
  ] as [string, () => [string, ...string[]], RegExp][])(
    'of %s is refused with the step that helps',
    async (_, make, sentence) => {
      writeFileSync(path('plain.tar'), readFileSync(plain));
      const [command, ...args] = make();
      execFileSync(command, args);
      await expect(restore(path('other'))).rejects.toThrow(sentence);
      expectNothingIn(path('restored-into'));
    },
  );

  test.each([
    ['a folder', () => mkdirSync(path('no-file')), /is a folder. Name the file.*Nothing was changed/],
    ['a pipe', () => spawnSync('mkfifo', [path('no-file')]), /is not a file.*Nothing was changed/],
    ['nothing', () => {}, /There is no file .*no-file/],
  ])('of %s is refused, and nothing is made', async (_, make, sentence) => {
    make();
    await expect(restore(path('no-file'))).rejects.toThrow(sentence);
    await expect(isEncrypted(path('no-file'))).rejects.toThrow(sentence);
    expect(existsSync(path('restored-into'))).toBe(false);
    rmSync(path('no-file'), { recursive: true, force: true });
  });

  test('is what the key tools name for a backup, and the command of their sentence does it', () => {
    const sentence = problemSentence('console_backup', { file: plain });
    const command = /Restore it with: (npm run .*?)\. /.exec(sentence)?.[1] ?? '';
    const { status, stdout, stderr } = spawnSync(command.replace('FILE', plain), {
      cwd: resolve(import.meta.dirname, '../../..'),
      env: { ...process.env, TENANT_DATA_DIR: path('restored-into') },
      encoding: 'utf8',
      shell: true,
    });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('3 private keys, each opened and compared with its certificate');
  });

  test('of a file that is encrypted for a key asks for no passphrase, and names the step that helps', async () => {
    for (const stanza of ['X25519', 'ssh-ed25519']) {
      await expect(isEncrypted(encryptedFor(stanza))).rejects.toThrow(
        /for a key and not with a passphrase.*age -d -i/,
      );
    }
    expect(await isEncrypted(encryptedFor('scrypt'))).toBe(true);
  });

  test('of another archive is refused at its first entry', async () => {
    // The entry says that it has 3 GB, and the file ends long before.
    const header = Buffer.alloc(512);
    header.write('holiday.mp4');
    header.write(['0000644', '0000000', '0000000', '30000000000', '00000000000', ''].join('\0'), 100);
    header.fill(' ', 148, 156);
    header.write('0', 156);
    header.write('ustar\u000000', 257);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    writeFileSync(path('other.tar'), Buffer.concat([header, Buffer.alloc(64 * 1024)]));
    await expect(restore(path('other.tar'))).rejects.toThrow(
      /is not a backup of this console: holiday\.mp4 does not belong to it/,
    );
    expectNothingIn(path('restored-into'));
  });

  test('with the wrong passphrase says so', async () => {
    await expect(restore(encrypted, { passphrase: 'another passphrase' })).rejects.toThrow(
      /The passphrase does not open .*Nothing was changed/,
    );
    expectNothingIn(path('restored-into'));
  });

  test('of an encrypted backup with one changed byte is refused, wherever the byte is', async () => {
    const bytes = readFileSync(encrypted);
    for (const position of [30, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[position] = (changed[position] ?? 0) ^ 1;
      writeFileSync(path('changed.age'), changed);
      await expect(restore(path('changed.age'), { passphrase: PASSPHRASE })).rejects.toThrow(/damaged/);
      expectNothingIn(path('restored-into'));
    }
  });

  test('of a backup with one changed byte in any of its files is refused', async () => {
    const bytes = readFileSync(plain);
    // One file of each kind.
    const kinds = /^(backup\.json|SHA256SUMS|environment\.key|environment\.sqlite|media\/.+)$/;
    for (const [name, start, size] of entriesOf(plain).filter(([name]) => kinds.test(name))) {
      // Once in the header (512 bytes), and once in the content.
      for (const position of [start - 512, start + Math.floor(size / 2)]) {
        const changed = Buffer.from(bytes);
        changed[position] = (changed[position] ?? 0) ^ 1;
        writeFileSync(path('changed.tar'), changed);
        await expect(restore(path('changed.tar')), `${name} at ${position}`).rejects.toThrow(
          /Nothing was changed/,
        );
        expectNothingIn(path('restored-into'));
      }
    }
  });

  test.each([0, 600, 200_000, 700_000])('of a backup that ends after %i bytes is refused', async (length) => {
    writeFileSync(path('short.tar'), readFileSync(plain).subarray(0, length));
    await expect(restore(path('short.tar'))).rejects.toThrow(/damaged.*Nothing was changed/);
    expectNothingIn(path('restored-into'));
  });

  test('does not write any more once it has refused an archive that ends too early', async () => {
    const work = mkdtempSync(join(folder, 'work-'));
    writeFileSync(path('short.tar'), readFileSync(plain).subarray(0, 600));
    await expect(readContainer(path('short.tar'), { folder: work, passphrase: undefined })).rejects.toThrow();
    // All that the archive has of its first file: 512 of the 600 bytes are the file's header.
    expect(filesBelow(work).map((name) => [name, statSync(join(work, name)).size])).toEqual([[ABOUT, 88]]);
  });

  test.each(['another name', 'a name outside', 'a link'])('refuses an archive with %s', async (what) => {
    const work = await unpack();
    if (what === 'another name') writeFileSync(join(work, 'notes.txt'), 'x');
    if (what === 'a name outside') writeFileSync(join(work, '..', 'evil.key'), 'x');
    if (what === 'a link') symlinkSync('/etc/passwd', join(work, 'evil.key'));
    const extra = what === 'a name outside' ? ['../evil.key'] : [];
    const names = [...readdirSync(work), ...extra];
    await create({ cwd: work, file: path('other.tar'), preservePaths: true }, names);
    await expect(restore(path('other.tar'))).rejects.toThrow(/is not a backup .*: .* does not belong to it/);
    expectNothingIn(path('restored-into'));
  });

  test.each<[string, (work: string) => void, RegExp]>([
    [
      'another tenant’s key file',
      (work) => writeFileSync(join(work, 'environment.key'), readFileSync(join(work, 'contoso.key'))),
      /environment\.key is not the key of environment\.sqlite/,
    ],
    [
      'a private key of another certificate',
      (work) => {
        const sqlite = new DatabaseSync(join(work, 'environment.sqlite'));
        sqlite.exec(`UPDATE certificate SET der = (SELECT der FROM certificate AS other WHERE other.id <> certificate.id)
                     WHERE rowid = (SELECT min(rowid) FROM certificate)`);
        sqlite.close();
      },
      /the private key of “.+” \(.+\) does not open, or does not belong to its certificate/,
    ],
    [
      'a private key that does not open',
      (work) => {
        const sqlite = new DatabaseSync(join(work, 'environment.sqlite'));
        sqlite.exec(
          `UPDATE private_key SET sealed = zeroblob(1200) WHERE rowid = (SELECT max(rowid) FROM private_key)`,
        );
        sqlite.close();
      },
      /the private key of “.+” \(.+\) does not open/,
    ],
    [
      'a damaged database',
      (work) => writeFileSync(join(work, 'environment.sqlite'), 'no database'),
      /environment\.sqlite/,
    ],
  ])('refuses a backup whose sums are right and that has %s', async (_, change, sentence) => {
    const work = await unpack();
    change(work);
    rmSync(join(work, SUMS));
    writeFileSync(join(work, SUMS), await sumsOf(work, filesBelow(work)));
    await create({ cwd: work, file: path('wrong.tar') }, filesBelow(work));
    await expect(restore(path('wrong.tar'))).rejects.toThrow(sentence);
    expectNothingIn(path('restored-into'));
  });
});

async function unpack(): Promise<string> {
  const work = join(mkdtempSync(join(folder, 'work-')), 'in');
  mkdirSync(work);
  await readContainer(plain, { folder: work, passphrase: undefined });
  return work;
}

/** Name, position and size of the content of each file. */
function entriesOf(file: string): [string, number, number][] {
  const entries: [string, number, number][] = [];
  let position = 0;
  list({
    file,
    sync: true,
    onReadEntry: ({ path, size, startBlockSize }) => {
      entries.push([path, position + 512, size]);
      position += 512 + startBlockSize;
    },
  });
  return entries;
}

function versionsIn(dataDir: string): number {
  const file = join(dataDir, 'environment.sqlite');
  return Number(one(file, 'SELECT min(version) AS version FROM table_version')['version']);
}

function one(file: string, sql: string): Record<string, unknown> {
  const sqlite = new DatabaseSync(file);
  const row = sqlite.prepare(sql).get();
  sqlite.close();
  return row ?? {};
}

function expectNothingIn(dataDir: string): void {
  expect(readdirSync(dataDir).filter((name) => name !== 'in-use.lock')).toEqual([]);
}
