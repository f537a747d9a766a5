import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { RETENTION_DAYS } from '../domain/recording.ts';
import type { Tenant } from '../domain/session.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { demoTenants, type DemoTenant } from './seed.ts';
import { beginHistory } from './store/assignment-history.ts';
import { openDatabase, type Database } from './store/database.ts';
import { keystoreKey, StartRefused } from './store/key-file.ts';
import { createSeal, type Seal } from './store/sealing.ts';
import { openMediaFolder, sweepMedia } from './store/media-files.ts';
import { listMediaNames } from './store/recordings.ts';
import { deleteAllSessions, listAccounts, saveAccount } from './store/sessions.ts';

/** A tenant with its keystore open. */
export interface OpenTenant {
  slug: string;
  tenant: Tenant;
  database: Database;
  seal: Seal;
  /** Where the media files are: one folder for all tenants of a data folder. */
  mediaFolder: string;
  /** How long recordings are kept. */
  retentionDays: number;
}

const KEY_CHECK = 'the key of this keystore';

/**
 * Opens every demo tenant's keystore in `dataDir`, making what is not there yet. A demo password other than the
 * stored one replaces it, and ends the sessions that were signed in with the old one.
 */
export async function openTenants(options: {
  dataDir: string;
  demoPassword: string;
  retentionDays?: number;
  now?: Date;
}): Promise<OpenTenant[]> {
  const { dataDir, demoPassword, retentionDays = RETENTION_DAYS, now = new Date() } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const mediaFolder = openMediaFolder(dataDir);
  const open: OpenTenant[] = [];
  try {
    for (const demo of demoTenants) open.push({ ...openTenant(dataDir, demo), mediaFolder, retentionDays });
    for (const { database } of open) beginHistory(database, now.toISOString());
    // What a crash left behind between a file and its row.
    sweepMedia(mediaFolder, new Set(open.flatMap(({ database }) => listMediaNames(database))));
    // All demo accounts have one password by design, so one hash is as good as many and a fifth of the start's work.
    let hash: Promise<string> | undefined;
    const hashOnce = () => (hash ??= hashPassword(demoPassword));
    await Promise.all(open.map((tenant) => seedAccounts(tenant, demoPassword, hashOnce)));
  } catch (error) {
    closeTenants(open);
    throw error;
  }
  return open;
}

export function closeTenants(tenants: readonly OpenTenant[]): void {
  for (const { database } of tenants) database.close();
}

function openTenant(dataDir: string, demo: DemoTenant): Omit<OpenTenant, 'mediaFolder' | 'retentionDays'> {
  const databaseFile = join(dataDir, `${demo.slug}.sqlite`);
  const keyFile = join(dataDir, `${demo.slug}.key`);
  const seal = createSeal(keystoreKey(keyFile, databaseFile));
  const isNew = !existsSync(databaseFile);
  const database = openDatabase(databaseFile);
  if (isNew) chmodSync(databaseFile, 0o600);
  const row = database.all<{ sealed: Uint8Array }>('SELECT sealed FROM key_check')[0];
  if (row) {
    try {
      seal.open(row.sealed, KEY_CHECK);
    } catch {
      database.close();
      throw new StartRefused(
        `${keyFile} is not the key of ${databaseFile}, so no private key in it can be opened. Put the right key file back from your backup.`,
      );
    }
  } else {
    seedTenant(database, demo, seal.seal(Buffer.from(KEY_CHECK), KEY_CHECK));
  }
  return { slug: demo.slug, tenant: demo.tenant, database, seal };
}

function seedTenant(database: Database, { ivrProfiles }: DemoTenant, keyCheck: Buffer): void {
  database.transaction(() => {
    database.run('INSERT INTO key_check (sealed) VALUES (:keyCheck)', { keyCheck });
    for (const [position, profile] of ivrProfiles.entries()) {
      database.run(
        `INSERT INTO ivr_profile (id, name, position, service_type, geo_location, is_default)
         VALUES (:id, :name, :position, :serviceType, :geoLocation, :isDefault)`,
        { ...profile, id: randomUUID(), position, isDefault: Number(profile.isDefault) },
      );
    }
  });
}

/** All accounts of a tenant are written together, so the first one's hash stands for all. */
async function seedAccounts(
  { slug, database }: OpenTenant,
  demoPassword: string,
  hash: () => Promise<string>,
): Promise<void> {
  const [first] = listAccounts(database);
  if (first && (await verifyPassword(demoPassword, first.passwordHash))) return;
  const { accounts = [] } = demoTenants.find((demo) => demo.slug === slug) ?? {};
  const passwordHash = await hash();
  database.transaction(() => {
    for (const { username, role } of accounts) saveAccount(database, { username, role, passwordHash });
    deleteAllSessions(database);
  });
}
