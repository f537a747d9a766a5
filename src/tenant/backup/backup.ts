import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { demoTenants, OWN } from '../sign-in/seed.ts';
import { namingDamage } from '../store/database.ts';
import { linkOrCopy, mediaPath } from '../store/media-files.ts';
import { assertWithLog, unmarkWhole } from '../store/open-mark.ts';
import { KeystoreDamaged, StartRefused, syncFolder } from '../store/key-file.ts';
import { writeContainer } from './container.ts';
import {
  ABOUT,
  aboutText,
  BackupRefused,
  filesBelow,
  MEDIA,
  SUMS,
  sumsOf,
  sweepUnfinished,
  unfinished,
} from './layout.ts';
import { proveKeystore, type Proof } from './prove.ts';
import { RESTORED } from './put-back.ts';

export interface BackupMade {
  bytes: number;
  tenants: number;
  privateKeys: number;
  media: number;
  /** Media files that recordings name but that do not exist. */
  missing: string[];
}

/**
 * Makes one file of all tenants of a data folder, with or without a server running on it. Each database is copied as it
 * is at one moment, even while it is being written. Its media files are copied afterwards, because a media file always
 * exists before its row.
 *
 * The copy is proven before the file gets its name. Throws `BackupRefused`.
 */
export async function makeBackup(options: {
  dataDir: string;
  file: string;
  passphrase: string | undefined;
  now: Date;
}): Promise<BackupMade> {
  const { dataDir, file, passphrase, now } = options;
  if (existsSync(file)) throw new BackupRefused(`${file} is there already. Choose another name.`);
  if (existsSync(join(dataDir, RESTORED))) {
    throw new BackupRefused(
      `A restore into ${dataDir} was cut off. Start the server, which finishes it, first.`,
    );
  }
  const slugs = [OWN, ...demoTenants.map(({ slug }) => slug)].filter((slug) =>
    existsSync(join(dataDir, `${slug}.sqlite`)),
  );
  if (slugs.length === 0) {
    throw new BackupRefused(
      `There is no tenant in ${dataDir}. Say where they are: TENANT_DATA_DIR=FOLDER npm run backup -- FILE`,
    );
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  sweepUnfinished(dataDir, (name) => name === 'backup');
  sweepUnfinished(dirname(file), (name) => name === basename(file));

  // The copies are made in the data folder, not beside the backup, so that nothing unencrypted appears where only an
  // encrypted backup should be.
  const work = join(dataDir, unfinished('backup'));
  const partial = unfinished(file);
  rmSync(work, { recursive: true, force: true });
  rmSync(partial, { force: true });
  try {
    mkdirSync(join(work, MEDIA), { recursive: true, mode: 0o700 });
    const proofs: Proof[] = [];
    for (const slug of slugs) {
      proofs.push(await copyProven(dataDir, work, slug));
    }
    const media = proofs.flatMap((proof) => proof.media);
    const missing = media.filter((name) => !takeMedia(dataDir, work, name));
    writeFileSync(join(work, ABOUT), aboutText(now, slugs));
    writeFileSync(join(work, SUMS), await sumsOf(work, filesBelow(work)));
    const names = filesBelow(work).toSorted((a, b) => Number(b === ABOUT) - Number(a === ABOUT));
    await writeContainer({ folder: work, names, passphrase }, partial);
    const { size } = statSync(partial);
    renameSync(partial, file);
    syncFolder(dirname(file));
    return {
      bytes: size,
      tenants: slugs.length,
      privateKeys: proofs.reduce((sum, { privateKeys }) => sum + privateKeys, 0),
      media: media.length - missing.length,
      missing,
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
    rmSync(partial, { force: true });
  }
}

/**
 * A backup that cannot be restored is useless, and as a daily copy it would replace a good one. So every copy is
 * proven.
 */
async function copyProven(dataDir: string, work: string, slug: string): Promise<Proof> {
  try {
    await copyKeystore(dataDir, work, slug);
    return proveKeystore(work, slug);
  } catch (error) {
    const named = namingDamage(error, join(dataDir, `${slug}.sqlite`));
    const isSentence =
      named instanceof KeystoreDamaged || named instanceof StartRefused || named instanceof BackupRefused;
    if (!isSentence) throw named;
    throw new BackupRefused(`No backup was made: ${named.message.replaceAll(work, dataDir)}`);
  }
}

/**
 * Copies all pages in one step. With smaller steps, SQLite starts again whenever the server writes. Nobody waits for
 * it.
 */
const ALL_PAGES = 2 ** 30;

async function copyKeystore(dataDir: string, work: string, slug: string): Promise<void> {
  const file = join(dataDir, `${slug}.sqlite`);
  const copy = join(work, `${slug}.sqlite`);
  assertWithLog(file);
  const source = new DatabaseSync(file, { timeout: 5000 });
  try {
    await backup(source, copy, { rate: ALL_PAGES });
  } finally {
    source.close();
    unmarkWhole(file);
  }
  // The copy is whole.
  unmarkWhole(copy);
  chmodSync(copy, 0o600);
  const key = join(dataDir, `${slug}.key`);
  if (existsSync(key)) copyFileSync(key, join(work, `${slug}.key`));
}

/** Takes a media file into the backup, where it stays when its recording is removed. Answers whether it was there. */
function takeMedia(dataDir: string, work: string, name: string): boolean {
  const from = mediaPath(join(dataDir, MEDIA), name);
  if (!lstatSync(from, { throwIfNoEntry: false })?.isFile()) return false;
  linkOrCopy(from, join(work, MEDIA, name));
  return true;
}
