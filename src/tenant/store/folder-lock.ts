import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartRefused } from './key-file.ts';

const SQLITE_BUSY = 5;

/**
 * Holds a data folder for this process, until the answered function is called or the process ends, in whatever way: the
 * operating system lets go of a file's lock with its process, so `kill -9` leaves nothing locked. SQLite takes the lock,
 * since Node has no call for one; nothing is ever written to the file.
 *
 * Throws `StartRefused` while another process holds it.
 */
export function lockFolder(dataDir: string): () => void {
  const lock = new DatabaseSync(join(dataDir, 'in-use.lock'), { timeout: 0 });
  try {
    // In memory: otherwise SQLite makes a journal beside the file, which a killed process leaves behind.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new StartRefused(
      `${dataDir} is in use by another server. Stop that one first, or use another folder: TENANT_DATA_DIR=FOLDER npm start`,
    );
  }
  return () => lock.close();
}
