import { randomBytes } from 'node:crypto';
import { openSync, closeSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makePair, rsaKeys } from '../../src/tenant/test-pairs.ts';
import { expect, member, type Case, type Stage } from './stage.ts';

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
  'the key file is missing': (dataDir) => rmSync(join(dataDir, 'environment.key')),
  'the key file is cut off': (dataDir) => truncateSync(join(dataDir, 'environment.key'), 20),
};

export const damagedDatabase: Case[] = Object.entries(damages).map(([name, damage]) => ({
  name,
  play: (stage) => playDamage(stage, damage),
}));

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
