import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
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

/** Media of any size, of which only a piece is in memory. */
export interface MediaSource {
  size: number;
  /** The bytes from `first` up to and including `last`. What is opened for them is closed when they end or are left. */
  pieces(first: number, last: number): AsyncGenerator<Uint8Array>;
}

/** Media is read and decrypted in pieces of so many bytes. */
export const PIECE_BYTES = 256 * 1024;

export async function storedMedia(folder: string, name: string): Promise<MediaSource> {
  const openFile = () => open(join(folder, name), 'r');
  const file = await openFile();
  const { size } = await file.stat();
  await file.close();
  return {
    size,
    async *pieces(first, last) {
      const opened = await openFile();
      try {
        for (let at = first; at <= last;) {
          const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, last + 1 - at));
          const { bytesRead } = await opened.read(piece, 0, piece.length, at);
          if (bytesRead === 0) throw new Error('A media file is shorter than it was');
          yield piece.subarray(0, bytesRead);
          at += bytesRead;
        }
      } finally {
        await opened.close();
      }
    },
  };
}

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
