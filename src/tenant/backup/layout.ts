import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { isMediaName } from '../store/media-files.ts';

/**
 * The contents of a backup, by name:
 *
 *     backup.json          what it is, and when it was made
 *     SHA256SUMS           of all other files, in the form that `sha256sum -c` reads
 *     <tenant>.sqlite      a tenant's database
 *     <tenant>.key         the key that its private keys are encrypted under
 *     media/<file>         the recordings' media
 */
export const ABOUT = 'backup.json';
export const SUMS = 'SHA256SUMS';
export const MEDIA = 'media';

/** For the person who makes or restores a backup: the message is a sentence, and no stack trace is printed. */
export class BackupRefused extends Error {}

const FORMAT = 1;

const about = z.object({
  format: z.number().int(),
  madeAt: z.iso.datetime(),
  tenants: z.array(z.string().regex(/^[\w-]+$/)).min(1),
});
export type About = z.infer<typeof about>;

export const aboutText = (madeAt: Date, tenants: string[]): string =>
  `${JSON.stringify({ format: FORMAT, madeAt: madeAt.toISOString(), tenants } satisfies About, null, 2)}\n`;

export function readAbout(folder: string, file: string): About {
  try {
    const read = about.parse(JSON.parse(readFileSync(join(folder, ABOUT), 'utf8')));
    if (read.format === FORMAT) return read;
  } catch {
    throw new BackupRefused(
      `${file} is not a backup of this console, or it is damaged. Nothing was changed.`,
    );
  }
  throw new BackupRefused(
    `${file} was made by a newer version of this console. Restore it with that version. Nothing was changed.`,
  );
}

/** Whether a file in a data folder belongs to a tenant, including those that SQLite keeps beside an open database. */
export const isTenantFile = (name: string): boolean => /^[\w-]+\.(sqlite(-wal|-shm)?|key)$/.test(name);

export const isBackupFile = (name: string): boolean =>
  name === ABOUT ||
  name === SUMS ||
  /^[\w-]+\.(sqlite|key)$/.test(name) ||
  (name.startsWith(`${MEDIA}/`) && isMediaName(name.slice(MEDIA.length + 1)));

/** The paths of all files below a folder, as the backup names them. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
    .toSorted();

export async function sumsOf(folder: string, names: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const name of names) lines.push(`${await sha256(join(folder, name))}  ${name}\n`);
  return lines.join('');
}

/**
 * Checks that every file in the sums exists and has its sum, and that there are no other files. `file` is the backup's
 * name for the messages.
 */
export async function checkSums(folder: string, file: string): Promise<void> {
  const found = new Set(filesBelow(folder));
  if (!found.delete(SUMS)) throw damaged(file, `${SUMS} is missing`);
  for (const line of readFileSync(join(folder, SUMS), 'utf8').split('\n').filter(Boolean)) {
    const [, sum, name = ''] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (!found.delete(name)) throw damaged(file, `${name || 'a file'} is missing`);
    if ((await sha256(join(folder, name))) !== sum) throw damaged(file, `${name} is not as it was saved`);
  }
  const [other] = found;
  if (other !== undefined) throw damaged(file, `${other} does not belong to it`);
}

export const damaged = (file: string, what: string): BackupRefused =>
  new BackupRefused(`${file} is damaged: ${what}. Take another copy of the backup. Nothing was changed.`);

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Removes unfinished files, `<name>.<process id>.tmp`, of processes that have ended. */
export function sweepUnfinished(folder: string, isOurs: (name: string) => boolean): void {
  for (const entry of readdirSync(folder)) {
    const [, name = '', pid] = /^(.+)\.(\d+)\.tmp$/.exec(entry) ?? [];
    if (isOurs(name) && !isRunning(Number(pid)))
      rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

export const unfinished = (name: string): string => `${name}.${process.pid}.tmp`;

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
