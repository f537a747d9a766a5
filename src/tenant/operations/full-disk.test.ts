import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as mediaFiles from '../store/media-files.ts';
import { storeFault } from '../store/faults.ts';
import type * as sessions from '../store/sessions.ts';
import { makePair } from '../../testing/pairs.ts';
import type { Caller } from '../../testing/client.ts';
import { testTenant, type TestTenant } from '../../testing/tenant.ts';

/** How many media files still fit; of the next one only a part is written. */
const disk = vi.hoisted(() => ({ files: Infinity }));
vi.mock('../store/media-files.ts', async (original) => {
  const real = await original<typeof mediaFiles>();
  const writeMedia: typeof real.writeMedia = async (folder, name, bytes) => {
    const fits = disk.files-- > 0;
    await real.writeMedia(folder, name, fits ? bytes : bytes.subarray(0, 100));
    if (!fits) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  return { ...real, writeMedia };
});

/** Whether what is written of a session still fits. */
const session = vi.hoisted(() => ({
  fits: true,
  assertRoom: () => {
    if (session.fits) return;
    throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
  },
}));
vi.mock('../store/sessions.ts', async (original) => {
  const real = await original<typeof sessions>();
  const markSeen: typeof real.markSeen = (...use) => {
    session.assertRoom();
    real.markSeen(...use);
  };
  const deleteSession: typeof real.deleteSession = (...which) => {
    session.assertRoom();
    real.deleteSession(...which);
  };
  return { ...real, markSeen, deleteSession };
});

let tenant: TestTenant;
let administrator: Caller;
beforeEach(async () => {
  disk.files = Infinity;
  session.fits = true;
  tenant = await testTenant();
  administrator = await tenant.signedIn('administrator');
});
afterEach(() => tenant.close());

/** SQLite then answers SQLITE_FULL as soon as the database has to grow, as on a full disk. */
function databaseIsFull(is: boolean) {
  tenant.environment.database.all(`PRAGMA max_page_count = ${is ? 1 : 1_000_000}`);
}

async function fillUp(): Promise<number> {
  databaseIsFull(true);
  for (let stored = 0; ; stored++) {
    const reply = await administrator.call('POST /api/certificates', { body: makePair() });
    if (reply.status === 201) continue;
    expect(reply.status).toBe(507);
    expect(reply.problem.code).toBe('storage_full');
    expect(reply.problem.detail).toMatch(/nothing was saved.*make room/);
    return stored;
  }
}

test('a full database refuses writes with 507, goes on reading, and takes writes again when there is room', async () => {
  const stored = await fillUp();
  const pair = makePair();
  const headers = { 'Idempotency-Key': 'the-same-upload' };
  const refused = await administrator.call('POST /api/certificates', { body: pair, headers });
  expect(refused.status).toBe(507);

  const { total, items } = (await administrator.call('GET /api/certificates')).answer;
  expect(total).toBe(stored);
  expect(items).toHaveLength(stored);
  expect((await administrator.call('GET /api/audit-log')).status).toBe(200);

  databaseIsFull(false);
  expect((await administrator.call('POST /api/certificates', { body: pair, headers })).status).toBe(201);
  expect((await administrator.call('GET /api/certificates')).answer.total).toBe(stored + 1);
  expect(tenant.log.filter((line) => line.startsWith('disk full'))).toHaveLength(2);
  expect(tenant.log.join('\n')).not.toMatch(/\n +at /);
});

test('a session goes on reading when its last use cannot be noted', async () => {
  session.fits = false;
  tenant.clock.advance(10 * 60_000);
  expect((await administrator.call('GET /api/certificates')).status).toBe(200);
});

test('signing out works in the browser when the end of the session cannot be noted', async () => {
  session.fits = false;
  const reply = await administrator.call('DELETE /api/session');
  expect(reply.status).toBe(204);
  expect(reply.headers.get('Set-Cookie')).toMatch(/^session=;.*Max-Age=0/);
});

test('a recording whose media does not fit leaves neither row nor file', async () => {
  disk.files = 1;
  const reply = await administrator.call('POST /api/test-calls', { body: { screen: true } });
  expect(reply.problem.code).toBe('storage_full');
  expect((await administrator.call('GET /api/recordings')).answer.total).toBe(0);
  expect(tenant.mediaFiles()).toEqual([]);

  disk.files = Infinity;
  expect((await administrator.call('POST /api/test-calls', { body: { screen: true } })).status).toBe(201);
});

test('demo data that does not fit leaves nothing behind', async () => {
  disk.files = 20;
  expect((await administrator.call('POST /api/demo-data')).problem.code).toBe('storage_full');
  expect((await administrator.call('GET /api/certificates')).answer.total).toBe(0);
  expect(tenant.mediaFiles()).toEqual([]);
});

test.each([
  ['ENOSPC', undefined, 'full'],
  ['EDQUOT', undefined, 'full'],
  ['EFBIG', undefined, 'full'],
  ['ENOENT', undefined, undefined],
  ['ERR_SQLITE_ERROR', 13, 'full'],
  ['ERR_SQLITE_ERROR', 778, 'full'],
  ['ERR_SQLITE_ERROR', 11, 'damaged'],
  ['ERR_SQLITE_ERROR', 267, 'damaged'],
  ['ERR_SQLITE_ERROR', 26, 'damaged'],
  ['ERR_SQLITE_ERROR', 5, undefined],
])('%s %s is %s', (code, errcode, fault) => {
  expect(storeFault(Object.assign(new Error('x'), { code, errcode }))).toBe(fault);
});

test('the OpenAPI document says where a full disk answers 507', async () => {
  const document = (await (await tenant.api.request('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  };
  expect(document.paths['/api/certificates']?.['post']?.responses).toHaveProperty('507');
  expect(document.paths['/api/certificates']?.['get']?.responses).not.toHaveProperty('507');
});
