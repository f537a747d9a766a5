import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call } from '../../contract/call.ts';
import { calls, type CallName } from '../../contract/calls.ts';
import { makePair } from '../../testing/pairs.ts';
import { deletionBy, profileSavedBy } from '../../testing/steps.ts';
import type { Caller } from '../../testing/client.ts';
import { testTenant, type TestTenant } from '../../testing/tenant.ts';

/** Every list has more than two rows here, so that it has a page between its first and its last. */
const ROWS = 3;
let tenant: TestTenant;
let callers: Record<'aws' | 'azure', Caller>;

beforeAll(async () => {
  tenant = await testTenant();
  const administrator = await tenant.signedIn('administrator');
  callers = { aws: administrator, azure: await tenant.signedIn('azure-administrator') };
  const stored: { id: string }[] = [];
  for (let i = 0; i < 3 * ROWS; i++) {
    stored.push((await administrator.call('POST /api/certificates', { body: makePair() })).answer);
  }
  const [profile] = (await administrator.call('GET /api/ivr-profiles')).answer.items;
  for (const { id } of stored.slice(0, ROWS)) {
    const body = { kind: 'assignment' as const, certificateId: id, ivrProfileIds: [profile?.id ?? ''] };
    await administrator.call('POST /api/requests', { body });
  }
  for (const { id } of stored.slice(2 * ROWS)) await deletionBy(administrator, id);
  const professional = await tenant.signedIn('professional');
  for (const { id } of stored.slice(ROWS, 2 * ROWS)) {
    await profileSavedBy(professional, 'IVR_Default_Record', [id]);
    await administrator.call('POST /api/test-calls', { body: { screen: false } });
  }
  for (const { id } of stored.slice(ROWS, 2 * ROWS)) {
    await administrator.call('POST /api/requests', { body: { kind: 'deletion', certificateId: id } });
  }
  for (let i = 0; i < ROWS; i++) await callers.azure.call('POST /api/keys', { body: makePair() });
});
afterAll(() => tenant.close());

const paged = (Object.entries(calls) as [CallName, Call][])
  .filter(([, { query }]) => query && 'cursor' in query.shape)
  .map(([name]) => name as 'GET /api/certificates');

const callerOf = (name: string) => (name.startsWith('GET /api/keys') ? callers.azure : callers.aws);

async function walk(name: (typeof paged)[number], limit: number, asked: Record<string, string> = {}) {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const query = { ...asked, limit: String(limit), ...(cursor ? { cursor } : {}) };
    const { answer } = await callerOf(name).call(name, { query });
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
  const caller = callerOf(name);
  for (const cursor of ['x', Buffer.from('[{}]').toString('base64url'), 'x'.repeat(12_001)]) {
    const { problem } = await caller.call(name, { query: { cursor } });
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
  }
});

/** Lists that follow the convention of contract/lists.ts. */
const listed = paged.filter((name) => (calls as Record<string, Call>)[`${name}.csv`]);

const sortsOf = (name: string) =>
  calls[name as 'GET /api/certificates'].query.shape.sort.unwrap().options as string[];

test.each(listed)(
  '%s is sorted by each of its columns, backwards too, and pages in that order',
  async (name) => {
    for (const sort of sortsOf(name)) {
      const [whole = []] = await walk(name, 1000, { sort });
      expect(new Set(whole).size, sort).toBeGreaterThanOrEqual(ROWS);
      expect((await walk(name, 2, { sort })).flat(), sort).toEqual(whole);
      const back = sort.startsWith('-') ? sort.slice(1) : `-${sort}`;
      expect((await walk(name, 1000, { sort: back })).flat(), sort).toEqual(whole.toReversed());
    }
  },
);

test.each(listed)('%s counts what matches, on each page, and is exported whole', async (name) => {
  const caller = callerOf(name);
  const { items, total } = (await caller.call(name)).answer;
  expect(total).toBe(items.length);
  const { nextCursor = '' } = (await caller.call(name, { query: { limit: '1' } })).answer;
  for (const query of [{ limit: '1' }, { limit: '1', cursor: nextCursor }]) {
    expect((await caller.call(name, { query })).answer.total).toBe(total);
  }
  expect((await caller.call(name, { query: { search: 'nowhere' } })).answer).toMatchObject({
    items: [],
    total: 0,
  });
  const lines = async (query: Record<string, string>) => {
    const { text } = await caller.call(`${name}.csv` as 'GET /api/certificates.csv', { query });
    return text.split('\r\n').slice(0, -1);
  };
  expect(await lines({})).toHaveLength(total + 1);
  expect(await lines({ search: 'nowhere' })).toHaveLength(1);
  const [sort = ''] = sortsOf(name);
  const [head = '', ...rows] = await lines({
    sort,
    columns: 'subjectName,summary,name,callUuid,signsInWith',
  });
  expect(head).toMatch(/^(Subject Name|Certificate|Summary|Name|Call UUID|Signs in with)$/);
  expect(
    (await lines({ sort: `-${sort}`, columns: 'subjectName,summary,name,callUuid,signsInWith' })).slice(1),
  ).toEqual(rows.toReversed());
});

const inTheVault = async (caller: Caller) =>
  (await caller.call('GET /api/certificates', { query: { search: 'vault' } })).answer.items.map(
    ({ id }) => id,
  );

test('only who is told where the copies of keys are kept can search for it', async () => {
  const [certificate] = (await callers.aws.call('GET /api/certificates')).answer.items;
  const certificateIds = [certificate?.id ?? ''];
  await callers.aws.call('POST /api/backup-checks', { body: { certificateIds, location: 'Vault' } });
  expect(await inTheVault(callers.aws)).toEqual(certificateIds);
  expect(await inTheVault(await tenant.signedIn('professional'))).toEqual([]);
});
