import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallList } from '../../src/archive/call-list.ts';
import { CallArchive } from '../../src/pki/archive/call-archive.ts';
import { filesAt } from '../../src/command/disk.ts';
import { median, row } from '../report.ts';
import { fillTree, fixture } from './fill.ts';
import { opensslLoop } from './openssl-loop.ts';

/**
 * `npm run bench:archive [-- RECORDINGS]`: the command beside a shell loop of `openssl cms -decrypt`, and the memory and
 * the time of many small recordings (100,000, unless it is told).
 */
const many = Number(process.argv[2] ?? 100_000);
const command = join(import.meta.dirname, '../../src/command/recording-keys.ts');
const folder = mkdtempSync(join(tmpdir(), 'bench-archive-'));

/** Runs a program; answers the seconds, and how many megabytes it had at most. */
function timed(program: string, args: readonly string[]): { seconds: number; megabytes: number } {
  const start = performance.now();
  const { status, stderr } = spawnSync(
    '/usr/bin/env',
    ['bash', '-c', '"$0" "$@"; code=$?; exit $code', program, ...args],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return {
    seconds: (performance.now() - start) / 1000,
    megabytes: Number(/^peak (\d+)/m.exec(stderr)?.[1] ?? 0) / 1000,
  };
}

function besideOpenssl(): void {
  const archive = join(folder, 'thousand');
  fillTree(archive, 1000, 199_000, { withPem: true });
  const ratios: number[] = [];
  const seconds: number[] = [];
  for (let n = 0; n < 3; n++) {
    const [loop, ours] = [join(folder, `loop-${n}`), join(folder, `ours-${n}`)];
    mkdirSync(loop);
    const there = opensslLoop(archive, loop);
    const here = timed(process.execPath, [
      command,
      'decrypt',
      '--key',
      fixture('tenant.key'),
      '--out',
      ours,
      archive,
    ]);
    ratios.push(here.seconds / there.seconds);
    seconds.push(here.seconds);
    rmSync(loop, { recursive: true });
    rmSync(ours, { recursive: true });
  }
  row(
    '1,000 recordings of 199 kB',
    `${median(seconds).toFixed(1)} s`,
    `${median(ratios).toFixed(2)} × two processes of openssl cms, at most 0.3`,
  );
  rmSync(archive, { recursive: true });
}

/** The most memory that the command had: it says so itself when it ends. The flag is that of its first line. */
const PEAK = `data:text/javascript,process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'))`;

function memory(count: number): void {
  const archive = join(folder, `small-${count}`);
  fillTree(archive, count, 1000);
  const { seconds, megabytes } = timed(process.execPath, [
    '--max-semi-space-size=2',
    '--import',
    PEAK,
    command,
    'decrypt',
    '--key',
    fixture('tenant.key'),
    '--verify',
    archive,
  ]);
  row(
    `${count.toLocaleString('en')} recordings of 1 kB, opened by the command`,
    `${megabytes.toFixed(0)} MB`,
    `at most 250 MB; ${seconds.toFixed(1)} s`,
  );
}

/** What the worker of the page does, in Node.js. */
async function index(count: number): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const archive = new CallArchive();
  archive.addFolder('.', filesAt([fixture('tenant.key'), join(folder, `small-${count}`)]));
  const start = performance.now();
  while ((await archive.work(100)).doing !== 'nothing');
  const seconds = (performance.now() - start) / 1000;
  const list = new CallList(archive);
  list.page({ sort: '-startedAt', search: 'x' }, { limit: 100 });
  const searched = performance.now();
  const { total } = list.page({ sort: '-startedAt', search: '+16505550017' }, { limit: 100 });
  const milliseconds = performance.now() - searched;
  const megabytes = (process.memoryUsage().rss - before) / 1e6;
  const named = count.toLocaleString('en');
  row(
    `Index of ${named} recordings`,
    `${seconds.toFixed(1)} s`,
    count > 10_000 ? 'at most 60 s' : 'at most 5 s',
  );
  row(`Its memory`, `+${megabytes.toFixed(0)} MB`, 'at most 400 MB');
  row(
    `Search in it (${total} found)`,
    `${milliseconds.toFixed(0)} ms`,
    count > 10_000 ? '' : 'at most 100 ms',
  );
}

besideOpenssl();
for (const count of [Math.min(10_000, many), many]) {
  memory(count);
  await index(count);
  rmSync(join(folder, `small-${count}`), { recursive: true });
}
rmSync(folder, { recursive: true });
