import { expect, test } from 'vitest';
import { eachTenant, tenant } from '../../testing/given.ts';
import { DAY_MS } from '../../domain/certificate.ts';
import { fillWithDemoData } from './demo-data.ts';
import { keepHouse } from '../operations/housekeeping.ts';
import { makePair } from '../../testing/pairs.ts';

eachTenant();

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
  // Calls differ, so that searching and sorting can be tried.
  const { items: listed } = (await administrator.call('GET /api/recordings')).answer;
  expect(new Set(listed.map(({ durationMs }) => durationMs)).size).toBe(6);
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

test('its history is in the audit log, marked, and the chain holds', async () => {
  const administrator = await tenant.signedIn('administrator');
  await administrator.call('POST /api/demo-data');
  const { items } = (
    await administrator.call('GET /api/audit-log', { query: { search: 'Demo data assigned EMEA' } })
  ).answer;
  expect(items.map(({ summary }) => summary)).toEqual([
    expect.stringMatching(/^Demo data, 2026-01-20: professional assigned “Genesys Recording EMEA 2026” to /),
    expect.stringMatching(/^Demo data, 2025-01-05: professional assigned “Genesys Recording EMEA 2025” to /),
  ]);
  expect(new Set(items.map(({ at }) => at))).toEqual(new Set([tenant.clock.now.toISOString()]));
  expect((await administrator.call('GET /api/audit-log/chain')).answer.breakCount).toBe(0);
});

test('in a log that is still empty, its history has its own times, in order', async () => {
  const { environment, clock } = tenant;
  const actor = { username: 'administrator', role: 'administrator', session: '-' } as const;
  await fillWithDemoData(environment, actor, clock.now);
  const administrator = await tenant.signedIn('administrator');
  const entries = async (query: Record<string, string>) =>
    (await administrator.call('GET /api/audit-log', { query: { sort: 'id', ...query } })).answer.items;
  const all = await entries({});
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted());
  const period = { from: '2026-02-10T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' };
  expect((await entries({ ...period, search: 'removed' })).map(({ summary }) => summary)).toEqual([
    expect.stringMatching(/^Demo data: professional removed “Pilot Recording \d+” from record_us_east$/),
  ]);
  expect((await administrator.call('GET /api/audit-log/chain')).answer.breakCount).toBe(0);
});

test('more recordings are wanted: they are found, play, and are removed alone', async () => {
  const { environment, clock } = tenant;
  const actor = { username: 'administrator', role: 'administrator', session: '-' } as const;
  const told: number[] = [];
  const wanted = { recordings: 1000, told: (stored: number) => void told.push(stored) };
  expect(await fillWithDemoData(environment, actor, clock.now, wanted)).toMatchObject({ recordings: 1000 });
  expect(told).toEqual([1000]);
  const administrator = await tenant.signedIn('administrator');
  const list = async (query: Record<string, string>) =>
    (await administrator.call('GET /api/recordings', { query })).answer;
  expect(await list({ playable: 'yes' })).toMatchObject({ total: 890 });
  const { items: filled } = (
    await administrator.call('GET /api/audit-log', { query: { search: 'Added demo data' } })
  ).answer;
  expect(filled.map(({ summary }) => summary)).toEqual(['Added demo data: 800 recordings']);
  const march = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z', search: '+1 415 555 0128' };
  const [found] = (await list(march)).items;
  const { recording } = (
    await administrator.call('GET /api/recordings/{id}', { params: { id: found?.id ?? '' } })
  ).answer;
  const { mediaId = '' } = recording.mediaFiles[0] ?? {};
  const played = await administrator.call('GET /api/recordings/{id}/play/{mediaId}', {
    params: { id: recording.id, mediaId },
  });
  expect(played.status).toBe(200);
  expect(tenant.mediaFiles()).toHaveLength(1000);
  await keepHouse(environment, new Date(clock.now.getTime() + 300 * DAY_MS));
  const left = (await list({ limit: '1000' })).total;
  expect(left).toBeLessThan(500);
  expect(tenant.mediaFiles()).toHaveLength(left);
});

test('a tenant that is at work is left alone; one without screen recording gets none', async () => {
  const administrator = await tenant.signedIn('administrator');
  await administrator.call('POST /api/certificates', { body: makePair() });
  expect((await administrator.call('POST /api/demo-data')).problem.code).toBe('not_empty');
  const fabrikam = await tenant.signedIn('fabrikam-administrator');
  expect((await fabrikam.call('POST /api/demo-data')).answer.recordings).toBe(165);
});
