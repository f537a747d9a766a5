/**
 * What is wrong with the disk, or with the database's bytes, when a call fails through no fault of its own:
 *
 * - `full`: no room, over a quota, or a write that the disk did not take;
 * - `damaged`: the database's bytes are not what SQLite wrote.
 */
export type StoreFault = 'full' | 'damaged';

/** SQLite's result codes (sqlite.org/rescode.html). It answers SQLITE_FULL for ENOSPC, an I/O error for a quota. */
const full = new Set([
  13, // SQLITE_FULL
  778, // SQLITE_IOERR_WRITE
  1034, // SQLITE_IOERR_FSYNC
  1546, // SQLITE_IOERR_TRUNCATE
  4874, // SQLITE_IOERR_SHMSIZE
]);

/** The primary codes SQLITE_CORRUPT and SQLITE_NOTADB; an extended code has its primary one in its last eight bits. */
const damaged = new Set([11, 26]);

/** EFBIG is what a limit on the size of files (`ulimit -f`) answers. */
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function storeFault(error: unknown): StoreFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errcode } = error as NodeJS.ErrnoException & { errcode?: number };
  if (code !== undefined && noRoom.has(code)) return 'full';
  if (code !== 'ERR_SQLITE_ERROR' || errcode === undefined) return undefined;
  if (full.has(errcode)) return 'full';
  return damaged.has(errcode & 0xff) ? 'damaged' : undefined;
}
