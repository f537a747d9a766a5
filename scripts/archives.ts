/**
 * Makes an archive with recordings that OpenSSL encrypted, packs it with each archiver that is installed, and opens every
 * one with `recording-keys` and with the Decrypt tool in Chromium: what comes out must be what went in.
 *
 *     npm run test:archives [-- --large]    with a zip of 5,000 files and 1.5 GB, too
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { fillTree, fixture } from '../bench/archive/fill.ts';
import { fillDay } from './archives/contents.ts';
import { startPage, type Opened } from './archives/page.ts';
import { sha256 } from './archives/sha256.ts';

const folder = mkdtempSync(join(tmpdir(), 'archives-'));
const command = join(import.meta.dirname, '../src/command/recording-keys.ts');
const inFolder = (name: string) => join(folder, name);

function run(
  program: string,
  args: readonly string[],
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(program, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

function openedByCommand(archive: string): Opened {
  const out = inFolder('out');
  const keys = ['--key', fixture('tenant.key'), '--key', fixture('other.key')];
  const { stdout, stderr } = run(process.execPath, [command, 'decrypt', ...keys, '--out', out, archive]);
  const names = readdirSync(out)
    .filter((name) => name !== 'index.csv')
    .sort();
  const saved = Object.fromEntries(names.map((name) => [name, sha256(readFileSync(join(out, name)))]));
  rmSync(out, { recursive: true });
  const said = stdout.split('\n').find((line) => line.includes(': '));
  return { saved, said: said ?? stderr };
}

/** A zip as a program writes it to a stream: sizes and checksums follow the contents. */
async function streamedZip(): Promise<void> {
  const out = createWriteStream(inFolder('streamed.zip'));
  const zip = new Zip((error, chunk, isLast) => {
    if (error) throw error;
    out.write(chunk);
    if (isLast) out.end();
  });
  for (const name of readdirSync(inFolder('day'), { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.includes('.')) continue;
    const entry = name.endsWith('.json') ? new ZipDeflate(`day/${name}`) : new ZipPassThrough(`day/${name}`);
    zip.add(entry);
    entry.push(readFileSync(join(folder, 'day', name)), true);
  }
  zip.end();
  await finished(out);
}

const page = await startPage(folder);
let isRight = true;

/** Opens it with both readers. `right`: what must come out. */
async function check(archive: string, right: (opened: Opened) => boolean): Promise<void> {
  const readers = [
    ['command', openedByCommand(archive)],
    ['page', await page.opened(inFolder(archive))],
  ] as const;
  const names = readers.map(([, { saved }]) => JSON.stringify(saved));
  for (const [reader, opened] of readers) {
    const verdict = right(opened) ? 'right' : 'WRONG';
    isRight &&= verdict === 'right';
    console.log(`${archive.padEnd(16)} ${reader.padEnd(8)} ${verdict}   ${opened.said}`);
  }
  if (names[0] === names[1]) return;
  isRight = false;
  console.log(`${archive.padEnd(16)} NOT the same names in both`);
}

const expected = JSON.stringify(fillDay(inFolder('day'), inFolder('scratch')));
const isDay = ({ saved, said }: Opened): boolean =>
  JSON.stringify(Object.values(saved).sort()) === expected &&
  said.includes('1 Key missing') &&
  said.includes('1 Damaged');
await streamedZip();
const packers: [name: string, program: string, args: string][] = [
  ['info-zip.zip', 'zip', '-qr info-zip.zip day'],
  ['stored.zip', 'zip', '-qr0 stored.zip day'],
  ['zip64.zip', 'zip', '-qr -fz zip64.zip day'],
  ['7z.zip', '7z', 'a -tzip 7z.zip day'],
  ['bsdtar.zip', 'bsdtar', '--format zip -cf bsdtar.zip day'],
  ['java.zip', 'jar', 'cMf java.zip day'],
  ['gnu.tar', 'tar', '-cf gnu.tar day'],
  ['gnu.tar.gz', 'tar', '-czf gnu.tar.gz day'],
  ['bsdtar.tar.gz', 'bsdtar', '-czf bsdtar.tar.gz day'],
];
await check('day', isDay);
await check('streamed.zip', isDay);
for (const [name, program, args] of packers) {
  if (run(program, args.split(' ')).status === 0) await check(name, isDay);
  else console.log(`${name.padEnd(16)} skipped: ${program} is not installed, or does not write it`);
}
if (process.argv.includes('--large')) {
  rmSync(inFolder('day'), { recursive: true });
  fillTree(inFolder('day'), 2500, 600_000);
  run('zip', ['-qr0', 'large.zip', 'day']);
  rmSync(inFolder('day'), { recursive: true });
  await check('large.zip', ({ saved }) => new Set(Object.values(saved)).size === 2500);
}
await page.close();
rmSync(folder, { recursive: true });
console.log(isRight ? 'All the same.' : 'WRONG');
process.exitCode = isRight ? 0 : 1;
