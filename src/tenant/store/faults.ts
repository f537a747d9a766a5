import { KeystoreDamaged } from './key-file.ts';

/**
 * Problems of the disk or of the database's bytes, when a call fails without a mistake of the caller:
 *
 * - `full`: no room, over a quota, or the disk refused a write;
 * - `damaged`: the database's bytes are not what SQLite wrote.
 */
export type StoreFault = 'full' | 'damaged';

/**
 * SQLite's result codes (sqlite.org/rescode.html). SQLite answers SQLITE_FULL for ENOSPC, and an I/O error for a quota.
 */
const full = new Set([
  13, // SQLITE_FULL
  778, // SQLITE_IOERR_WRITE
  1034, // SQLITE_IOERR_FSYNC
  1546, // SQLITE_IOERR_TRUNCATE
  4874, // SQLITE_IOERR_SHMSIZE
]);

/** The primary codes SQLITE_CORRUPT and SQLITE_NOTADB. The last eight bits of an extended code are its primary code. */
const damaged = new Set([11, 26]);

/** EFBIG is the error of a limit on the size of files (`ulimit -f`). */
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** A sentence for an error of the file system, which names the file; undefined for any other error. */
export function unusableFile(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path } = error as NodeJS.ErrnoException;
  return code === undefined || path === undefined ? undefined : `${path} cannot be used (${code}).`;
}

export function storeFault(error: unknown): StoreFault | undefined {
  if (error instanceof KeystoreDamaged) return 'damaged';
  if (!(error instanceof Error)) return undefined;
  const { code, errcode } = error as NodeJS.ErrnoException & { errcode?: number };
  if (code !== undefined && noRoom.has(code)) return 'full';
  if (code !== 'ERR_SQLITE_ERROR' || errcode === undefined) return undefined;
  if (full.has(errcode)) return 'full';
  return damaged.has(errcode & 0xff) ? 'damaged' : undefined;
}
