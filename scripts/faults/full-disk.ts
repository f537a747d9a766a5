import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, openSync, readdirSync, rmSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../../src/tenant/backup/layout.ts';
import { makePair, rsaKeys } from '../../src/testing/pairs.ts';
import {
  CannotPlay,
  expect,
  expectNoStack,
  member,
  type Client,
  type Server,
  type Stage,
  type Case,
} from './stage.ts';

export const fullDisk: Case[] = [
  {
    name: 'the disk is full (tmpfs)',
    play: async (stage) => {
      const disk = mountSmallDisk(stage);
      stage.dataDir = join(disk.folder, 'data');
      // The server's log is on the same disk.
      const server = await stage.start({}, join(stage.dataDir, '../server.log'));
      const seen = await playFullDisk(stage, server, disk);

      await server.stop();
      disk.fill();
      const again = await stage.run('serve.ts');
      expect(again.code === 1, 'while the disk is full it does not start');
      expect(/^The disk of the data folder is full /m.test(again.output), `it says why: ${again.output}`);
      expectNoStack(again.output);
      disk.makeRoom();
      await stage.start();
      return seen;
    },
  },
  {
    name: 'a quota on the size of files (prlimit)',
    play: async (stage) => {
      const server = await stage.start();
      return playFullDisk(stage, server, limitFiles(server));
    },
  },
  { name: 'a backup, a restore and a daily copy onto a full disk (tmpfs)', play: playFullBackupDisk },
];

interface Disk {
  fill: () => void;
  makeRoom: () => void;
}

async function playFullDisk(stage: Stage, server: Server, disk: Disk): Promise<string> {
  const administrator = await server.signIn('administrator');
  expect((await upload(administrator)).status === 201, 'an upload is stored');
  const before = await total(administrator, 'certificates');

  disk.fill();
  let stored = 0;
  // Some uploads may still fit into space that SQLite's write-ahead log already has.
  let refused = await upload(administrator);
  for (; refused.status === 201 && stored < 5000; stored++) refused = await upload(administrator);
  expect(refused.status === 507, `an upload is refused with 507, not ${refused.status}`);
  expect(member(refused, 'code') === 'storage_full', 'its code is storage_full');
  const idempotencyKey = randomUUID();
  const pair = makePair({ keys });
  expect((await upload(administrator, pair, idempotencyKey)).status === 507, 'so is the next one');
  expect((await testCall(administrator)).status === 507, 'so is a test call');
  expect((await total(administrator, 'certificates')) === before + stored, 'reads go on');
  expect(filesBelow(join(stage.dataDir, 'media')).length === 0, 'no media file is left behind');

  disk.makeRoom();
  expect((await upload(administrator, pair, idempotencyKey)).status === 201, 'the same upload is stored');
  expect((await testCall(administrator)).status === 201, 'a test call is stored');
  expect((await total(administrator, 'certificates')) === before + stored + 1, 'once');
  server.expectNoStack();
  return `507 storage_full after ${stored} more uploads, reads went on, the same upload was stored without a restart`;
}

/** The tenants have room; the disk that is written to has none. */
async function playFullBackupDisk(stage: Stage): Promise<string> {
  const disk = mountSmallDisk(stage);
  const server = await stage.start();
  const administrator = await server.signIn('administrator');
  expect((await upload(administrator)).status === 201, 'an upload is stored');
  expect((await testCall(administrator)).status === 201, 'a test call is stored');
  await server.stop();
  const good = join(stage.folder, 'good.tar');
  expect((await stage.run('backup', [good])).code === 0, 'a backup is made where there is room');
  const backUp = () => stage.run('backup', [join(disk.folder, 'backup.tar')]);
  const restore = () => stage.run('restore', [good], { TENANT_DATA_DIR: join(disk.folder, 'data') });

  disk.fill();
  for (const { code, output } of [await backUp(), await restore()]) {
    expect(code === 1, `it is refused: ${output}`);
    expect(/^The disk is full .*Nothing was changed\. Make room/m.test(output), `it says why: ${output}`);
    expectNoStack(output);
  }
  const copying = await stage.start({ TENANT_BACKUP_DIR: join(disk.folder, 'copies') });
  await copying.prints(/^(Daily copy|No daily copy)/m);
  expect(/^No daily copy .*The disk is full/m.test(copying.output), `the log says it: ${copying.output}`);
  const health = await copying.client('').get('/api/health');
  expect(member(health, 'status') === 'degraded', 'the health is degraded');
  expect(member(health, 'dailyCopy') === 'failed', 'because of the daily copy');
  expect((await upload(await copying.signIn('administrator'))).status === 201, 'the server goes on');
  await copying.stop();
  const left = [disk.folder, stage.dataDir]
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    .filter((name) => name.endsWith('.tmp'));
  expect(left.length === 0, `nothing half is left: ${left.join()}`);

  disk.makeRoom();
  for (const { code, output } of [await backUp(), await restore()]) {
    expect(code === 0, `when there is room, it succeeds: ${output}`);
  }
  return 'all three say that the disk is full and leave nothing half; with room, they succeed';
}

/** One key for all pairs, because generating keys takes most of the time. */
const keys = rsaKeys();

const upload = (client: Client, pair = makePair({ keys }), idempotencyKey: string = randomUUID()) =>
  client.send('POST', '/api/certificates', pair, { 'Idempotency-Key': idempotencyKey });

const testCall = (client: Client) => client.send('POST', '/api/test-calls', { screen: true });

const total = async (client: Client, list: string) =>
  member(await client.get(`/api/${list}`), 'total') as number;

/** A disk of 16 MB that can be filled completely, and its folder. */
function mountSmallDisk(stage: Stage): Disk & { folder: string } {
  const folder = join(stage.folder, 'small-disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    throw new CannotPlay('a tmpfs cannot be mounted here; the quota on files is played instead');
  }
  stage.atTheEnd(() => execFileSync('umount', [folder]));
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => {
      const handle = openSync(filler, 'a');
      for (const size of [1 << 20, 512]) writeUntilFull(handle, Buffer.alloc(size));
      closeSync(handle);
    },
    makeRoom: () => rmSync(filler),
  };
}

function writeUntilFull(handle: number, bytes: Buffer): void {
  try {
    for (;;) writeSync(handle, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

/**
 * Limits the size of each of the server's files to one kilobyte, until the limit is lifted; larger writes fail with
 * EFBIG.
 */
function limitFiles({ process: { pid } }: Server): Disk {
  const limit = (bytes: string) => {
    try {
      execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`], { stdio: 'pipe' });
    } catch {
      throw new CannotPlay('there is no prlimit here (it is a part of util-linux)');
    }
  };
  return { fill: () => limit('1024'), makeRoom: () => limit('unlimited') };
}
