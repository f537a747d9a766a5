import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartRefused } from './key-file.ts';

const SQLITE_BUSY = 5;
const LOCK = 'in-use.lock';

/**
 * Makes a data folder for its owner alone, if there is none, and locks it for this process, until the returned function
 * is called or the process ends. The operating system releases the lock of a process that ends in any way, so `kill -9`
 * leaves nothing locked. SQLite takes the lock, because Node has no function for it; nothing is ever written to the file.
 *
 * Throws `StartRefused` while another process has the lock, and, before anything is changed, for a folder that is neither
 * empty nor a data folder.
 */
export function lockFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  refuseForeignFolder(dataDir);
  const unlock = lock(dataDir);
  chmodSync(dataDir, 0o700);
  return unlock;
}

function lock(dataDir: string): () => void {
  const file = join(dataDir, LOCK);
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(file, { timeout: 0 });
    // In memory, because otherwise SQLite creates a journal beside the file, which a killed process would leave behind.
    sqlite.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    sqlite?.close();
    const { errcode, message } = error as Error & { errcode?: number };
    if (errcode === undefined) throw error;
    throw new StartRefused(
      errcode === SQLITE_BUSY
        ? `${dataDir} is in use by another server. Stop that one first, or use another folder: TENANT_DATA_DIR=FOLDER npm start`
        : `${file} cannot be locked (${message}). It must be a file that this user may write. It is always empty: where it is anything else, remove it.`,
    );
  }
  const held = sqlite;
  return () => held.close();
}

/** What a new disk and other programs put into an empty folder. */
const ofNobody = new Set(['lost+found', '.DS_Store', '.gitignore', '.gitkeep', '.keep']);

/** A data folder has a lock, or a tenant's database with its key. */
function refuseForeignFolder(dataDir: string): void {
  const names = readdirSync(dataDir).filter((name) => !ofNobody.has(name));
  const isOurs = (name: string) =>
    name === LOCK ||
    name.endsWith('.sqlite.new') ||
    (name.endsWith('.sqlite') && names.includes(name.replace(/sqlite$/, 'key')));
  if (names.length === 0 || names.some(isOurs)) return;
  throw new StartRefused(
    `${dataDir} has files of something else, such as ${names[0]}, and no tenant. Nothing was changed. Set an empty folder, or the one with your tenants: TENANT_DATA_DIR=FOLDER npm start`,
  );
}
