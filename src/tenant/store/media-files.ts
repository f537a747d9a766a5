import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The media files of a data folder, beside the tenants' databases. */
export function openMediaFolder(dataDir: string): string {
  const folder = join(dataDir, 'media');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * When this is done, the file and its name are on the disk. It must come before the row that names the file: then a
 * crash leaves a file without a row, which the next start removes, and never a recording without its media.
 */
export async function writeMedia(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const file = await open(join(folder, name), 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

export const readMedia = (folder: string, name: string): Promise<Buffer> => readFile(join(folder, name));

export const removeMediaNow = (folder: string, name: string): void =>
  rmSync(join(folder, name), { force: true });

export const removeMedia = (folder: string, name: string): Promise<void> =>
  rm(join(folder, name), { force: true });

/** Removes every file that no recording names. Only for the start, before the first call. */
export function sweepMedia(folder: string, named: ReadonlySet<string>): void {
  for (const file of readdirSync(folder)) {
    if (!named.has(file)) removeMediaNow(folder, file);
  }
}
