import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Tenant } from '../../domain/session.ts';
import { addAccount } from './account-acts.ts';
import { demoTenants, firstIvrProfile, OWN } from './seed.ts';
import type { Actor } from '../store/audit-log.ts';
import { openDatabase, openFile } from '../store/database.ts';
import { lockFolder } from '../store/folder-lock.ts';
import { keystoreKey, StartRefused } from '../store/key-file.ts';
import { migrations } from '../store/migrations.ts';
import { assertWithLog, unmarkWhole } from '../store/open-mark.ts';
import { schemaVersion } from '../store/schema.ts';
import { createSeal } from '../store/sealing.ts';
import { ownTenant, saveOwnTenant } from '../store/tenant.ts';
import { makeDatabase, seedTenant } from '../tenants.ts';

/**
 * Makes a tenant of one's own with its first administrator, in one step: it is there whole or not at all. Throws
 * `StartRefused` where the folder has a tenant already.
 */
export function makeOwnTenant(
  dataDir: string,
  {
    tenant,
    administrator,
    by,
    now,
  }: {
    tenant: Tenant;
    administrator: { username: string; passwordHash: string };
    by: Actor;
    now: Date;
  },
): void {
  const unlock = lockFolder(dataDir);
  try {
    const file = join(dataDir, `${OWN}.sqlite`);
    if (existsSync(file)) {
      throw new StartRefused(
        `${dataDir} has a tenant of your own already. Nothing was changed. Add people to it with “npm run account -- add NAME --role ROLE”.`,
      );
    }
    if (demoTenants.some(({ slug }) => existsSync(join(dataDir, `${slug}.sqlite`)))) {
      throw new StartRefused(
        `${dataDir} has the demo tenants. Nothing was changed. Move it to another place, or choose an empty folder: TENANT_DATA_DIR=FOLDER npm run setup`,
      );
    }
    const seal = createSeal(keystoreKey(join(dataDir, `${OWN}.key`), file));
    makeDatabase(file, (database) => {
      seedTenant(database, { ivrProfiles: [firstIvrProfile(tenant)] }, seal);
      saveOwnTenant(database, tenant);
      const role = 'administrator';
      const store = { database, demoAccounts: [], passwords: true };
      addAccount({ store, actor: by, now }, { ...administrator, role });
    });
  } finally {
    unlock();
  }
}

/**
 * Opens the tenant of one's own for a command, also while a server runs: each act is a transaction of its own. Throws
 * `StartRefused` where there is none.
 */
export function openOwnTenant(dataDir: string, { passwords }: { passwords: boolean }) {
  const file = join(dataDir, `${OWN}.sqlite`);
  if (!existsSync(file)) {
    throw new StartRefused(
      `There is no tenant of your own in ${dataDir}. Make one with “npm run setup”, or say where it is: TENANT_DATA_DIR=FOLDER npm run account`,
    );
  }
  assertWithLog(file);
  assertCurrent(file);
  const database = openDatabase(file);
  const tenant = ownTenant(database);
  if (tenant) return { tenant, database, demoAccounts: [], passwords };
  database.close();
  throw new StartRefused(
    `${file} does not say whose it is. Restore a backup: npm run restore -- FILE --replace`,
  );
}

/** A new form of the database is made by the server alone, which holds the folder. */
function assertCurrent(file: string): void {
  const sqlite = openFile(file);
  const version = schemaVersion(sqlite);
  sqlite.close();
  unmarkWhole(file);
  if (version >= migrations.length) return;
  throw new StartRefused(
    `${file} was last written by an earlier version of this console. Start the server once with this version: npm start. Nothing was changed.`,
  );
}
