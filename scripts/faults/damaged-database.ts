import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePair, rsaKeys } from '../../src/testing/pairs.ts';
import { expect, expectNoStack, member, type Case, type Stage } from './stage.ts';

/** Kinds of damage to the files of one tenant, done while no server runs. */
const damages: Record<string, (dataDir: string) => void> = {
  'bytes of the database are overwritten': (dataDir) => {
    const file = join(dataDir, 'environment.sqlite');
    const handle = openSync(file, 'r+');
    writeSync(handle, randomBytes(65_536), 0, 65_536, Math.floor(statSync(file).size / 2));
    closeSync(handle);
  },
  'the database is cut off': (dataDir) => truncateSync(join(dataDir, 'environment.sqlite'), 40_000),
  'the database is empty': (dataDir) => truncateSync(join(dataDir, 'environment.sqlite')),
  'the database is another file': (dataDir) =>
    writeFileSync(join(dataDir, 'environment.sqlite'), randomBytes(40_000)),
  'a trigger of somebody else is in the database': (dataDir) => {
    const sqlite = new DatabaseSync(join(dataDir, 'environment.sqlite'));
    sqlite.exec('CREATE TRIGGER extra AFTER DELETE ON session BEGIN DELETE FROM private_key; END');
    sqlite.close();
  },
  'the key file is missing': (dataDir) => rmSync(join(dataDir, 'environment.key')),
  'the key file is cut off': (dataDir) => truncateSync(join(dataDir, 'environment.key'), 20),
};

export const damagedDatabase: Case[] = [
  ...Object.entries(damages).map(([name, damage]) => ({
    name,
    play: (stage: Stage) => playDamage(stage, damage),
  })),
  { name: 'the data folder is one of somebody else', play: playForeignFolder },
  { name: 'the data folder was copied without its -wal while the server ran', play: playWithoutLog },
];

async function playWithoutLog(stage: Stage): Promise<string> {
  const original = stage.dataDir;
  const server = await stage.start();
  const administrator = await server.signIn('administrator');
  const stored = await administrator.send('POST', '/api/certificates', makePair());
  expect(stored.status === 201, 'a pair is stored');
  const copyTo = (name: string, filter: (file: string) => boolean) => {
    const to = join(stage.folder, name);
    cpSync(original, to, { recursive: true, filter });
    return to;
  };
  stage.dataDir = copyTo('half', (file) => !/-(wal|shm)$/.test(file));
  const files = () =>
    readdirSync(stage.dataDir)
      .map((name) => `${name} ${statSync(join(stage.dataDir, name)).size}`)
      .join();
  const before = files();
  const { code, output } = await stage.run('serve.ts');
  expect(code === 1 && /environment\.sqlite-wal, .* is not beside it/.test(output), `refused: ${output}`);
  expectNoStack(output);
  expect(files() === before, 'nothing in the copy is changed');

  writeFileSync(join(stage.dataDir, 'environment.sqlite-wal'), '');
  for (const other of ['contoso', 'fabrikam']) writeFileSync(join(stage.dataDir, `${other}.sqlite-wal`), '');
  await (await stage.start()).stop();

  await server.stop('SIGKILL');
  stage.dataDir = copyTo('whole', () => true);
  for (const _ of ['after kill -9', 'after a clean stop']) {
    const again = await stage.start();
    const list = await (await again.signIn('administrator')).get('/api/certificates');
    expect(member(list, 'total') === 1, 'the whole copy has the pair');
    await again.stop();
  }
  return 'the server does not start without it, and starts with it, also after kill -9';
}

async function playForeignFolder(stage: Stage): Promise<string> {
  mkdirSync(join(stage.dataDir, 'media'), { recursive: true });
  chmodSync(stage.dataDir, 0o755);
  writeFileSync(join(stage.dataDir, 'media', 'holiday.mp4'), 'of somebody else');
  const { code, output } = await stage.run('serve.ts');
  expect(code === 1 && /has files of something else, such as media/.test(output), `refused: ${output}`);
  expectNoStack(output);
  const left = readdirSync(stage.dataDir, { recursive: true, encoding: 'utf8' }).toSorted().join();
  expect(left === 'media,media/holiday.mp4', `nothing was removed or made: ${left}`);
  expect((statSync(stage.dataDir).mode & 0o777) === 0o755, 'its permissions are as they were');
  return 'the server does not start, and nothing in the folder is changed';
}

async function playDamage(stage: Stage, damage: (dataDir: string) => void): Promise<string> {
  const before = await stage.start();
  const administrator = await before.signIn('administrator');
  const keys = rsaKeys();
  for (let i = 0; i < 40; i++) {
    await administrator.send('POST', '/api/certificates', makePair({ keys }));
  }
  await before.stop();
  damage(stage.dataDir);

  const server = await stage.start();
  server.expectNoStack();
  const [sentence = ''] = /^Environment is not started: .*$/m.exec(server.output) ?? [];
  expect(sentence.includes(stage.dataDir), `a sentence names the file (${server.output})`);
  expect(/Restore a backup.* start Environment empty/.test(sentence), 'it names both ways out');
  const health = await server.client('').get('/api/health');
  expect(member(health, 'status') === 'degraded', 'the health is degraded');
  const refused = await server.client('').send('POST', '/api/session', {
    username: 'administrator',
    password: 'demo',
  });
  expect(refused.status === 503 && member(refused, 'code') === 'tenant_damaged', 'its people get 503');
  const other = await server.signIn('fabrikam-administrator');
  const stored = await other.send('POST', '/api/certificates', makePair());
  expect(stored.status === 201, 'another tenant stores a pair');
  return sentence.replaceAll(`${stage.dataDir}/`, '').split(' Stop the server')[0] ?? '';
}
