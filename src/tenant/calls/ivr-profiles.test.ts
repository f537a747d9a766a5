import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../domain/certificate.ts';
import { administrator, eachTenant, inDays, professional, tenant } from '../../testing/given.ts';
import { acknowledgement, deletionBy, profileNamed, uploadedBy } from '../../testing/steps.ts';
import type { Wanted } from '../../testing/pairs.ts';
import type { Caller } from '../../testing/client.ts';

eachTenant('administrator', 'professional');

const uploaded = (wanted?: Wanted) => uploadedBy(administrator, wanted);

const profile = (name = 'record_us_west', caller = professional) => profileNamed(caller, name);

const assign = (
  { id, etag }: { id: string; etag: string },
  certificateIds: string[],
  caller = professional,
) =>
  caller.call('PUT /api/ivr-profiles/{id}/certificates', {
    params: { id },
    body: { certificateIds, acknowledgement },
    headers: { 'If-Match': etag },
  });

test('the AWS tenant has a handful of profiles, the Azure tenant the one named record', async () => {
  const { items } = (await administrator.call('GET /api/ivr-profiles')).answer;
  expect(items.map(({ name, serviceType, isDefault }) => [name, serviceType, isDefault])).toEqual([
    ['IVR_Default_Record', 'record', true],
    ['record_us_west', 'record', false],
    ['record_us_east', 'record', false],
    ['record_emea', 'record', false],
    ['IVR_Main_Menu', 'voicexml', false],
  ]);
  const azure = await tenant.signedIn('azure-administrator');
  expect((await azure.call('GET /api/ivr-profiles')).answer.items.map(({ name }) => name)).toEqual([
    'record',
  ]);
});

test('a place says where it is a profile that no recorded call picks', async () => {
  const { id } = await uploaded();
  const menu = await profile('IVR_Main_Menu');
  await assign(menu, [id]);
  const { places } = (await administrator.call('GET /api/certificates/{id}/usage', { params: { id } }))
    .answer;
  const place = { kind: 'ivr-profile', id: menu.id, name: 'IVR_Main_Menu' };
  expect(places).toEqual([{ ...place, doesNotRecord: true }]);
});

const entries = async (certificateId: string) => {
  const query = { certificateId, action: 'ivr-profile.assigned' };
  return (await administrator.call('GET /api/audit-log', { query })).answer.items;
};

test('an assignment replaces the list, keeps who assigned what before, and shows at once in every session', async () => {
  const [first, second, third] = [await uploaded(), await uploaded(), await uploaded()];
  const before = await profile();
  const one = await assign(before, [second.id, first.id, second.id]);
  expect(one.answer.certificates.map(({ id }) => id)).toEqual([second.id, first.id]);
  expect(one.headers.get('ETag')).toBe(one.answer.etag);
  expect(one.answer.etag).not.toBe(before.etag);

  tenant.clock.advance(60_000);
  const two = await assign(one.answer, [third.id, first.id]);
  expect(
    two.answer.certificates.map(({ id, assignedBy, assignedAt }) => [id, assignedBy, assignedAt]),
  ).toEqual([
    [third.id, 'professional', '2026-11-24T09:01:00.000Z'],
    [first.id, 'professional', '2026-11-24T09:00:00.000Z'],
  ]);
  expect(await profile('record_us_west', administrator)).toEqual(two.answer);
  const usage = await administrator.call('GET /api/certificates/{id}/usage', { params: { id: first.id } });
  expect(usage.answer.places).toEqual([{ kind: 'ivr-profile', id: before.id, name: 'record_us_west' }]);

  // One entry for each save, found under each certificate that the save changed.
  expect((await entries(second.id)).map(({ summary }) => summary.replaceAll(/“[^“)]*\)/g, 'X'))).toEqual([
    'IVR profile record_us_west: added X as certificate-1; removed X',
    'IVR profile record_us_west: added X as certificate-1, X as certificate-2',
  ]);
  expect(await entries(first.id)).toHaveLength(1);
  expect((await entries(third.id))[0]?.certificates.map(({ id }) => id)).toContain(third.id);
});

test('a certificate that is not in the keystore cannot be assigned', async () => {
  const certificate = await uploaded();
  await deletionBy(administrator, certificate.id);
  const before = await profile();
  for (const id of ['unknown', certificate.id])
    expect((await assign(before, [id])).problem.code).toBe('not_found');
  expect(await profile()).toEqual(before);
});

test('an expired certificate cannot be newly assigned, and may stay where it is', async () => {
  const soon = inDays(1 / 4);
  const ending = await uploaded({ notAfter: soon });
  const assigned = (await assign(await profile(), [ending.id])).answer;
  tenant.clock.advance(DAY_MS / 3);
  const other = await uploaded();
  expect((await assign(assigned, [ending.id, other.id])).status).toBe(200);
  const { problem } = await assign(await profile('record_emea'), [ending.id]);
  expect(problem).toMatchObject({ code: 'certificate_expired', status: 409, certificateId: ending.id });
  expect(problem.detail).toContain('Genesys Recording');
});

test('an unknown profile is not found', async () => {
  expect((await assign({ id: 'none', etag: '"1"' }, [])).problem.code).toBe('not_found');
});

test('of 100 saves at once from two sessions each fresh one wins, with its audit entry, and none is lost', async () => {
  const certificates = [await uploaded(), await uploaded()];
  const sessions = [professional, await tenant.signedIn('professional')];
  let { id, etag } = await profile();
  let won = 0;
  for (let round = 0; round < 10; round++) {
    const saves = Array.from({ length: 10 }, (_, i) => {
      const wanted = certificates.slice(0, (round + i) % 3).map((certificate) => certificate.id);
      return assign({ id, etag }, wanted, sessions[i % 2]);
    });
    const replies = await Promise.all(saves);
    const winners = replies.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 412)).toHaveLength(9);
    expect(await profile()).toEqual(winners[0]?.answer);
    etag = winners[0]?.answer.etag ?? '';
    won++;
  }
  const { items } = (
    await administrator.call('GET /api/audit-log', { query: { action: 'ivr-profile.assigned' } })
  ).answer;
  expect(items).toHaveLength(won);
});

test('of 100 saves in flight at once with one and the same tag exactly one wins', async () => {
  const certificates = await Promise.all(Array.from({ length: 4 }, () => uploaded()));
  const sessions = [professional, await tenant.signedIn('professional')];
  const before = await profile();
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, i) => assign(before, [certificates[i % 4]?.id ?? ''], sessions[i % 2])),
  );
  const won = replies.filter(({ status }) => status === 200);
  expect(won).toHaveLength(1);
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 412]));
  expect(await profile()).toEqual(won[0]?.answer);
  const log = await administrator.call('GET /api/audit-log', { query: { action: 'ivr-profile.assigned' } });
  expect(log.answer.items).toHaveLength(1);
});

test('20 people read, change and save at once from two sessions: stale saves are redone on top, and no change is lost', async () => {
  const certificates = await Promise.all(Array.from({ length: 20 }, () => uploaded()));
  const sessions = [professional, await tenant.signedIn('professional')];
  let refused = 0;
  const add = async (certificateId: string, caller: Caller | undefined) => {
    for (;;) {
      const before = await profile('record_us_west', caller);
      const ids = before.certificates.map(({ id }) => id);
      const { status, problem } = await settle(assign(before, [...ids, certificateId], caller));
      if (status === 200) return;
      expect(problem?.code).toBe('changed_meanwhile');
      refused++;
    }
  };
  await Promise.all(certificates.map(({ id }, i) => add(id, sessions[i % 2])));

  const after = await profile();
  expect(new Set(after.certificates.map(({ id }) => id))).toEqual(new Set(certificates.map(({ id }) => id)));
  expect(after.certificates.map(({ key }) => key)).toEqual(
    certificates.map((_, i) => `certificate-${i + 1}`),
  );
  expect(refused).toBeGreaterThan(0);
  // Only saves on the current version succeeded: there are as many audit entries and versions as certificates.
  const { items } = (
    await administrator.call('GET /api/audit-log', { query: { action: 'ivr-profile.assigned' } })
  ).answer;
  expect(items).toHaveLength(20);
  expect(new Set(items.flatMap((each) => each.certificates.map(({ id }) => id))).size).toBe(20);
  expect(after.etag).toBe('"21"');
});

const settle = async (reply: ReturnType<typeof assign>) => {
  const settled = await reply;
  return { status: settled.status, problem: settled.status === 200 ? undefined : settled.problem };
};

test('a certificate keeps its key when another one is taken out, and a new one gets the lowest free key', async () => {
  const [a, b, c] = [await uploaded(), await uploaded(), await uploaded()];
  const one = (await assign(await profile(), [a.id, b.id])).answer;
  const two = (await assign(one, [b.id])).answer;
  expect(two.certificates.map(({ id, key }) => [id, key])).toEqual([[b.id, 'certificate-2']]);
  const three = (await assign(two, [b.id, c.id])).answer;
  expect(three.certificates.map(({ id, key }) => [id, key])).toEqual([
    [c.id, 'certificate-1'],
    [b.id, 'certificate-2'],
  ]);
  expect(three.changed).toEqual({ by: 'professional', at: '2026-11-24T09:00:00.000Z' });

  const { section, options } = (
    await administrator.call('GET /api/ivr-profiles/{id}/configuration', { params: { id: three.id } })
  ).answer;
  expect(section).toBe('recording-certificates');
  const pems = await Promise.all(
    [c, b].map(
      async ({ id }) =>
        (await administrator.call('GET /api/certificates/{id}/pem', { params: { id } })).answer,
    ),
  );
  expect(options).toEqual([
    { key: 'certificate-1', value: pems[0] },
    { key: 'certificate-2', value: pems[1] },
  ]);
});

const assignTo = (id: string, ivrProfileIds: string[]) =>
  professional.call('POST /api/certificates/{id}/assign', { params: { id }, body: { ivrProfileIds } });

describe('one certificate to many profiles', () => {
  test('is added to each and replaces nothing; where it is already, nothing is written', async () => {
    const [old, renewed] = [await uploaded(), await uploaded()];
    const [west, emea] = [await profile('record_us_west'), await profile('record_emea')];
    await assign(west, [old.id]);
    const already = (await assign(emea, [renewed.id])).answer;
    const { items } = (await assignTo(renewed.id, [west.id, emea.id])).answer;
    expect(items.map(({ name, certificates }) => [name, certificates.map(({ id }) => id)])).toEqual([
      ['record_us_west', [old.id, renewed.id]],
      ['record_emea', [renewed.id]],
    ]);
    expect(items[1]).toEqual(already);
  });

  test('is all or nothing', async () => {
    const certificate = await uploaded();
    const west = await profile();
    expect((await assignTo(certificate.id, [west.id, 'none'])).problem.code).toBe('not_found');
    expect(await profile()).toEqual(west);
    expect((await assignTo('none', [west.id])).problem.code).toBe('not_found');
  });
});
