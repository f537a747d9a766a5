import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { filesBelow, sumsOf } from '../../src/tenant/backup/layout.ts';
import { makePair, rsaKeys } from '../../src/testing/pairs.ts';
import { CannotPlay, expect, expectNoStack, member, type Case, type Client, type Stage } from './stage.ts';

const PASSPHRASE = { TENANT_BACKUP_PASSPHRASE: 'five words that nobody guesses' };
const KILLS = 12;

const keys = rsaKeys();

export const backupAndRestore: Case[] = [
  { name: 'a backup while pairs and recordings are stored, and its restore', play: playWhileWriting },
  { name: 'a restore with the wrong passphrase', play: playWrongPassphrase },
  { name: 'a byte of the backup is flipped', play: playFlippedByte },
  { name: 'a backup that was packed again, and files that are none', play: playPackedAgain },
  { name: 'a backup whose database somebody else has changed', play: playChangedDatabase },
  { name: 'age, tar and sha256sum open the backup without us', play: playWithoutUs },
  { name: 'a restore over a running server, and over tenants', play: playOverTenants },
  { name: `kill -9 in a backup, ${KILLS} times`, play: playKillsInBackup },
  { name: `kill -9 in a restore, ${KILLS} times`, play: playKillsInRestore },
  { name: 'daily copies', play: playDailyCopies },
];

async function playWhileWriting(stage: Stage): Promise<string> {
  const server = await stage.start();
  const administrator = await server.signIn('administrator');
  const before = await fill(administrator, 20);
  const stored = new Set<string>();
  const stop = new AbortController();
  const writing = Array.from({ length: 3 }, async () => {
    while (!stop.signal.aborted) stored.add(await upload(administrator));
  });
  const quiet = await latency(administrator, 40);
  const file = join(stage.folder, 'backup.tar');
  const backup = stage.run('backup', [file]);
  const busy = await latency(administrator, 40);
  const { code, output } = await backup;
  stop.abort();
  await Promise.all(writing);
  expect(code === 0, `the backup is made: ${output}`);
  await server.stop();

  stage.dataDir = join(stage.folder, 'other');
  const restored = await stage.run('restore', [file]);
  expect(restored.code === 0, `the backup is restored: ${restored.output}`);
  const again = await stage.start();
  const reader = await again.signIn('administrator');
  const ids = await listed(reader);
  expect(
    before.every((id) => ids.has(id)),
    'everything that was stored before is there',
  );
  expect(
    [...ids].every((id) => before.includes(id) || stored.has(id)),
    'and nothing else',
  );
  await expectRecordingsToPlay(reader);
  return `${before.length} pairs of before and ${ids.size - before.length} of the ${stored.size} stored meanwhile are there; a list took ${quiet} ms beside three writers, and ${busy} ms beside them and the backup (median)`;
}

async function playWrongPassphrase(stage: Stage): Promise<string> {
  const file = await backUp(stage, PASSPHRASE);
  for (const environment of [{}, { TENANT_BACKUP_PASSPHRASE: 'five words that somebody guesses' }]) {
    const { code, output } = await stage.run('restore', [file, '--replace'], environment);
    expect(code === 1 && /passphrase/.test(output), `it is refused: ${output}`);
    expectNoStack(output);
  }
  await expectPairs(stage, 5);
  return 'the restore says so, and what was there stays';
}

async function playFlippedByte(stage: Stage): Promise<string> {
  const plain = await backUp(stage);
  const encrypted = join(stage.folder, 'encrypted.age');
  expect((await stage.run('backup', [encrypted], PASSPHRASE)).code === 0, 'a backup is made');
  for (const file of [plain, encrypted]) {
    const bytes = readFileSync(file);
    const position = Math.floor(bytes.length / 3);
    bytes[position] = (bytes[position] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const { code, output } = await stage.run('restore', [file, '--replace'], PASSPHRASE);
    expect(code === 1 && /is damaged/.test(output), `it is refused: ${output}`);
    expectNoStack(output);
  }
  await expectPairs(stage, 5);
  return 'the restore names the damaged file, in a plain and in an encrypted backup, and what was there stays';
}

async function playPackedAgain(stage: Stage): Promise<string> {
  const file = await backUp(stage);
  const unpacked = unpack(stage, file);
  const other = (name: string) => join(stage.folder, name);
  command('tar', '-cf', other('again.tar'), '-C', unpacked, '.');
  const again = await stage.run('restore', [other('again.tar'), '--replace']);
  expect(again.code === 0, `what tar has packed again is restored: ${again.output}`);
  await expectPairs(stage, 5);

  command('tar', '-czf', other('gzip'), '-C', unpacked, '.');
  command('tar', '-cf', other('around'), '-C', stage.folder, 'unpacked');
  writeFileSync(other('zip'), 'PK\u0003\u0004 and so on');
  writeFileSync(other('armored'), '-----BEGIN AGE ENCRYPTED FILE-----\nand so on');
  writeFileSync(other('text'), 'Dear all,\n'.repeat(200));
  const refusals = {
    gzip: /compressed with gzip/,
    around: /unpacked\/ does not belong to it/,
    zip: /is a zip/,
    armored: /age file in text form/,
    text: /is not a backup of this console/,
    unpacked: /is a folder/,
  };
  for (const [name, sentence] of Object.entries(refusals)) {
    const { code, output } = await stage.run('restore', [other(name), '--replace']);
    expect(code === 1 && sentence.test(output) && output.includes('Nothing was changed'), output);
    expectNoStack(output);
  }
  await expectPairs(stage, 5);
  return `it is restored; ${Object.keys(refusals).length} other forms are named, and what was there stays`;
}

async function playChangedDatabase(stage: Stage): Promise<string> {
  const file = await backUp(stage);
  const outside = join(stage.folder, 'notes.txt');
  writeFileSync(outside, 'of somebody else');
  const changes = {
    'CREATE TRIGGER extra AFTER DELETE ON session BEGIN UPDATE private_key SET sealed = zeroblob(9); END':
      /contains the trigger extra/,
    [`UPDATE recording SET file = '../../notes.txt' WHERE id = (SELECT min(id) FROM recording)`]:
      /a recording names a file that is not ours/,
    'PRAGMA user_version = 0': /is not a keystore of this console/,
    'PRAGMA user_version = 999': /written by a newer version/,
  };
  for (const [sql, sentence] of Object.entries(changes)) {
    const unpacked = unpack(stage, file);
    const sqlite = new DatabaseSync(join(unpacked, 'environment.sqlite'));
    sqlite.exec(sql);
    sqlite.close();
    rmSync(join(unpacked, 'SHA256SUMS'));
    writeFileSync(join(unpacked, 'SHA256SUMS'), await sumsOf(unpacked, filesBelow(unpacked)));
    command('tar', '-cf', join(stage.folder, 'changed.tar'), '-C', unpacked, '.');
    const { code, output } = await stage.run('restore', [join(stage.folder, 'changed.tar'), '--replace']);
    expect(code === 1 && sentence.test(output), `refused: ${output}`);
    expectNoStack(output);
  }
  await expectPairs(stage, 5);
  expect(existsSync(outside), 'the file that was named is there');
  return 'each change is named though the sums are right, and what was there stays';
}

function unpack(stage: Stage, file: string): string {
  const into = join(stage.folder, 'unpacked');
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into);
  command('tar', '-xf', file, '-C', into);
  return into;
}

function command(program: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw new CannotPlay(`there is no ${program} here`);
  expect(status === 0, `${program} succeeds: ${stderr}`);
}

async function playWithoutUs(stage: Stage): Promise<string> {
  for (const tool of ['age', 'script', 'tar', 'sha256sum']) {
    if (spawnSync(tool, ['--version']).error) throw new CannotPlay(`there is no ${tool} here`);
  }
  const file = await backUp(stage, PASSPHRASE);
  const into = join(stage.folder, 'without-us');
  mkdirSync(into);
  // age asks for the passphrase on a terminal, and `script` is one.
  const opened = spawnSync('script', ['-qec', `age -d -o backup.tar ${file}`, '/dev/null'], {
    cwd: into,
    input: `${PASSPHRASE.TENANT_BACKUP_PASSPHRASE}\n`,
    encoding: 'utf8',
  });
  expect(opened.status === 0, `age opens it: ${opened.stdout}`);
  for (const [tool, ...args] of [
    ['tar', '-xf', 'backup.tar'],
    ['sha256sum', '-c', '--strict', 'SHA256SUMS'],
  ] as const) {
    const { status, stderr } = spawnSync(tool, args, { cwd: into, encoding: 'utf8' });
    expect(status === 0, `${tool} succeeds: ${stderr}`);
  }
  return 'all checksums are right';
}

async function playOverTenants(stage: Stage): Promise<string> {
  const file = await backUp(stage);
  const server = await stage.start();
  const overRunning = await stage.run('restore', [file, '--replace']);
  expect(/in use by another server/.test(overRunning.output), `refused: ${overRunning.output}`);
  await fill(await server.signIn('administrator'), 2);
  await server.stop();
  const overTenants = await stage.run('restore', [file]);
  expect(/has tenants already/.test(overTenants.output), `refused: ${overTenants.output}`);
  for (const { code, output } of [overRunning, overTenants]) {
    expect(code === 1, 'the exit code is 1');
    expectNoStack(output);
  }
  await expectPairs(stage, 7);
  expect((await stage.run('restore', [file, '--replace'])).code === 0, 'with --replace it is restored');
  await expectPairs(stage, 5);
  return 'both are refused; --replace restores';
}

async function playKillsInBackup(stage: Stage): Promise<string> {
  await backUp(stage);
  const server = await stage.start();
  const folder = join(stage.folder, 'backups');
  let whole = 0;
  const duration = await durationOf(() => stage.run('backup', [join(folder, 'first.tar')]));
  for (let kill = 1; kill <= KILLS; kill++) {
    const file = join(folder, `${kill}.tar`);
    await killed(stage, 'backup', [file], (1.3 * duration * kill) / KILLS);
    if (!existsSync(file)) continue;
    whole++;
    await expectRestores(stage, file);
  }
  const last = join(folder, 'last.tar');
  expect((await stage.run('backup', [last])).code === 0, 'the next backup is made');
  await expectRestores(stage, last);
  const left = readdirSync(stage.dataDir).filter((name) => name.endsWith('.tmp'));
  expect(
    left.length === 0,
    `the next backup removes what the killed ones left beside the data: ${left.join()}`,
  );
  await server.signIn('administrator');
  return `${KILLS} kills within ${duration} ms: ${whole} files were there, each whole; the others left no file of their name`;
}

async function playKillsInRestore(stage: Stage): Promise<string> {
  const file = await backUp(stage);
  const duration = await durationOf(() => stage.run('restore', [file, '--replace']));
  let finished = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    const server = await stage.start();
    const administrator = await server.signIn('administrator');
    await upload(administrator);
    const before = (await listed(administrator)).size;
    await server.stop();
    await killed(stage, 'restore', [file, '--replace'], (1.3 * duration * kill) / KILLS);

    const again = await stage.start();
    again.expectNoStack();
    const reader = await again.signIn('administrator');
    const { size } = await listed(reader);
    expect(size === before || size === 5, `all of before or all of the backup is there, not ${size} pairs`);
    if (size === 5) finished++;
    await expectRecordingsToPlay(reader);
    await again.stop();
    const left = readdirSync(stage.dataDir).filter((name) => name.endsWith('.tmp') || name === 'restored');
    expect(left.length === 0, `the start removes what is unfinished: ${left.join()}`);
  }
  return `${KILLS} kills within ${duration} ms: ${finished} times the backup was there, else what was before, and every recording played`;
}

async function playDailyCopies(stage: Stage): Promise<string> {
  const folder = join(stage.folder, 'copies');
  mkdirSync(folder);
  for (let day = 10; day < 19; day++)
    writeFileSync(join(folder, `tenants-2025-01-${day}T00-00-00Z.tar`), 'a copy');
  const server = await stage.start({ TENANT_BACKUP_DIR: folder });
  await server.prints(/^(Daily copy|No daily copy)/m);
  const [, file = ''] = /^Daily copy: (.+)$/m.exec(server.output) ?? [];
  expect(existsSync(file), `a copy is made: ${server.output}`);
  expect(readdirSync(folder).length === 7, 'seven are kept');
  await expectRestores(stage, file);
  return 'one is made at the start, seven are kept';
}

/** Five pairs and a recording, in a backup; no server runs afterwards. */
async function backUp(stage: Stage, environment: Record<string, string> = {}): Promise<string> {
  const server = await stage.start();
  await fill(await server.signIn('administrator'), 5);
  await server.stop();
  const file = join(stage.folder, 'backup');
  const { code, output } = await stage.run('backup', [file], environment);
  expect(code === 0, `a backup is made: ${output}`);
  return file;
}

/** Into a folder of its own. */
async function expectRestores(stage: Stage, file: string): Promise<void> {
  const { code, output } = await stage.run('restore', [file], { TENANT_DATA_DIR: `${file}-restored` });
  expect(code === 0, `${file} can be restored: ${output}`);
}

async function expectPairs(stage: Stage, count: number): Promise<void> {
  const server = await stage.start();
  const { size } = await listed(await server.signIn('administrator'));
  expect(size === count, `${count} pairs are there, not ${size}`);
  await server.stop();
}

async function killed(stage: Stage, script: string, args: string[], ms: number): Promise<void> {
  const child = stage.spawn(script, args);
  const ended = new Promise((resolve) => child.once('close', resolve));
  await Promise.race([setTimeout(ms), ended]);
  child.kill('SIGKILL');
  await ended;
}

async function durationOf(run: () => Promise<{ code: number | null; output: string }>): Promise<number> {
  const start = performance.now();
  const { code, output } = await run();
  expect(code === 0, `it succeeds when it is not killed: ${output}`);
  return Math.round(performance.now() - start);
}

async function upload(client: Client): Promise<string> {
  const answer = await client.send('POST', '/api/certificates', makePair({ keys }));
  expect(answer.status === 201, `an upload is stored (${answer.status})`);
  return member(answer, 'id') as string;
}

async function fill(client: Client, pairs: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < pairs; i++) ids.push(await upload(client));
  const call = await client.send('POST', '/api/test-calls', { screen: true });
  expect(call.status === 201, 'a test call is recorded');
  return ids;
}

async function listed(client: Client): Promise<Set<string>> {
  const items = member(await client.get('/api/certificates?limit=1000'), 'items') as { id: string }[];
  return new Set(items.map(({ id }) => id));
}

async function expectRecordingsToPlay(client: Client): Promise<void> {
  const items = member(await client.get('/api/recordings'), 'items') as { id: string }[];
  expect(items.length > 0, 'there are recordings');
  for (const { id } of items) {
    const { mediaFiles } = member(await client.get(`/api/recordings/${id}`), 'recording') as {
      mediaFiles: { mediaUri: string }[];
    };
    const { status } = await client.get(mediaFiles[0]?.mediaUri ?? '');
    expect(status === 200, `the recording ${id} plays (${status})`);
  }
}

/** Of a list, in milliseconds: the median. */
async function latency(client: Client, calls: number): Promise<string> {
  const took: number[] = [];
  for (let i = 0; i < calls; i++) {
    const start = performance.now();
    await client.get('/api/certificates?limit=100');
    took.push(performance.now() - start);
  }
  return (took.toSorted((a, b) => a - b)[Math.floor(calls / 2)] ?? 0).toFixed(1);
}
