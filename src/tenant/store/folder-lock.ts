import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartRefused } from './key-file.ts';

const SQLITE_BUSY = 5;

/**
 * Locks a data folder for this process, until the returned function is called or the process ends. The operating system
 * releases the lock of a process that ends in any way, so `kill -9` leaves nothing locked. SQLite takes the lock,
 * because Node has no function for it; nothing is ever written to the file.
 *
 * Throws `StartRefused` while another process has the lock.
 */
export function lockFolder(dataDir: string): () => void {
  const lock = new DatabaseSync(join(dataDir, 'in-use.lock'), { timeout: 0 });
  try {
    // In memory, because otherwise SQLite creates a journal beside the file, which a killed process would leave behind.
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
