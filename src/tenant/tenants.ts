import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { MEDIA_QUOTA, RETENTION_DAYS } from '../domain/recording.ts';
import type { Tenant } from '../domain/session.ts';
import { sweepUnfinished } from './backup/layout.ts';
import { putBack, RESTORED } from './backup/put-back.ts';
import { hashPassword, verifyPassword } from './sign-in/password.ts';
import { printable } from './print.ts';
import { demoTenants, OWN, type DemoAccount, type IvrProfileSeed } from './sign-in/seed.ts';
import { beginHistory } from './store/assignment-history.ts';
import { openDatabase, type Database } from './store/database.ts';
import { lockFolder } from './store/folder-lock.ts';
import { KeystoreDamaged, keystoreKey, StartRefused, syncFolder } from './store/key-file.ts';
import { createSeal, type Seal } from './store/sealing.ts';
import { removeAllLoose } from './store/loose-media.ts';
import { openMediaFolder } from './store/media-files.ts';
import { findAccount, saveAccount } from './store/accounts.ts';
import { deleteAllSessions } from './store/sessions.ts';
import { ownTenant } from './store/tenant.ts';

/** A tenant with its keystore open. */
export interface OpenTenant {
  slug: string;
  tenant: Tenant;
  database: Database;
  seal: Seal;
  /** The folder of the media files; all tenants of a data folder share it. */
  mediaFolder: string;
  /** Days for which recordings are kept. */
  retentionDays: number;
  /** The most bytes of media that are stored. */
  mediaQuota: number;
  /** The accounts of a demo tenant that everybody is told; none of a tenant of one's own. */
  demoAccounts: readonly DemoAccount[];
  /** Whether people may sign in with a password of their account; otherwise at the identity provider alone. */
  passwords: boolean;
}

/** A tenant whose files cannot be used as they are. */
export interface DamagedTenant {
  slug: string;
  tenant: Pick<Tenant, 'name'>;
  /** Its users, who are told of the damage when they sign in. */
  usernames: readonly string[];
  /** For the person who runs the server: which file is damaged, how, and the two things that can be done. */
  sentence: string;
}

/** A data folder, locked for this process until it is closed. */
export interface DataFolder {
  tenants: OpenTenant[];
  damaged: DamagedTenant[];
  close: () => void;
}

/** What is known of a tenant before its database is open. A tenant of one's own has the rest in the database. */
interface Expected {
  slug: string;
  tenant: Tenant | undefined;
  accounts: readonly DemoAccount[];
  ivrProfiles: readonly IvrProfileSeed[];
}

const mine: Expected = { slug: OWN, tenant: undefined, accounts: [], ivrProfiles: [] };

/** Whether `npm run setup` has made a tenant in this folder; otherwise its tenants are those of the demo. */
export const hasOwnTenant = (dataDir: string): boolean =>
  ['sqlite', 'key'].some((ending) => existsSync(join(dataDir, `${OWN}.${ending}`)));

const KEY_CHECK = 'the key of this keystore';

/**
 * Opens the tenant of one's own in `dataDir`; where there is none, all demo tenants, and creates what is missing of them.
 * If the demo password differs from the stored one, it replaces that and ends the sessions that were started with it;
 * without one, accounts stay as they are.
 *
 * A damaged tenant is not changed, and the others are opened. Throws `StartRefused` when another process holds the
 * folder, or when no tenant can be opened.
 */
export async function openDataFolder(options: {
  dataDir: string;
  demoPassword?: string | undefined;
  retentionDays?: number;
  mediaQuota?: number;
  passwords?: boolean | undefined;
  now?: Date;
  /** Hears how far a database is that gets a new form. */
  log?: (line: string) => void;
}): Promise<DataFolder> {
  const { dataDir, demoPassword, now = new Date(), log = () => {} } = options;
  const { retentionDays = RETENTION_DAYS, mediaQuota = MEDIA_QUOTA, passwords = true } = options;
  const settings = { retentionDays, mediaQuota, passwords };
  const unlock = lockFolder(dataDir);
  const tenants: OpenTenant[] = [];
  const damaged: DamagedTenant[] = [];
  const close = () => {
    for (const { database } of tenants) database.close();
    unlock();
  };
  try {
    putBack(dataDir);
    sweepUnfinished(dataDir, (name) => ['backup', 'restore', RESTORED].includes(name));
    const mediaFolder = openMediaFolder(dataDir);
    for (const expected of hasOwnTenant(dataDir) ? [mine] : demoTenants) {
      try {
        tenants.push({ ...openTenant(dataDir, expected, log), mediaFolder, ...settings });
      } catch (error) {
        if (!(error instanceof KeystoreDamaged)) throw error;
        damaged.push(damagedTenant(dataDir, expected, error));
      }
    }
    if (tenants.length === 0)
      throw new StartRefused(damaged.map(({ sentence }) => printable(sentence)).join('\n'));
    for (const tenant of tenants) {
      tenant.database.markOpen();
      beginHistory(tenant.database, now.toISOString());
      removeAllLoose(tenant);
    }
    if (demoPassword !== undefined) seedAllAccounts(tenants, demoPassword);
  } catch (error) {
    close();
    throw error;
  }
  return { tenants, damaged, close };
}

function damagedTenant(
  dataDir: string,
  { slug, tenant: known, accounts }: Expected,
  { message }: KeystoreDamaged,
): DamagedTenant {
  const tenant = { name: known?.name ?? 'Your tenant' };
  const again = slug === OWN ? ' Then make it anew: npm run setup.' : '';
  const sentence = `${tenant.name} is not started: ${message} Stop the server, then take one of two ways. Restore a backup: npm run restore -- FILE --replace. Or start ${tenant.name} empty: move ${slug}.sqlite, ${slug}.sqlite-wal, ${slug}.sqlite-shm and ${slug}.key out of ${dataDir}. Its recordings stay in the folder media.${again}`;
  return { slug, tenant, usernames: accounts.map(({ username }) => username), sentence };
}

type Opened = Omit<OpenTenant, 'mediaFolder' | 'retentionDays' | 'mediaQuota' | 'passwords'>;

function openTenant(dataDir: string, expected: Expected, log: (line: string) => void): Opened {
  const { slug, accounts } = expected;
  const databaseFile = join(dataDir, `${slug}.sqlite`);
  const keyFile = join(dataDir, `${slug}.key`);
  const seal = createSeal(keystoreKey(keyFile, databaseFile));
  if (!existsSync(databaseFile)) {
    if (slug === OWN) throw new KeystoreDamaged(`${databaseFile} is missing.`);
    makeDatabase(databaseFile, (database) => seedTenant(database, expected, seal));
  }
  const database = openDatabase(databaseFile, (line) => log(`${expected.tenant?.name ?? slug}: ${line}`));
  try {
    assertKeyFits(database, seal, { keyFile, databaseFile });
    const tenant = expected.tenant ?? ownTenant(database);
    if (!tenant) throw new KeystoreDamaged(`${databaseFile} is damaged: it does not say whose it is.`);
    return { slug, tenant, database, seal, demoAccounts: accounts };
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Checks that the key file belongs to the database: one known value in the database is sealed with the same key as the
 * private keys.
 */
export function assertKeyFits(
  database: Pick<Database, 'all'>,
  seal: Seal,
  { keyFile, databaseFile }: { keyFile: string; databaseFile: string },
): void {
  const [row] = database.all<{ sealed: Uint8Array }>('SELECT sealed FROM key_check');
  if (!row) throw new KeystoreDamaged(`${databaseFile} is damaged: it is empty.`);
  try {
    seal.open(row.sealed, KEY_CHECK);
  } catch {
    throw new KeystoreDamaged(
      `${keyFile} is not the key of ${databaseFile}, so no private key in it can be opened.`,
    );
  }
}

/**
 * A new database gets its name only when it is complete. So an incomplete database under this name was damaged, and not
 * interrupted while it was made.
 */
export function makeDatabase(file: string, fill: (database: Database) => void): void {
  if (existsSync(`${file}-wal`)) {
    throw new KeystoreDamaged(`${file} is missing, but ${file}-wal, which is a part of it, is there.`);
  }
  const unfinished = `${file}.new`;
  for (const part of ['', '-wal', '-shm']) rmSync(unfinished + part, { force: true });
  const database = openDatabase(unfinished);
  try {
    database.transaction(() => fill(database));
  } finally {
    database.close();
  }
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, file);
  syncFolder(dirname(file));
}

/** Must be in a transaction. */
export function seedTenant(
  database: Database,
  { ivrProfiles }: Pick<Expected, 'ivrProfiles'>,
  seal: Seal,
): void {
  const keyCheck = seal.seal(Buffer.from(KEY_CHECK), KEY_CHECK);
  database.insert('key_check', { sealed: keyCheck });
  for (const [position, profile] of ivrProfiles.entries()) {
    database.insert('ivr_profile', { ...profile, id: randomUUID(), position });
  }
}

/** All demo accounts share one password on purpose, so one hash is enough and saves most of the start's work. */
function seedAllAccounts(tenants: readonly OpenTenant[], demoPassword: string): void {
  let hash: string | undefined;
  const hashOnce = () => (hash ??= hashPassword(demoPassword));
  const verified = new Map<string, boolean>();
  const verifyOnce = (stored: string) => {
    if (!verified.has(stored)) verified.set(stored, verifyPassword({ password: demoPassword, stored }));
    return verified.get(stored) ?? false;
  };
  for (const tenant of tenants) seedAccounts(tenant, verifyOnce, hashOnce);
}

/** The demo accounts of a tenant are written together, so the first one's hash stands for all. */
function seedAccounts(
  { demoAccounts, database }: OpenTenant,
  isDemoPassword: (stored: string) => boolean,
  hash: () => string,
): void {
  const [first] = demoAccounts;
  if (!first) return;
  const stored = findAccount(database, first.username)?.passwordHash;
  const isCurrent = stored && isDemoPassword(stored);
  // A folder of an earlier version lacks the accounts that the demo has got since.
  const wanted = isCurrent
    ? demoAccounts.filter(({ username }) => !findAccount(database, username))
    : demoAccounts;
  if (wanted.length === 0) return;
  const passwordHash = isCurrent ? stored : hash();
  database.transaction(() => {
    for (const { username, role } of wanted) saveAccount(database, { username, role, passwordHash });
    if (!isCurrent) deleteAllSessions(database);
  });
}
