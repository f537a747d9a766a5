import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { create, extract, Header } from 'tar';
import { filesBelow } from '../../src/tenant/backup/layout.ts';
import { expect, expectNoStack, type Server, type Stage } from '../faults/stage.ts';
import type { Attack } from './attack.ts';
import { kept } from './figures.ts';
import { aMedium, assigned, given, uploaded } from './given.ts';

const SECRET = 'What somebody else’s file says';

/** A data folder with a pair and a recording on which no server runs. Answers the path of the recording’s medium. */
async function prepared(stage: Stage): Promise<string> {
  const server = await stage.start();
  const administrator = await server.signIn('administrator');
  await assigned(server, [await uploaded(administrator)]);
  const medium = await aMedium(administrator);
  await server.stop();
  return medium;
}

function change(folder: string, sql: string): void {
  const database = new DatabaseSync(join(folder, 'environment.sqlite'));
  database.exec(sql);
  database.close();
}

/** Beside the data folder, where a name with `../` would find it. */
function secretBeside(stage: Stage): string {
  const file = join(stage.folder, 'secret.txt');
  writeFileSync(file, SECRET);
  return file;
}

/** What the medium is answered with, as text; undefined where the tenant is not even started. */
async function answered(server: Server, medium: string): Promise<string | undefined> {
  const health = (await given(server.client(''), '/api/health')) as { damaged?: string[] };
  if (health.damaged?.includes('Environment')) return undefined;
  const administrator = await server.signIn('administrator');
  const response = await fetch(server.url + medium, { headers: { Cookie: administrator.cookie } });
  return response.text();
}

/** A backup of the data folder whose database was changed; its sums are right. */
async function changedBackup(stage: Stage, sql: string): Promise<string> {
  const [plain, folder, changed] = ['plain.tar', 'unpacked', 'changed.tar'].map((name) =>
    join(stage.folder, name),
  );
  if (!plain || !folder || !changed) throw new Error('No names');
  const { code, output } = await stage.run('backup', [plain]);
  expect(code === 0, `a backup is made: ${output}`);
  mkdirSync(folder);
  await extract({ file: plain, cwd: folder });
  change(folder, sql);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'SHA256SUMS')
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  const sumOf = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  writeFileSync(join(folder, 'SHA256SUMS'), names.map((name) => `${sumOf(name)}  ${name}\n`).join(''));
  await create({ file: changed, cwd: folder }, [
    'backup.json',
    'SHA256SUMS',
    ...names.filter((name) => name !== 'backup.json'),
  ]);
  return changed;
}

async function refusedRestore(stage: Stage, file: string): Promise<string> {
  stage.dataDir = join(stage.folder, 'restored-into');
  const { code, output } = await stage.run('restore', [file]);
  expect(code === 1, `it is refused (${code}): ${output}`);
  expectNoStack(output);
  return output.trim();
}

/** A tar whose first entry is a foreign file of so many bytes, all of them zero and none of them on the disk. */
function foreignTar(stage: Stage, size: number): string {
  const file = join(stage.folder, `foreign-${size}.tar`);
  const handle = openSync(file, 'w');
  const header = Buffer.alloc(512);
  new Header({ path: 'holiday.mp4', size, type: 'File', mode: 0o600 }).encode(header);
  writeSync(handle, header);
  ftruncateSync(handle, 512 + Math.ceil(size / 512) * 512 + 1024);
  closeSync(handle);
  return file;
}

export const databases: Attack[] = [
  {
    name: 'a database that names a file outside the media folder',
    play: async (stage) => {
      const medium = await prepared(stage);
      const secret = secretBeside(stage);
      change(stage.dataDir, `UPDATE recording SET file = '../../${basename(secret)}'`);
      const server = await stage.start();
      const text = await answered(server, medium);
      expect(!text?.includes(SECRET), 'the file is not answered');
      await server.stop();
      // At the next start it is past its retention.
      change(
        stage.dataDir,
        `UPDATE recording SET retained_until =
         CASE typeof(retained_until) WHEN 'integer' THEN 946684800000 ELSE '2000-01-01T00:00:00.000Z' END`,
      );
      await (await stage.start()).stop();
      expect(existsSync(secret), 'nor removed when the retention is over');
      return 'neither answered nor removed';
    },
  },
  {
    name: 'a link in the media folder to a file outside',
    play: async (stage) => {
      const medium = await prepared(stage);
      const secret = secretBeside(stage);
      const folder = join(stage.dataDir, 'media');
      const [name = ''] = filesBelow(folder);
      renameSync(join(folder, name), join(stage.folder, 'moved'));
      symlinkSync(secret, join(folder, name));
      const text = await answered(await stage.start(), medium);
      expect(!text?.includes(SECRET), 'the file behind the link is not answered');
      return 'not followed';
    },
  },
  {
    name: 'a backup whose database empties the private keys when something is written',
    play: async (stage) => {
      await prepared(stage);
      const file = await changedBackup(
        stage,
        'CREATE TRIGGER later AFTER INSERT ON session BEGIN DELETE FROM private_key; END',
      );
      return `refused: ${await refusedRestore(stage, file)}`;
    },
  },
  {
    name: 'databases with a version that is none of ours',
    play: async (stage) => {
      await prepared(stage);
      for (const version of [-1, 0]) {
        change(stage.dataDir, `PRAGMA user_version = ${version}`);
        const server = await stage.start();
        server.expectNoStack();
        const health = (await given(server.client(''), '/api/health')) as { damaged?: string[] };
        expect(health.damaged?.join() === 'Environment', `version ${version}: the tenant is named`);
        await server.stop();
      }
      return 'named in a sentence, and the other tenants start';
    },
  },
  {
    name: 'a backup that somebody compressed',
    play: async (stage) => {
      await prepared(stage);
      const file = join(stage.folder, 'backup.tar');
      await stage.run('backup', [file]);
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
      const said = await refusedRestore(stage, `${file}.gz`);
      expect(/gzip/.test(said), `it is named: ${said}`);
      return 'named, with the step before';
    },
  },
  {
    name: 'an archive of 3 GB that is no backup',
    slow: true,
    play: async (stage) => {
      const time = async (size: number) => {
        const start = performance.now();
        expect(
          /holiday\.mp4/.test(await refusedRestore(stage, foreignTar(stage, size))),
          'it names the entry',
        );
        return performance.now() - start;
      };
      await time(1024);
      const small = await time(1024);
      const large = await time(3 * 1024 ** 3);
      return kept({ what: 'refused later than one of 1 kB by', seen: large - small, most: 500, unit: ' ms' });
    },
  },
];
