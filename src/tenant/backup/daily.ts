import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '../../domain/certificate.ts';
import { sweepUnfinished } from './layout.ts';

/** How many daily copies are kept. */
export const COPIES = 7;
const CHECK_EVERY_MS = DAY_MS / 24;

/** `tenants-2026-11-26T00-10-00Z.tar`, with `.age` when it is encrypted. */
const isCopy = (name: string): boolean => /^tenants-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar(\.age)?$/.test(name);

const copyName = (now: Date, encrypted: boolean): string =>
  `tenants-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z.tar${encrypted ? '.age' : ''}`;

const madeAt = (name: string): number => {
  const [, day, time = ''] = /^tenants-(.{10})T(.{8})Z/.exec(name) ?? [];
  return Date.parse(`${day}T${time.replaceAll('-', ':')}Z`);
};

/**
 * The names of the copies in a folder, oldest first. An empty one is no copy. One with a date in the future was made when
 * the clock was wrong: it does not put off the next one, and it is left where it is.
 */
const copiesIn = (folder: string, now: Date): string[] =>
  readdirSync(folder)
    .filter(isCopy)
    .filter((name) => madeAt(name) <= now.getTime() && statSync(join(folder, name)).size > 0)
    .toSorted();

export const isDue = (folder: string, now: Date): boolean => {
  const newest = copiesIn(folder, now).at(-1);
  return newest === undefined || now.getTime() - madeAt(newest) >= DAY_MS;
};

/** Removes old copies. Called only after a new copy has been made, so that a failure does not cost an old one. */
export function removeOldCopies(folder: string, now: Date): void {
  for (const name of copiesIn(folder, now).slice(0, -COPIES)) rmSync(join(folder, name));
}

export interface DailyCopies {
  /** Whether the last try failed. */
  hasFailed: () => boolean;
  stop: () => void;
}

/**
 * Makes one copy a day, the first one immediately if the newest is older than a day. `npm run backup` makes it in its
 * own process with low priority, so that requests do not wait for it. After a failure it tries again in an hour.
 */
export function keepDailyCopies(
  { dataDir, folder, log }: { dataDir: string; folder: string; log: (line: string) => void },
  now: () => Date = () => new Date(),
): DailyCopies {
  let underWay = false;
  let failed = false;
  const check = async () => {
    if (underWay) return;
    underWay = true;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (!isDue(folder, now())) return;
      sweepUnfinished(folder, isCopy);
      const file = join(folder, copyName(now(), Boolean(process.env['TENANT_BACKUP_PASSPHRASE'])));
      await runBackup(file, dataDir);
      removeOldCopies(folder, now());
      failed = false;
      log(`Daily copy: ${file}`);
    } catch (error) {
      failed = true;
      log(
        `No daily copy could be made; the next try is in an hour. ${error instanceof Error ? error.message : ''}`,
      );
    } finally {
      underWay = false;
    }
  };
  void check();
  const timer = setInterval(() => void check(), CHECK_EVERY_MS);
  timer.unref();
  return { hasFailed: () => failed, stop: () => clearInterval(timer) };
}

/** Throws what the command printed when it fails. */
function runBackup(file: string, dataDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'backup-command.ts'), file], {
      env: { ...process.env, TENANT_DATA_DIR: dataDir },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    // The copy is finished even if the server ends in the meantime.
    child.unref();
    let printed = '';
    child.stderr.on('data', (chunk) => (printed += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(printed.trim()))));
  });
}
