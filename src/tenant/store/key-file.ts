import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** For a person who starts the tenant: a sentence, no stack trace. */
export class StartRefused extends Error {}

/** One tenant's files cannot be used as they are; the other tenants start. Says which file, and what is wrong with it. */
export class KeystoreDamaged extends Error {}

const KEY_BYTES = 32;

/**
 * The key that the private keys of one tenant are encrypted under. It lives beside the database and never inside
 * it, so that a copy of the database alone opens nothing.
 *
 * A new key is made only where there is no database yet: over an existing one it would quietly make every stored
 * private key unreadable. It is on the disk (file and directory synced) before the first row can be encrypted under it.
 */
export function keystoreKey(keyFile: string, databaseFile: string): Buffer {
  if (!existsSync(keyFile)) {
    if (existsSync(databaseFile)) {
      throw new KeystoreDamaged(
        `${databaseFile} is there, but its key ${keyFile} is missing, so no private key in it can be opened.`,
      );
    }
    writeWhole(keyFile, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
  }
  chmodSync(keyFile, 0o600);
  const key = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) {
    throw new KeystoreDamaged(`${keyFile} is damaged: it does not contain a key.`);
  }
  return key;
}

/** All of it or nothing, whenever the power goes: a temporary file is synced, then renamed, then the directory synced. */
function writeWhole(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
  syncFolder(dirname(file));
}

/** A name that was given or changed in the folder is on the disk when this returns. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
