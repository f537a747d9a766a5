import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { hashPassword } from '../tenant/sign-in/password.ts';
import { listAccounts, saveAccount } from '../tenant/store/accounts.ts';
import { openDataFolder } from '../tenant/tenants.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder that each test tenant begins as a copy of. */
    tenantTemplate: string;
  }
}

export const PASSWORD = 'demo';

/** Hashing passwords would take most of a test's time, so they are hashed once for all tests, with a low cost. */
export async function makeTemplate(): Promise<{ dataDir: string; remove: () => void }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tenant-template-'));
  const folder = await openDataFolder({ dataDir, demoPassword: PASSWORD });
  for (const { database } of folder.tenants) {
    for (const account of listAccounts(database)) {
      saveAccount(database, { ...account, passwordHash: hashPassword(PASSWORD, 4) });
    }
    // Each test's history begins with its own clock.
    database.run('DELETE FROM assignment_history');
  }
  folder.close();
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** Runs once before all unit tests. */
export default async function provideTemplate({ provide }: TestProject): Promise<() => void> {
  const { dataDir, remove } = await makeTemplate();
  provide('tenantTemplate', dataDir);
  return remove;
}
