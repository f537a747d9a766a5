import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** The part of the crash test that is about backups: a killed one leaves a whole file or none, a killed restore likewise. */
const folder = mkdtempSync(join(tmpdir(), 'crash-backups-'));
const files: string[] = [];

/** To be killed with the server. */
export function startBackup(dataDir: string): ChildProcess {
  const file = join(folder, `${files.length}.tar`);
  files.push(file);
  return run('backup', [file], dataDir);
}

/** Each backup that got its name before the kill can be restored, which proves every key in it. Answers how many did. */
export async function checkBackups(faults: string[]): Promise<number> {
  const whole = files.filter((file) => existsSync(file));
  for (const file of whole) {
    const [code] = (await once(run('restore', [file], `${file}-restored`), 'exit')) as [number | null];
    if (code !== 0) faults.push(`the backup ${file} was there after the kill and cannot be restored`);
  }
  return whole.length;
}

/** A last backup, put back into a folder of its own by a restore that is killed again and again. Answers the folder. */
export async function backUpAndRestore(dataDir: string, kills: number, faults: string[]): Promise<string> {
  const file = join(folder, 'last.tar');
  const [made] = (await once(run('backup', [file], dataDir), 'exit')) as [number | null];
  if (made !== 0) faults.push(`the last backup ended with ${made}`);
  const restored = join(folder, 'last-restored');
  for (let kill = 0; kill < kills; kill++) {
    const child = run('restore', [file, '--replace'], restored);
    const ended = once(child, 'exit');
    await Promise.race([setTimeout(200 + Math.random() * 600), ended]);
    child.kill('SIGKILL');
    await ended;
  }
  const [code] = (await once(run('restore', [file, '--replace'], restored), 'exit')) as [number | null];
  if (code !== 0) faults.push(`the last restore ended with ${code}`);
  return restored;
}

export const backupFolder = folder;

function run(command: 'backup' | 'restore', args: string[], dataDir: string): ChildProcess {
  const script = resolve(import.meta.dirname, `../src/tenant/backup/${command}-command.ts`);
  return spawn(process.execPath, [script, ...args], {
    env: { ...process.env, TENANT_DATA_DIR: dataDir, TENANT_BACKUP_PASSPHRASE: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
