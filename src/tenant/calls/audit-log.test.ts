import { beforeAll, expect, test } from 'vitest';
import { administrator, oneTenant, tenant } from '../../testing/given.ts';
import { assignedBy } from '../../testing/steps.ts';
import { makePair } from '../../testing/pairs.ts';

oneTenant('administrator');
beforeAll(async () => {
  for (let i = 0; i < 7; i++) await administrator.call('POST /api/certificates', { body: makePair() });
});

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
  expect(items[0]?.summary).toContain(`(serial number ${certificates[0]?.serialHex}, until 2036-01-01)`);
  expect((await read({ action: 'session.started' })).items).toHaveLength(1);
  expect((await read({ action: 'no such action' })).items).toEqual([]);
});

/** Who did what, without the names of certificates and what is said after the change. */
const told = async (query: Record<string, string>) =>
  (await read(query)).items.map(
    ({ username, summary }) => `${username}: ${summary.replace(/“[^“)]*\)/, 'X').replace(/;.*/, '')}`,
  );

test('answers who took which certificate out of an IVR profile in a period', async () => {
  const professional = await tenant.signedIn('professional');
  const [certificate] = (await administrator.call('GET /api/certificates')).answer.items;
  const id = certificate?.id ?? '';
  await assignedBy(professional, 'record_emea', [id]);
  await assignedBy(professional, 'record_us_east', [id]);
  const added = tenant.clock.now.toISOString();
  tenant.clock.advance(60_000);
  const removed = tenant.clock.now.toISOString();
  await assignedBy(professional, 'record_emea', []);
  await assignedBy(professional, 'record_us_east', []);
  const out = ['professional: IVR profile record_emea: removed X'];
  expect(await told({ about: 'IVR profile record_emea', from: removed })).toEqual(out);
  expect(await told({ about: 'IVR profile record_emea', to: removed })).toEqual([
    'professional: IVR profile record_emea: added X as certificate-1',
  ]);
  // In the words of the screens, with the time as they show it.
  expect(await told({ search: 'unassigned record_emea 24 Nov 2026 09:01' })).toEqual(out);
  expect(await told({ search: 'unassigned record_emea 24 Nov 2026 09:00' })).toEqual([]);
  expect(await told({ username: 'PROFESS', from: removed })).toHaveLength(2);
  expect(await told({ username: 'agent' })).toEqual([]);
  expect(added < removed).toBe(true);
});

test('the list of a profile whose name begins like another is not taken for it', async () => {
  const professional = await tenant.signedIn('professional');
  const { database } = tenant.environment;
  database.run(`UPDATE ivr_profile SET name = 'record_apac_2' WHERE name = 'record_us_east'`);
  await assignedBy(professional, 'record_apac_2', []);
  expect((await read({ about: 'IVR profile record_apac' })).items).toEqual([]);
  expect((await read({ about: 'IVR profile record_apac_2' })).items).toHaveLength(1);
});

test('of one tenant is not that of another', async () => {
  const azure = await tenant.signedIn('azure-administrator');
  const { items } = (await azure.call('GET /api/audit-log')).answer;
  expect(items.map(({ username }) => username)).toEqual(['azure-administrator']);
});
