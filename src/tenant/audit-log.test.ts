import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePair } from './test-pairs.ts';
import { testTenant, type Caller, type TestTenant } from './test-tenant.ts';

let tenant: TestTenant;
let administrator: Caller;
beforeAll(async () => {
  tenant = await testTenant();
  administrator = await tenant.signedIn('administrator');
  for (let i = 0; i < 7; i++) await administrator.call('POST /api/certificates', { body: makePair() });
});
afterAll(() => tenant.close());

const read = async (query: Record<string, string> = {}) =>
  (await administrator.call('GET /api/audit-log', { query })).answer;

test('is newest first and says who, when, what and from which session', async () => {
  const { items } = await read();
  expect(items).toHaveLength(8);
  expect(items.map(({ id }) => id)).toEqual(items.map(({ id }) => id).toSorted((a, b) => b - a));
  expect(items[0]).toMatchObject({
    username: 'administrator',
    role: 'administrator',
    action: 'certificate.uploaded',
    at: '2026-11-24T09:00:00.000Z',
    session: items[7]?.session,
  });
  expect(items[7]).toMatchObject({ action: 'session.started', certificates: [] });
  expect(administrator.cookie).not.toContain(items[0]?.session);
});

test('pages', async () => {
  const found: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: '3', ...(cursor ? { cursor } : {}) });
    found.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(found).toEqual((await read()).items.map(({ id }) => id));
  const made = await administrator.call('GET /api/audit-log', { query: { cursor: 'x' } });
  expect(made.problem.code).toBe('invalid_request');
});

test('filters by certificate and by action', async () => {
  const certificates = (await read()).items[0]?.certificates ?? [];
  expect(certificates).toHaveLength(1);
  const { items } = await read({ certificateId: certificates[0]?.id ?? '' });
  expect(items.map((each) => [each.action, each.certificates])).toEqual([
    ['certificate.uploaded', certificates],
  ]);
  expect(items[0]?.summary).toContain(`(serial number ${certificates[0]?.serialHex})`);
  expect((await read({ action: 'session.started' })).items).toHaveLength(1);
  expect((await read({ action: 'no such action' })).items).toEqual([]);
});

test('of one tenant is not that of another', async () => {
  const azure = await tenant.signedIn('azure-administrator');
  const { items } = (await azure.call('GET /api/audit-log')).answer;
  expect(items.map(({ username }) => username)).toEqual(['azure-administrator']);
});
