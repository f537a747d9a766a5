import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { lockFolder } from '../store/folder-lock.ts';
import { KeystoreDamaged, syncFolder } from '../store/key-file.ts';
import { readContainer } from './container.ts';
import {
  BackupRefused,
  checkSums,
  damaged,
  filesBelow,
  isTenantFile,
  MEDIA,
  readAbout,
  sweepUnfinished,
  unfinished,
} from './layout.ts';
import { proveKeystore, type Proof } from './prove.ts';
import { PLAN, putBack, RESTORED, type Plan } from './put-back.ts';

export interface Restored {
  madeAt: string;
  tenants: string[];
  privateKeys: number;
  media: number;
  /** Media files that recordings name and that the backup does not have. */
  missing: number;
  /** Where what was there before is now. */
  replaced: string | undefined;
}

/**
 * Puts a backup into a data folder on which no server runs. Before anything there is touched, every file is compared with
 * its checksum, and every private key opened and compared with its certificate. A restore that is cut off has either not
 * begun, or is finished by the next start.
 *
 * Throws `BackupRefused`, or `StartRefused` while a server runs.
 */
export async function restoreBackup(options: {
  file: string;
  dataDir: string;
  passphrase: string | undefined;
  /** Over a data folder that has tenants. */
  replace: boolean;
  now: Date;
}): Promise<Restored> {
  const { file, dataDir, passphrase, replace, now } = options;
  if (!existsSync(file)) throw new BackupRefused(`There is no file ${file}.`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(dataDir);
  const work = join(dataDir, unfinished('restore'));
  try {
    putBack(dataDir);
    if (!replace && hasData(dataDir)) {
      throw new BackupRefused(
        `${dataDir} has tenants already. To put the backup in their place, add --replace: they are moved into a folder beside it, not removed. Nothing was changed.`,
      );
    }
    sweepUnfinished(dataDir, (name) => name === 'restore');
    rmSync(work, { recursive: true, force: true });
    mkdirSync(join(work, MEDIA), { recursive: true, mode: 0o700 });
    await readContainer(file, { folder: work, passphrase });
    const { madeAt, tenants } = readAbout(work, file);
    await checkSums(work, file);
    const proofs = tenants.map((slug) => proven(work, slug, file));
    for (const slug of tenants) endSessions(join(work, `${slug}.sqlite`));

    const media = new Set(readdirSync(join(work, MEDIA)));
    const missing = proofs.flatMap((proof) => proof.media).filter((name) => !media.has(name)).length;
    const names = [...tenants.flatMap((slug) => [`${slug}.sqlite`, `${slug}.key`]), MEDIA];
    const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
    const plan: Plan = { names, replaced: `replaced-${stamp}Z` };
    writeFileSync(join(work, PLAN), JSON.stringify(plan));
    syncAll(work);
    // From here on the restore is finished, whatever happens: by us, or by the next start.
    renameSync(work, join(dataDir, RESTORED));
    syncFolder(dataDir);
    return {
      madeAt,
      tenants,
      privateKeys: proofs.reduce((sum, { privateKeys }) => sum + privateKeys, 0),
      media: media.size,
      missing,
      replaced: putBack(dataDir),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
    unlock();
  }
}

function proven(work: string, slug: string, file: string): Proof {
  try {
    return proveKeystore(work, slug);
  } catch (error) {
    if (!(error instanceof KeystoreDamaged)) throw error;
    throw damaged(file, error.message.replaceAll(`${work}/`, '').replace(/\.$/, ''));
  }
}

const hasData = (dataDir: string): boolean =>
  readdirSync(dataDir).some(isTenantFile) ||
  (existsSync(join(dataDir, MEDIA)) && readdirSync(join(dataDir, MEDIA)).length > 0);

/** Who signed out after the backup was made is not signed in again by it. */
function endSessions(databaseFile: string): void {
  const sqlite = new DatabaseSync(databaseFile);
  try {
    sqlite.exec('DELETE FROM session');
  } finally {
    sqlite.close();
  }
}

/** For their owner alone, whatever the archive says, and on the disk. */
function syncAll(folder: string): void {
  for (const name of filesBelow(folder)) {
    chmodSync(join(folder, name), 0o600);
    const handle = openSync(join(folder, name), 'r');
    fsyncSync(handle);
    closeSync(handle);
  }
  syncFolder(join(folder, MEDIA));
  syncFolder(folder);
}
