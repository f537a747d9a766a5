import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls, type Call, type CallName } from '../contract/calls.ts';
import { makePair } from './test-pairs.ts';
import { testTenant, type Caller, type TestTenant } from './test-tenant.ts';

/** Every list has more than two rows here, so that it has a page between its first and its last. */
const ROWS = 3;
let tenant: TestTenant;
let callers: Record<'aws' | 'azure', Caller>;

beforeAll(async () => {
  tenant = await testTenant();
  const administrator = await tenant.signedIn('administrator');
  callers = { aws: administrator, azure: await tenant.signedIn('azure-administrator') };
  const stored: { id: string; etag: string }[] = [];
  for (let i = 0; i < 3 * ROWS; i++) {
    stored.push((await administrator.call('POST /api/certificates', { body: makePair() })).answer);
  }
  const [profile] = (await administrator.call('GET /api/ivr-profiles')).answer.items;
  for (const { id } of stored.slice(0, ROWS)) {
    const body = { certificateId: id, ivrProfileIds: [profile?.id ?? ''], note: '' };
    await administrator.call('POST /api/assignment-requests', { body });
  }
  for (const { id, etag } of stored.slice(2 * ROWS)) {
    await administrator.call('DELETE /api/certificates/{id}', { id, headers: { 'If-Match': etag } });
  }
  const professional = await tenant.signedIn('professional');
  for (const { id } of stored.slice(ROWS, 2 * ROWS)) {
    await professional.call('PUT /api/ivr-profiles/{id}/certificates', {
      id: profile?.id ?? '',
      body: { certificateIds: [id] },
      headers: { 'If-Match': '*' },
    });
    await administrator.call('POST /api/test-calls', { body: { screen: false } });
  }
  for (const { id } of stored.slice(ROWS, 2 * ROWS)) {
    await administrator.call('POST /api/deletion-requests', { body: { certificateId: id, note: '' } });
  }
  for (let i = 0; i < ROWS; i++) await callers.azure.call('POST /api/keys', { body: makePair() });
});
afterAll(() => tenant.close());

const paged = (Object.entries(calls) as [CallName, Call][])
  .filter(([, { query }]) => query && 'cursor' in query.shape)
  .map(([name]) => name as 'GET /api/certificates');

async function walk(name: (typeof paged)[number], limit: number): Promise<string[][]> {
  const caller = (name as string) === 'GET /api/keys' ? callers.azure : callers.aws;
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const query: Record<string, string> = { limit: String(limit), ...(cursor ? { cursor } : {}) };
    const { answer } = await caller.call(name, { query });
    pages.push(answer.items.map(({ id }) => id));
    cursor = answer.nextCursor;
  } while (cursor !== undefined);
  return pages;
}

test.each(paged)('%s answers each row once, in pages, and ends', async (name) => {
  const [whole = [], ...more] = await walk(name, 1000);
  expect(more).toEqual([]);
  expect(whole.length).toBeGreaterThanOrEqual(ROWS);
  expect(new Set(whole).size).toBe(whole.length);
  const single = await walk(name, 1);
  expect(single.every((page) => page.length === 1)).toBe(true);
  expect(single.flat()).toEqual(whole);
  const pairs = await walk(name, 2);
  expect(pairs.flat()).toEqual(whole);
});

test.each(paged)('%s refuses a cursor that is none of its own', async (name) => {
  const caller = (name as string) === 'GET /api/keys' ? callers.azure : callers.aws;
  for (const cursor of ['x', Buffer.from('[{}]').toString('base64url'), 'x'.repeat(12_001)]) {
    const { problem } = await caller.call(name, { query: { cursor } });
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
  }
});
