import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePair } from './test-pairs.ts';
import { testTenant, type TestTenant } from './test-tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await testTenant();
});
afterEach(() => tenant.close());

test('an empty tenant gets certificates of every status, assignments, and 200 recordings of every kind', async () => {
  const administrator = await tenant.signedIn('administrator');
  const filled = await administrator.call('POST /api/demo-data');
  expect(filled.answer).toEqual({ certificates: 8, recordings: 200 });
  const { items } = (await administrator.call('GET /api/certificates')).answer;
  expect(items).toHaveLength(8);
  expect(items.filter(({ notAfter }) => notAfter < tenant.clock.now.toISOString())).toHaveLength(4);
  // The timeline shows renewals over years, a past gap, a current one, and the lost pair, of which only the name is
  // known.
  const { places } = (await administrator.call('GET /api/coverage')).answer;
  expect(places.map(({ intervals }) => intervals.map(({ state }) => state).join(', '))).toEqual([
    'encrypted, in the clear',
    'encrypted, in the clear',
    'encrypted, in the clear',
    'encrypted, in the clear',
    'encrypted, in the clear, encrypted, in the clear',
  ]);
  expect(places[0]?.intervals[1]?.from.slice(0, 10)).toBe('2026-10-20');
  const pilot = places[2]?.assignments.find(({ subjectName }) => subjectName.startsWith('Pilot'));
  expect(pilot?.inKeystore).toBe(false);
  const total = async (query: Record<string, string>) =>
    (await administrator.call('GET /api/recordings', { query })).answer.total;
  expect(await total({})).toBe(200);
  expect(await total({ playable: 'not encrypted' })).toBe(12);
  expect(await total({ playable: 'key missing' })).toBe(10);
  // Calls differ, so that a search can be tried.
  expect(await total({ search: '+1 212 555' })).toBe(80);
  const [screen] = (await administrator.call('GET /api/screen-recording-certificates')).answer.items;
  expect(screen?.subjectName).toMatch(/^Genesys Screen Recording/);
  // A test call continues what the demo data shows.
  const made = await administrator.call('POST /api/test-calls', {
    body: { geoLocation: 'us-west', screen: true },
  });
  expect(made.answer.recordings.map(({ playable }) => playable)).toEqual(['yes', 'yes']);
  // Only once, because the tenant is no longer empty.
  expect((await administrator.call('POST /api/demo-data')).problem.code).toBe('not_empty');
});

test('a tenant that is at work is left alone; one without screen recording gets none', async () => {
  const administrator = await tenant.signedIn('administrator');
  await administrator.call('POST /api/certificates', { body: makePair() });
  expect((await administrator.call('POST /api/demo-data')).problem.code).toBe('not_empty');
  const fabrikam = await tenant.signedIn('fabrikam-administrator');
  expect((await fabrikam.call('POST /api/demo-data')).answer.recordings).toBe(165);
});
