import { expect, test } from 'vitest';
import type { Problem } from '../../contract/problem.ts';
import { DAY_MS } from '../../domain/certificate.ts';
import { administrator, eachTenant, inDays, professional, signInAs, tenant } from '../../testing/given.ts';
import {
  acknowledgement,
  deletionBy,
  profileNamed,
  profileSavedBy,
  screensSavedBy,
  uploadedBy,
} from '../../testing/steps.ts';

/** Every way in which a kind of recording stops being encrypted is refused without the acknowledgement. */

eachTenant('administrator', 'professional');

const save = (name: string, certificateIds: string[], more = {}) =>
  profileSavedBy(professional, name, certificateIds, more);

const saveScreens = (certificateIds: string[], more = {}) =>
  screensSavedBy(administrator, certificateIds, more);

const assignedTo = async (name: string) =>
  (await profileNamed(professional, name)).certificates.map(({ id }) => id);

function expectRefused({ problem }: { problem: Problem }, what: string) {
  expect(problem).toMatchObject({ code: 'encryption_would_stop', status: 409 });
  expect(problem.detail).toContain(`Nothing was saved. After this save, ${what}`);
}

test('a profile: the last valid certificate is removed', async () => {
  const { id } = await uploadedBy(administrator);
  await save('record_emea', [id]);
  expectRefused(await save('record_emea', []), 'calls from emea will not be encrypted.');
  expectRefused(
    await save('record_emea', [], { acknowledgement: { ...acknowledgement, discussed: false } }),
    'calls from emea will not be encrypted.',
  );
  expect(await assignedTo('record_emea')).toEqual([id]);
  expect((await save('record_emea', [], { acknowledgement })).status).toBe(200);
  const { items } = (
    await administrator.call('GET /api/audit-log', { query: { action: 'ivr-profile.assigned' } })
  ).answer;
  expect(items[0]?.summary).toMatch(
    /; calls from emea are no longer encrypted, as discussed with the administrator$/,
  );
});

test('several profiles: each save asks for itself', async () => {
  const { id } = await uploadedBy(administrator);
  const names = ['record_emea', 'record_us_west'];
  const ivrProfileIds = await Promise.all(
    names.map(async (name) => (await profileNamed(professional, name)).id),
  );
  await professional.call('POST /api/certificates/{id}/assign', { params: { id }, body: { ivrProfileIds } });
  for (const name of names) {
    expectRefused(
      await save(name, []),
      `calls from ${name.slice(7).replace('_', '-')} will not be encrypted.`,
    );
    expect(await assignedTo(name)).toEqual([id]);
  }
});

test('several profiles at once: all of them or none, and only on the lists that were seen', async () => {
  const { id } = await uploadedBy(administrator);
  const other = await uploadedBy(administrator);
  await save('record_emea', [id, other.id]);
  await save('record_us_west', [id]);
  const both = await Promise.all(
    ['record_emea', 'record_us_west'].map((name) => profileNamed(professional, name)),
  );
  const ivrProfiles = both.map((each) => ({ id: each.id, etag: each.etag }));
  const unassign = (more = {}) =>
    professional.call('POST /api/certificates/{id}/unassign', {
      params: { id },
      body: { ivrProfiles, ...more },
    });
  expectRefused(await unassign(), 'calls from us-west will not be encrypted.');
  expectRefused(
    await unassign({ acknowledgement: { ...acknowledgement, typed: 'yes' } }),
    'calls from us-west will not be encrypted.',
  );
  expect(await assignedTo('record_emea'), 'nothing is half done').toEqual([id, other.id]);
  expect((await unassign({ acknowledgement })).status).toBe(200);
  expect(await assignedTo('record_emea')).toEqual([other.id]);
  expect(await assignedTo('record_us_west')).toEqual([]);
  const { problem } = await unassign({ acknowledgement });
  expect(problem).toMatchObject({ code: 'changed_meanwhile' });
  const { items } = (
    await administrator.call('GET /api/audit-log', { query: { action: 'ivr-profile.assigned' } })
  ).answer;
  expect(items.slice(0, 2).map(({ summary }) => summary.includes('no longer encrypted'))).toEqual([
    true,
    false,
  ]);
});

test('the screen recording list: nothing in it is valid any more', async () => {
  const [now, later] = [
    await uploadedBy(administrator),
    await uploadedBy(administrator, { notBefore: inDays(3), notAfter: inDays(400) }),
  ];
  await saveScreens([now.id]);
  expectRefused(await saveScreens([later.id]), 'screen recordings will not be encrypted.');
  expectRefused(await saveScreens([]), 'screen recordings will not be encrypted.');
});

test('deletion: what a place uses stays in the keystore', async () => {
  const { id } = await uploadedBy(administrator);
  await save('record_emea', [id]);
  await saveScreens([id]);
  const { problem } = await deletionBy(administrator, id);
  expect(problem).toMatchObject({ code: 'certificate_in_use', places: [{}, {}] });
  expect(await assignedTo('record_emea')).toEqual([id]);
});

test('expiry: what is left ends soon, and would not have without the save', async () => {
  const [long, soon] = [
    await uploadedBy(administrator, { notAfter: inDays(400) }),
    await uploadedBy(administrator, { notAfter: inDays(1) }),
  ];
  await save('record_emea', [long.id, soon.id]);
  await saveScreens([long.id, soon.id]);
  const until = inDays(1).toISOString().slice(0, 10);
  expectRefused(
    await save('record_emea', [soon.id]),
    `calls from emea will be encrypted only until ${until}.`,
  );
  expectRefused(await saveScreens([soon.id]), `screen recordings will be encrypted only until ${until}.`);
  expect((await save('record_emea', [long.id])).status).toBe(200);
});

test('where nothing was encrypted, a save stops nothing', async () => {
  const { id } = await uploadedBy(administrator, { notAfter: inDays(1) });
  await save('record_emea', [id]);
  tenant.clock.advance(2 * DAY_MS);
  await signInAs('professional');
  expect((await save('record_emea', [])).status).toBe(200);
});
