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
import { dirname, join } from 'node:path';
import { lockFolder } from '../store/folder-lock.ts';
import { KeystoreDamaged, StartRefused, syncFolder } from '../store/key-file.ts';
import { placeMedia } from '../store/media-files.ts';
import { readContainer, refuseOtherThanFile } from './container.ts';
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
import { proveKeystore, withCopy } from './prove.ts';
import { PLAN, putBack, RESTORED, type Plan } from './put-back.ts';

export interface Restored {
  madeAt: string;
  tenants: string[];
  privateKeys: number;
  media: number;
  /** The number of media files that recordings name but that the backup does not contain. */
  missing: number;
  /** The folder with the files that were replaced; undefined if there were none. */
  replaced: string | undefined;
}

/**
 * Restores a backup into a data folder on which no server runs. Before anything there is changed, every file is
 * compared with its checksum, and every private key is opened and compared with its certificate. If a restore is
 * interrupted, either nothing has been changed, or the next start finishes it.
 *
 * Throws `BackupRefused`, or `StartRefused` while a server runs.
 */
export async function restoreBackup(options: {
  file: string;
  dataDir: string;
  passphrase: string | undefined;
  /** Whether it may replace existing tenants. */
  replace: boolean;
  now: Date;
}): Promise<Restored> {
  const { file, dataDir, passphrase, replace, now } = options;
  refuseOtherThanFile(file);
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
    // Proven after the last write, so that what is proven is what is put back.
    const proofs = tenants.map((slug) =>
      namingBackup({ work, file }, () => {
        startAnew(join(work, `${slug}.sqlite`), now);
        return proveKeystore(work, slug);
      }),
    );

    const media = new Set(readdirSync(join(work, MEDIA)));
    const missing = proofs.flatMap((proof) => proof.media).filter((name) => !media.has(name)).length;
    placeMedia(join(work, MEDIA));
    const names = [...tenants.flatMap((slug) => [`${slug}.sqlite`, `${slug}.key`]), MEDIA];
    const plan: Plan = { names, replaced: unusedFolder(dataDir, now) };
    writeFileSync(join(work, PLAN), JSON.stringify(plan));
    syncAll(work);
    // From here on the restore will be finished: by this process, or by the next start.
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

/** Of two restores within a second, each needs a folder of its own: what was moved away must not be overwritten. */
function unusedFolder(dataDir: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
  for (let number = 1; ; number++) {
    const name = number === 1 ? `replaced-${stamp}Z` : `replaced-${stamp}Z-${number}`;
    if (!existsSync(join(dataDir, name))) return name;
  }
}

function namingBackup<T>({ work, file }: { work: string; file: string }, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const sentence = error instanceof Error ? error.message.replaceAll(`${work}/`, '') : '';
    if (error instanceof KeystoreDamaged) throw damaged(file, sentence.replace(/\.$/, ''));
    if (!(error instanceof BackupRefused || error instanceof StartRefused)) throw error;
    throw new BackupRefused(`${file} cannot be restored: ${sentence} Nothing was changed.`);
  }
}

const hasData = (dataDir: string): boolean =>
  readdirSync(dataDir).some(isTenantFile) ||
  (existsSync(join(dataDir, MEDIA)) && readdirSync(join(dataDir, MEDIA)).length > 0);

/**
 * Ends all sessions, so that a backup does not bring back a session of a person who has signed out since. Raises every
 * version, so that none stands for other content than it did before the restore: a page that is still open would take its
 * old list for the present one, or save over what it has not seen.
 */
function startAnew(databaseFile: string, now: Date): void {
  withCopy(databaseFile, (sqlite) => {
    sqlite.exec('BEGIN; DELETE FROM session');
    const versioned = sqlite
      .prepare(
        `SELECT tables.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
         WHERE tables.type = 'table' AND columns.name = 'version'`,
      )
      .all();
    const seconds = Math.floor(now.getTime() / 1000);
    for (const { name } of versioned) {
      sqlite.prepare(`UPDATE "${String(name)}" SET version = version + ?`).run(seconds);
    }
    sqlite.exec('COMMIT');
  });
}

/** Makes all files readable only by their owner, whatever the archive says, and syncs them to the disk. */
function syncAll(folder: string): void {
  const folders = new Set([folder, join(folder, MEDIA)]);
  for (const name of filesBelow(folder)) {
    const file = join(folder, name);
    chmodSync(file, 0o600);
    const handle = openSync(file, 'r');
    fsyncSync(handle);
    closeSync(handle);
    folders.add(dirname(file));
  }
  for (const each of folders) syncFolder(each);
}
