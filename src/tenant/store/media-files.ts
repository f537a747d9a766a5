import {
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from './key-file.ts';

/** The media files of a data folder, beside the tenants' databases. */
export function openMediaFolder(dataDir: string): string {
  const folder = join(dataDir, 'media');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * Whether a file has the form of our own names: a UUID, the ending of the medium and, where it is encrypted, `.bin`. No
 * other file is ever read, copied or removed, whatever a database names or a folder contains.
 */
export const isMediaName = (name: string): boolean =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.(mp3|mp4|ogg|webm|m4a)(\.bin)?$/.test(name);

/**
 * The type of the medium, by its name. A browser is told this one and not the one of a row, which could be that of a
 * page.
 */
export function mediaTypeOf(name: string): string {
  const [, ending = ''] = /\.(\w+)(\.bin)?$/.exec(name) ?? [];
  return mediaTypes[ending] ?? 'application/octet-stream';
}

const mediaTypes: Record<string, string> = {
  mp3: 'audio/mp3',
  mp4: 'video/mp4',
  ogg: 'audio/ogg',
  webm: 'audio/webm',
  m4a: 'audio/mp4',
};

/**
 * Where a media file belongs: a folder of a million files is slow in many programs, so there is one for the first two
 * letters. Throws for a name that is not of our own form.
 */
function placeOf(folder: string, name: string): string {
  if (!isMediaName(name)) throw new Error('A media file has a name that is not of our form.');
  return join(folder, name.slice(0, 2), name);
}

/** Where a media file is: earlier versions and backups have all files in one folder. */
export function mediaPath(folder: string, name: string): string {
  const place = placeOf(folder, name);
  const earlier = join(folder, name);
  return lstatSync(earlier, { throwIfNoEntry: false }) ? earlier : place;
}

/** Moves all files of a folder to where they belong. */
export function placeMedia(folder: string): void {
  for (const name of readdirSync(folder).filter(isMediaName)) {
    const place = placeOf(folder, name);
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
    renameSync(join(folder, name), place);
  }
}

/**
 * When this is done, the file and its name are on the disk. It must come before the row that names the file: then a
 * crash leaves a file without a row, which the next start removes, and never a recording without its media.
 */
export async function writeMedia(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const place = placeOf(folder, name);
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  const file = await open(place, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  // Always both: another write may have made the folder a moment ago.
  await syncName(dirname(place));
  await syncName(folder);
}

/**
 * Gives media files further names, each of which can be removed alone: hard links, or copies where there are none. Holds
 * the server meanwhile.
 */
export function linkMedia(folder: string, links: readonly { name: string; of: string }[]): void {
  const folders = new Set([folder]);
  for (const { name, of } of links) {
    const to = placeOf(folder, name);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    linkOrCopy(mediaPath(folder, of), to);
    folders.add(dirname(to));
  }
  for (const each of folders) syncFolder(each);
}

/** Media files never change, so a hard link is as good as a copy. Some file systems have none. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

async function syncName(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Opens a media file for reading: a regular file, and no link to another one. Its size in bytes comes with it. */
async function openMedia(folder: string, name: string): Promise<{ file: FileHandle; size: number }> {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer. Windows has neither flag, and | takes none as 0.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = await open(mediaPath(folder, name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  const stat = await file.stat();
  if (stat.isFile()) return { file, size: stat.size };
  await file.close();
  throw new Error('A media file is not a regular file.');
}

/** Media of any size, of which only a piece is in memory. */
export interface MediaSource {
  size: number;
  /**
   * The bytes from `first` up to and including `last`. What is opened for them is closed when they end or are left. With
   * a buffer, each piece is read into it and can be used until the next one.
   */
  pieces(first: number, last: number, into?: Buffer): AsyncGenerator<Uint8Array>;
}

/** Media is read and decrypted in pieces of so many bytes. */
export const PIECE_BYTES = 256 * 1024;

export async function storedMedia(folder: string, name: string): Promise<MediaSource> {
  const { file: opened, size } = await openMedia(folder, name);
  await opened.close();
  return {
    size,
    async *pieces(first, last, into) {
      const { file } = await openMedia(folder, name);
      try {
        for (let at = first; at <= last;) {
          const length = Math.min(PIECE_BYTES, last + 1 - at);
          const piece = into ?? Buffer.allocUnsafe(length);
          const { bytesRead } = await file.read(piece, 0, length, at);
          if (bytesRead === 0) throw new Error('A media file is shorter than it was');
          yield piece.subarray(0, bytesRead);
          at += bytesRead;
        }
      } finally {
        await file.close();
      }
    },
  };
}

/** Leaves alone what is not a media file of ours. */
export function removeMediaNow(folder: string, name: string): void {
  if (!isMediaName(name)) return;
  const file = mediaPath(folder, name);
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile()) rmSync(file, { force: true });
}

export const removeMedia = (folder: string, name: string): Promise<void> =>
  rm(mediaPath(folder, name), { force: true });
