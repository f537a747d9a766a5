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
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Ends the start with a sentence for the person who starts the server, without a stack trace. */
export class StartRefused extends Error {}

/**
 * The files of one tenant cannot be used as they are; the other tenants start. The message names the file and what is
 * wrong.
 */
export class KeystoreDamaged extends Error {}

const KEY_BYTES = 32;

/**
 * The key that encrypts the private keys of one tenant. It is stored beside the database and never in it, so that a
 * copy of only the database opens nothing.
 *
 * A new key is made only if there is no database yet: for an existing one it would make every stored private key
 * unreadable without anybody noticing. The key is on the disk (file and directory synced) before the first row is
 * encrypted with it.
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
  if (!statSync(keyFile).isFile()) throw new KeystoreDamaged(`${keyFile} is not a file.`);
  chmodSync(keyFile, 0o600);
  const key = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) {
    throw new KeystoreDamaged(`${keyFile} is damaged: it does not contain a key.`);
  }
  return key;
}

/**
 * Writes the whole file or nothing, even if the power fails: a temporary file is synced and renamed, then the directory
 * is synced.
 */
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

/** When this returns, a name that was created or changed in the folder is on the disk; so is the content of a file. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
