/**
 * Kills `recording-keys decrypt` with `kill -9` while it writes, again and again, and looks at every file that has its
 * final name. Then a run completes what is left.
 *
 *     npm run test:kill [-- KILLS]
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillTree, fixture, madeMedia } from '../bench/archive/fill.ts';

const kills = Number(process.argv[2] ?? 20);
const BYTES = 2_000_000;
const folder = mkdtempSync(join(tmpdir(), 'kill-'));
const [archive, out] = [join(folder, 'archive'), join(folder, 'out')];
const count = kills * 6;
fillTree(archive, count, BYTES);
mkdirSync(out);
const command = join(import.meta.dirname, '../src/command/recording-keys.ts');
const args = [command, 'decrypt', '--key', fixture('tenant.key'), '--out', out, '--jobs', '2', archive];

const finals = () => readdirSync(out).filter((name) => name.endsWith('.mp3'));
/** Those with their final names that are not whole. */
const wrong = (): string[] =>
  finals().filter((name) => {
    const n = Number(/_00F(\d{6})/.exec(name)?.[1]);
    return !readFileSync(join(out, name)).equals(madeMedia(n, BYTES));
  });

/** Runs until `after` more files are there, then kills; answers the exit code of a run that was not killed. */
async function run(after: number): Promise<number | null> {
  const before = finals().length;
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const watching = watch(out, () => {
    if (finals().length >= before + after) child.kill('SIGKILL');
  });
  const status = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  watching.close();
  return status;
}

let bad = 0;
let killed = 0;
for (let n = 1; n <= kills; n++) {
  // Each run is killed at another point.
  if ((await run(1 + (n % 4))) === null) killed++;
  const files = wrong();
  bad += files.length;
  console.log(`${n}: ${finals().length} whole${files.length > 0 ? `, NOT whole: ${files.join(', ')}` : ''}`);
}
const status = await run(Infinity);
const missing = count - finals().length;
const isRight = bad === 0 && wrong().length === 0 && missing === 0 && status === 0 && killed > 0;
console.log(
  `${killed} runs killed; the last one ended with ${status}; ${finals().length} of ${count} files, ${bad} not whole: ${isRight ? 'right' : 'WRONG'}`,
);
rmSync(folder, { recursive: true });
process.exitCode = isRight ? 0 : 1;
