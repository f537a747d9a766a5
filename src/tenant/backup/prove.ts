import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { checkFile, namingDamage, openFile } from '../store/database.ts';
import { KeystoreDamaged, keystoreKey } from '../store/key-file.ts';
import { isMediaName } from '../store/media-files.ts';
import { listMediaNames } from '../store/recordings.ts';
import { FIRST_VERSION_WITH_BACKUPS, schemaVersion } from '../store/schema.ts';
import { createSeal, type Seal } from '../store/sealing.ts';
import { assertKeyFits } from '../tenants.ts';
import { BackupRefused } from './layout.ts';

export interface Proof {
  certificates: number;
  privateKeys: number;
  /** The media files that its recordings name. */
  media: string[];
}

/**
 * Reads one tenant's database and key file without changing them. Checks that the database is intact, and that every
 * private key in it opens and belongs to its certificate. Throws `BackupRefused` or `KeystoreDamaged` with a sentence
 * if not.
 */
export function proveKeystore(folder: string, slug: string): Proof {
  const databaseFile = join(folder, `${slug}.sqlite`);
  const keyFile = join(folder, `${slug}.key`);
  return withCopy(databaseFile, (sqlite) => {
    const seal = createSeal(keystoreKey(keyFile, databaseFile));
    const all = <T>(sql: string) => sqlite.prepare(sql).all() as T[];
    assertKeyFits({ all }, seal, { keyFile, databaseFile });
    let privateKeys = 0;
    const rows = sqlite.prepare(
      `SELECT certificate.id, subject_name AS name, der, sealed FROM certificate JOIN private_key ON certificate_id = certificate.id`,
    );
    for (const row of rows.iterate() as Iterable<StoredPair>) {
      assertPair(row, seal, databaseFile);
      privateKeys++;
    }
    const [counted] = all<{ n: number }>('SELECT count(*) AS n FROM certificate');
    const media = listMediaNames({ all });
    if (!media.every(isMediaName)) {
      throw new KeystoreDamaged(`${databaseFile} is damaged: a recording names a file that is not ours.`);
    }
    return { certificates: counted?.n ?? 0, privateKeys, media };
  });
}

/** Opens and checks the database of a backup, and closes it after the work. */
export function withCopy<T>(databaseFile: string, work: (sqlite: DatabaseSync) => T): T {
  // SQLite would make an empty database in its place.
  if (!existsSync(databaseFile)) throw new KeystoreDamaged(`${databaseFile} is missing.`);
  const sqlite = openFile(databaseFile);
  try {
    // The full check: the proof finds rows by indexes, so these have to be whole, too.
    checkFile(sqlite, databaseFile, 'integrity_check');
    const table = tableOfTooLarge(sqlite);
    if (table)
      throw new KeystoreDamaged(`${databaseFile} is damaged: table ${table} has a number too large.`);
    const version = schemaVersion(sqlite);
    if (version === 0) throw new KeystoreDamaged(`${databaseFile} is damaged: it is empty.`);
    if (version < FIRST_VERSION_WITH_BACKUPS) {
      throw new BackupRefused(
        `${databaseFile} was written by a version of this console that made no backups yet. Start the console once on a data folder with its files, which brings them up to date: TENANT_DATA_DIR=FOLDER npm start. Then make a backup of that folder.`,
      );
    }
    return work(sqlite);
  } catch (error) {
    throw namingDamage(error, databaseFile);
  } finally {
    sqlite.close();
  }
}

/** The table of a whole number that SQLite stores, and that JavaScript cannot count on from. */
function tableOfTooLarge(sqlite: DatabaseSync): string | undefined {
  // sqlite_sequence, which has the last number of each table, gives its columns no type.
  const columns = sqlite
    .prepare(
      `SELECT tables.name AS "table", columns.name AS "column"
       FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns
       WHERE tables.schema = 'main' AND tables.type = 'table' AND columns.type IN ('INTEGER', '')`,
    )
    .all() as { table: string; column: string }[];
  const found = columns.find(({ table, column }) =>
    sqlite
      .prepare(
        `SELECT 1 FROM "${table}"
         WHERE typeof("${column}") = 'integer' AND "${column}" NOT BETWEEN -${LARGEST} AND ${LARGEST} LIMIT 1`,
      )
      .get(),
  );
  return found?.table;
}

const LARGEST = 2 ** 52;

interface StoredPair {
  id: string;
  name: string;
  der: Uint8Array;
  sealed: Uint8Array;
}

function assertPair({ id, name, der, sealed }: StoredPair, seal: Seal, file: string): void {
  let pkcs8: Buffer | undefined;
  try {
    pkcs8 = seal.open(sealed, id);
    const publicKey = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
    if (publicKey.equals(new X509Certificate(der).publicKey)) return;
  } catch {
    // It cannot be opened, or is not a key. The sentence below is all that helps a person.
  } finally {
    pkcs8?.fill(0);
  }
  throw new KeystoreDamaged(
    `${file} is damaged: the private key of “${name}” (${id}) does not open, or does not belong to its certificate.`,
  );
}
