import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../domain/certificate.ts';
import { administrator, eachTenant, signInAs, tenant } from '../../testing/given.ts';
import { keepHouse } from '../operations/housekeeping.ts';
import { openDatabase } from '../store/database.ts';
import { migrations } from '../store/migrations.ts';
import { mediaTotal } from '../store/recordings.ts';

eachTenant('administrator');

const files = () => tenant.mediaFiles();
const bytesOnDisk = () => files().reduce((sum, file) => sum + statSync(file).size, 0);
const testCall = () => administrator.call('POST /api/test-calls', { body: { screen: true } });

test('the tenant knows how many bytes of media it stores, also when recordings are removed', async () => {
  expect(mediaTotal(tenant.environment.database)).toBe(0);
  await testCall();
  tenant.clock.advance(100 * DAY_MS);
  await signInAs('administrator');
  await testCall();
  const both = bytesOnDisk();
  expect(mediaTotal(tenant.environment.database)).toBe(both);
  tenant.clock.advance(300 * DAY_MS);
  await keepHouse(tenant.environment, tenant.clock.now);
  expect(bytesOnDisk()).toBe(both / 2);
  expect(mediaTotal(tenant.environment.database)).toBe(both / 2);
});

test('beyond the quota a recording is refused before anything is written, and another tenant records on', async () => {
  await testCall();
  const stored = files();
  tenant.environment.mediaQuota = 2 * bytesOnDisk() - 1;
  const refused = await testCall();
  expect(refused.status).toBe(507);
  expect(refused.problem.code).toBe('media_quota_reached');
  expect(refused.problem.detail).toContain('kB');
  expect(files()).toEqual(stored);
  expect((await administrator.call('GET /api/recordings')).answer.total).toBe(2);
  const fabrikam = await tenant.signedIn('fabrikam-administrator');
  expect((await fabrikam.call('POST /api/test-calls', { body: {} })).status).toBe(201);
  tenant.environment.mediaQuota++;
  expect((await testCall()).status).toBe(201);
});

test('of calls that are made at once, only as many are stored as fit', async () => {
  await testCall();
  tenant.environment.mediaQuota = 3 * bytesOnDisk();
  const professional = await tenant.signedIn('professional');
  const replies = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      (i % 2 === 0 ? administrator : professional).call('POST /api/test-calls', { body: { screen: true } }),
    ),
  );
  const statuses = replies.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([201, 201, 507, 507, 507, 507]);
  expect(bytesOnDisk()).toBe(tenant.environment.mediaQuota);
});

test('demo data that does not fit is refused, and leaves nothing behind', async () => {
  tenant.environment.mediaQuota = 1_000_000;
  expect((await administrator.call('POST /api/demo-data')).problem.code).toBe('media_quota_reached');
  expect(files()).toEqual([]);
  expect((await administrator.call('GET /api/certificates')).answer.total).toBe(0);
});

test('a database of an earlier version begins with what it has', () => {
  const file = join(tenant.dataDir, 'old.sqlite');
  const old = new DatabaseSync(file);
  for (const name of ['readable_dn', 'audit_hash']) old.function(name, { varargs: true }, () => '');
  const step = migrations.findIndex((each) => each.includes('CREATE TABLE media_total'));
  for (const each of migrations.slice(0, step)) old.exec(each);
  const now = '2026-11-26T09:00:00.000Z';
  for (const [id, bytes] of [
    ['a', 1000],
    ['b', 234],
  ] as const) {
    old
      .prepare(
        `INSERT INTO recording (id, kind, call_uuid, ani, dnis, started_at, stopped_at, retained_until)
         VALUES (?, 'voice', ?, '', '', ?, ?, ?)`,
      )
      .run(id, id, now, now, now);
    old
      .prepare(
        `INSERT INTO media_file (id, recording_id, media_id, type, bytes, duration_ms, file)
         VALUES (?, ?, ?, 'audio/mp3', ?, 1, ?)`,
      )
      .run(id, id, id, bytes, id);
  }
  old.exec(`PRAGMA user_version = ${step}`);
  old.close();
  const database = openDatabase(file);
  expect(mediaTotal(database)).toBe(1234);
  database.close();
});
