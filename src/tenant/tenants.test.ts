import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachFolder, folder as dataDir } from '../testing/folder.ts';
import { createApi } from './http/api.ts';
import { demoTenants } from './sign-in/seed.ts';
import { openDataFolder } from './tenants.ts';
import { makePair } from '../testing/pairs.ts';
import { testTenant, type TestTenant } from '../testing/tenant.ts';
import { noise } from '../testing/noise.ts';

describe('a data folder', () => {
  eachFolder('folder');

  test('is for its owner alone', async () => {
    const folder = await openDataFolder({ dataDir, demoPassword: 'demo' });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'environment.sqlite')).mode & 0o777).toBe(0o600);
    folder.close();
  });

  test('is opened once at a time, and again after it was closed', async () => {
    const folder = await openDataFolder({ dataDir, demoPassword: 'demo' });
    const again = openDataFolder({ dataDir, demoPassword: 'demo' });
    await expect(again).rejects.toThrow(`${dataDir} is in use by another server.`);
    folder.close();
    (await openDataFolder({ dataDir, demoPassword: 'demo' })).close();
  });

  test('is free again when the process that held it was killed', async () => {
    const lock = join(import.meta.dirname, 'store/folder-lock.ts');
    const script = `(await import(${JSON.stringify(lock)})).lockFolder(${JSON.stringify(dataDir)}); console.log('locked'); setInterval(() => {}, 1000)`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await once(holder.stdout, 'data');
    const refused = openDataFolder({ dataDir, demoPassword: 'demo' });
    await expect(refused).rejects.toThrow('in use by another server');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    (await openDataFolder({ dataDir, demoPassword: 'demo' })).close();
    expect(readdirSync(dataDir).filter((name) => name.includes('journal'))).toEqual([]);
  });

  test('whose making was cut off is made whole at the next start', async () => {
    writeFileSync(join(dataDir, 'environment.sqlite.new'), 'SQLite format 3');
    const folder = await openDataFolder({ dataDir, demoPassword: 'demo' });
    expect(folder.damaged).toEqual([]);
    expect(existsSync(join(dataDir, 'environment.sqlite.new'))).toBe(false);
    folder.close();
  });
});

describe('a damaged keystore', () => {
  let tenant: TestTenant;
  let file: (name: string) => string;
  beforeEach(async () => {
    tenant = await testTenant();
    file = (name) => join(tenant.dataDir, name);
    const administrator = await tenant.signedIn('administrator');
    for (let i = 0; i < 20; i++) await administrator.call('POST /api/certificates', { body: makePair() });
  });
  afterEach(() => tenant.close());

  /** The server was stopped cleanly, so all data is in this one file. */
  const overwrite = (position: number, bytes: Uint8Array) => {
    const handle = openSync(file('environment.sqlite'), 'r+');
    writeSync(handle, bytes, 0, bytes.length, position);
  };

  const damages: [string, () => void, RegExp][] = [
    ['overwritten', () => overwrite(8192, noise(60_000)), /environment\.sqlite is damaged \(.+\)\./],
    [
      'cut off',
      () => truncateSync(file('environment.sqlite'), 20_000),
      /environment\.sqlite is damaged \(.*malformed.*\)\./,
    ],
    [
      'emptied',
      () => truncateSync(file('environment.sqlite')),
      /environment\.sqlite is damaged: it is empty\./,
    ],
    [
      'no database',
      () => writeFileSync(file('environment.sqlite'), noise(9000)),
      /environment\.sqlite is damaged \(file is not a database\)\./,
    ],
    ['without its key file', () => rmSync(file('environment.key')), /environment\.key is missing/],
    [
      'with a damaged key file',
      () => writeFileSync(file('environment.key'), 'cut o'),
      /environment\.key is damaged/,
    ],
    [
      'with another tenant’s key file',
      () => copyFileSync(file('contoso.key'), file('environment.key')),
      /environment\.key is not the key of/,
    ],
    [
      'with a folder in place of its key file',
      () => {
        rmSync(file('environment.key'));
        mkdirSync(file('environment.key'));
      },
      /environment\.key is not a file/,
    ],
    [
      'with a trigger of somebody else',
      () => {
        const sqlite = new DatabaseSync(file('environment.sqlite'));
        sqlite.exec('CREATE TRIGGER extra AFTER DELETE ON session BEGIN DELETE FROM private_key; END');
        sqlite.close();
      },
      /environment\.sqlite is not a keystore of this console: it contains the trigger extra/,
    ],
    [
      'moved away without its log',
      () => {
        renameSync(file('environment.sqlite'), file('environment.sqlite-wal'));
      },
      /environment\.sqlite is missing, but .*environment\.sqlite-wal/,
    ],
  ];

  test.each(damages)('(%s) is named, and the other tenants start', async (_, damage, sentence) => {
    writeFileSync(file('media/0f0e0d0c-0b0a-4908-8706-050403020100.mp3.bin'), 'kept');
    const { cookie } = await tenant.signedIn('administrator');
    for (const { database } of tenant.tenants) database.checkpoint();
    tenant.stop();
    damage();
    const damaged = existsSync(file('environment.sqlite')) && readFileSync(file('environment.sqlite'));

    const folder = await openDataFolder({ dataDir: tenant.dataDir, demoPassword: 'demo' });
    expect(folder.tenants.map(({ slug }) => slug)).toEqual(['contoso', 'fabrikam']);
    const said = folder.damaged.map((each) => each.sentence).join();
    expect(said).toMatch(sentence);
    expect(said).toMatch(/^Environment is not started: .* Restore a backup.* move environment\.sqlite, /);
    // Its files are not changed, and its recordings are not removed.
    expect(existsSync(file('media/0f0e0d0c-0b0a-4908-8706-050403020100.mp3.bin'))).toBe(true);
    if (damaged && damaged.length > 0) expect(readFileSync(file('environment.sqlite'))).toEqual(damaged);

    const log: string[] = [];
    const api = createApi({ ...folder, demoPassword: 'demo', log: (line) => log.push(line) });
    const signIn = (username: string) =>
      api.request('/api/session', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username, password: 'demo' }),
      });
    expect(await (await api.request('/api/health')).json()).toEqual({
      status: 'degraded',
      damaged: ['Environment'],
    });
    for (const refused of [
      await signIn('administrator'),
      await api.request('/api/certificates', { headers: { Cookie: cookie } }),
    ]) {
      expect(refused.status).toBe(503);
      expect(await refused.json()).toMatchObject({
        code: 'tenant_damaged',
        detail: expect.stringMatching(/^The stored data of Environment is damaged/) as string,
      });
    }
    // Its cookie does not prevent signing in to another tenant.
    const session = await api.request('/api/session', { headers: { Cookie: cookie } });
    expect(await session.json()).toMatchObject({ session: null });
    expect((await signIn('azure-administrator')).status).toBe(200);
    expect(log).toEqual([]);
    folder.close();
  });

  test('that is the last one keeps the server from starting', async () => {
    tenant.stop();
    for (const { slug } of demoTenants) writeFileSync(file(`${slug}.sqlite`), noise(9000));
    const start = openDataFolder({ dataDir: tenant.dataDir, demoPassword: 'demo' });
    await expect(start).rejects.toThrow(/Environment is not started.*\nContoso.*\nFabrikam/);
  });

  test('that is found while the server runs answers 503', async () => {
    const administrator = await tenant.signedIn('administrator');
    tenant.environment.database.checkpoint();
    tenant.environment.database.all('PRAGMA shrink_memory');
    overwrite(4096, noise(statSync(file('environment.sqlite')).size - 4096));
    const reply = await administrator.call('GET /api/certificates');
    expect(reply.status).toBe(503);
    expect(reply.problem.code).toBe('tenant_damaged');
    expect(tenant.log.join('\n')).toMatch(/environment\.sqlite is damaged \(.*malformed\)\. Stop the server/);
  });
});

test('a hidden file is a file of somebody else, and so is another lock; an empty disk is empty', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'home-'));
  const open = () => openDataFolder({ dataDir: folder, demoPassword: 'demo' });
  writeFileSync(join(folder, '.bashrc'), 'x');
  chmodSync(folder, 0o755);
  await expect(open()).rejects.toThrow(/has files of something else, such as \.bashrc/);
  expect(statSync(folder).mode & 0o777).toBe(0o755);
  rmSync(join(folder, '.bashrc'));
  writeFileSync(join(folder, 'in-use.lock'), 'not the lock of a data folder '.repeat(100));
  await expect(open()).rejects.toThrow(/in-use\.lock cannot be locked \(file is not a database\)/);
  rmSync(join(folder, 'in-use.lock'));
  for (const name of ['.gitkeep', 'lost+found']) writeFileSync(join(folder, name), '');
  (await open()).close();
  rmSync(folder, { recursive: true });
});

test('a folder with files of somebody else is refused and stays as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holiday-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'media'));
  writeFileSync(join(folder, 'media', 'holiday.mp4'), 'x');
  await expect(openDataFolder({ dataDir: folder, demoPassword: 'demo' })).rejects.toThrow(
    /has files of something else, such as media, and no tenant\. Nothing was changed/,
  );
  expect(readdirSync(folder, { recursive: true })).toEqual(['media', 'media/holiday.mp4']);
  expect(statSync(folder).mode & 0o777).toBe(0o755);
  rmSync(folder, { recursive: true });
});
