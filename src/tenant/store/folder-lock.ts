import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartRefused } from './key-file.ts';

const SQLITE_BUSY = 5;
const LOCK = 'in-use.lock';

/**
 * Locks a data folder for this process, until the returned function is called or the process ends. The operating system
 * releases the lock of a process that ends in any way, so `kill -9` leaves nothing locked. SQLite takes the lock,
 * because Node has no function for it; nothing is ever written to the file.
 *
 * Throws `StartRefused` while another process has the lock, and, before anything is changed, for a folder that is neither
 * empty nor a data folder.
 */
export function lockFolder(dataDir: string): () => void {
  refuseForeignFolder(dataDir);
  const lock = new DatabaseSync(join(dataDir, LOCK), { timeout: 0 });
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

/** A data folder has a lock, or a tenant's database with its key. An empty disk may have `lost+found`. */
function refuseForeignFolder(dataDir: string): void {
  const names = readdirSync(dataDir).filter((name) => !name.startsWith('.') && name !== 'lost+found');
  const isOurs = (name: string) =>
    name === LOCK ||
    name.endsWith('.sqlite.new') ||
    (name.endsWith('.sqlite') && names.includes(name.replace(/sqlite$/, 'key')));
  if (names.length === 0 || names.some(isOurs)) return;
  throw new StartRefused(
    `${dataDir} has files of something else, such as ${names[0]}, and no tenant. Nothing was changed. Set an empty folder, or the one with your tenants: TENANT_DATA_DIR=FOLDER npm start`,
  );
}
