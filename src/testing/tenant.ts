import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createApi } from '../tenant/http/api.ts';
import { filesBelow } from '../tenant/backup/layout.ts';
import { Caller } from './client.ts';
import { sameCookies } from './cookies.ts';
import { PASSWORD } from './template.ts';
import { openDataFolder, type DataFolder, type OpenTenant } from '../tenant/tenants.ts';

export { PASSWORD };

/** For tests: a tenant in its own folder, a clock that only moves when a test moves it, and callers. */
export interface TestTenant {
  api: ReturnType<typeof createApi>;
  tenants: OpenTenant[];
  environment: OpenTenant;
  clock: { now: Date; advance(ms: number): void };
  log: string[];
  dataDir: string;
  signedIn(username: string): Promise<Caller>;
  signedOut(): Caller;
  /** Whoever has the cookie of this reply. */
  callerOf(signIn: { headers: Headers }): Caller;
  /** Closes the tenant and opens it again, as at a restart. */
  restart(demoPassword?: string): Promise<void>;
  /** Closes its files; after it, only `close` and `restart` may be called. */
  stop(): void;
  /** The paths of its media files, in the order of their names. */
  mediaFiles(): string[];
  /** Every byte of the data folder, including the write-ahead logs. */
  storedBytes(): Buffer;
  close(): void;
}

/** `template` is the data folder that it begins as a copy of. */
export async function testTenant(
  now = new Date('2026-11-24T09:00:00Z'),
  template = inject('tenantTemplate'),
): Promise<TestTenant> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tenant-'));
  cpSync(template, dataDir, { recursive: true });
  const inFolder = (name: string) => join(dataDir, name);
  const clock = {
    now,
    advance(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
  };
  const log: string[] = [];
  let folder: DataFolder | undefined;
  const open = async (demoPassword = PASSWORD) => {
    folder = await openDataFolder({ dataDir, demoPassword, now: clock.now });
    const { tenants, damaged } = folder;
    const [environment] = tenants;
    if (!environment) throw new Error('No tenant');
    const api = createApi({
      tenants,
      damaged,
      demoPassword,
      now: () => clock.now,
      log: (line) => log.push(line),
    });
    return { api, tenants, environment };
  };

  const callerWith = (cookie: string) =>
    new Caller({ ask: (path, sent) => tenant.api.request(path, sent), cookies: sameCookies(cookie) });

  const tenant: TestTenant = {
    ...(await open()),
    clock,
    log,
    dataDir,
    signedOut: () => callerWith(''),
    callerOf: ({ headers }) => callerWith(headers.get('Set-Cookie')?.split(';')[0] ?? ''),
    async signedIn(username) {
      const reply = await tenant
        .signedOut()
        .call('POST /api/session', { body: { username, password: PASSWORD } });
      if (!reply.answer.session) throw new Error('Not signed in');
      return tenant.callerOf(reply);
    },
    async restart(demoPassword) {
      folder?.close();
      Object.assign(tenant, await open(demoPassword));
    },
    stop() {
      folder?.close();
      folder = undefined;
    },
    mediaFiles: () =>
      filesBelow(dataDir)
        .filter((name) => name.startsWith('media/'))
        .map(inFolder),
    storedBytes: () => Buffer.concat(filesBelow(dataDir).map((name) => readFileSync(inFolder(name)))),
    close() {
      folder?.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return tenant;
}
