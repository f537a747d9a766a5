import { closeSync, existsSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { StartRefused } from './key-file.ts';

/**
 * While a server has a database open, its latest changes are in the write-ahead log beside it, and SQLite reads the
 * database without them as if nothing were missing. So the database says that it is open: in `application_id`, which is
 * written into the file itself and copied with it.
 */
export const OPEN = 0x4f_50_45_4e;

/** Where `application_id` stands in a file (SQLite, Database File Format, 1.3). */
const PLACE = 68;

const logOf = (file: string): string => `${file}-wal`;

/** Throws `StartRefused` where a database was open and its write-ahead log is not beside it. */
export function assertWithLog(file: string): void {
  if (existsSync(logOf(file)) || !isMarked(file)) return;
  const log = basename(logOf(file));
  throw new StartRefused(
    `${file} was open in a server when it was copied, and ${log}, which has the latest changes, is not beside it. Nothing was changed. Copy the whole folder again, with the server stopped, or make a backup where the server runs (npm run backup -- FILE) and restore it here (npm run restore -- FILE --replace). Where no other copy is left, put an empty file ${log} beside it: the server then starts with what is here.`,
  );
}

/**
 * Takes the mark away after the file is closed. SQLite removes the write-ahead log when all of it is in the database;
 * another process, or a full disk, keeps it there, and then the mark stays, too. The four bytes are written in place,
 * because a transaction needs room.
 */
export function unmarkWhole(file: string): void {
  if (existsSync(logOf(file)) || !isMarked(file)) return;
  const handle = openSync(file, 'r+');
  try {
    writeSync(handle, Buffer.alloc(4), 0, 4, PLACE);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function isMarked(file: string): boolean {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4);
    return readSync(handle, bytes, 0, 4, PLACE) === 4 && bytes.readUInt32BE() === OPEN;
  } finally {
    closeSync(handle);
  }
}
