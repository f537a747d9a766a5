import { expect, test } from 'vitest';
import { administrator, eachTenant, inDays, later, professional, tenant } from '../../testing/given.ts';
import { assignedBy, deletionBy, profileNamed, uploadedBy } from '../../testing/steps.ts';
import { keepHouse } from '../operations/housekeeping.ts';

eachTenant('administrator', 'professional');

/** Two certificates of one name, and one of another. */
async function twins() {
  const old = await uploadedBy(administrator, { commonName: 'Genesys', notAfter: inDays(100) });
  const renewed = await uploadedBy(administrator, { commonName: 'Genesys', notAfter: inDays(200) });
  const other = await uploadedBy(administrator, { commonName: 'Manila' });
  return { old, renewed, other };
}

const request = async (kind: 'assignment' | 'deletion', certificateId: string) => {
  const { id } = await profileNamed(professional, 'IVR_Default_Record');
  const wanted = kind === 'assignment' ? { kind, ivrProfileIds: [id] } : { kind };
  return (await administrator.call('POST /api/requests', { body: { ...wanted, certificateId } })).answer;
};

test('every answer says of a certificate whether its name is shared', async () => {
  const { old, renewed, other } = await twins();
  const { items } = (await administrator.call('GET /api/certificates')).answer;
  const shared = new Map(items.map(({ id, nameShared }) => [id, nameShared]));
  expect([old, renewed, other].map(({ id }) => shared.get(id))).toEqual([true, true, false]);

  await request('assignment', renewed.id);
  await request('assignment', other.id);
  const requests = (await professional.call('GET /api/requests', { query: { sort: 'subjectName' } })).answer;
  expect(requests.items.map(({ certificate }) => [certificate.nameShared, certificate.notAfter])).toEqual([
    [true, renewed.notAfter],
    [false, other.notAfter],
  ]);
  const file = (await professional.call('GET /api/requests.csv')).text;
  expect(file).toContain(
    `Genesys (until ${renewed.notAfter.slice(0, 10)}, …${renewed.serialNumber.hex.slice(-8)})`,
  );

  const list = await assignedBy(professional, 'IVR_Default_Record', [renewed.id, other.id]);
  expect(list.certificates.map(({ nameShared }) => nameShared)).toEqual([true, false]);
  await administrator.call('POST /api/test-calls', { body: {} });
  const recordings = (await administrator.call('GET /api/recordings')).answer;
  expect(recordings.items[0]?.encryptedFor.map(({ nameShared, notAfter }) => [nameShared, notAfter])).toEqual(
    [
      [true, renewed.notAfter],
      [false, other.notAfter],
    ],
  );
});

test('an entry of the audit log names the end of the one that is meant', async () => {
  const { renewed, other } = await twins();
  const { items } = (await administrator.call('GET /api/audit-log')).answer;
  const [manila, genesys, alone] = items.map(({ summary }) => summary);
  expect(manila).toContain(`(serial number ${other.serialNumber.hex})`);
  expect(genesys).toContain(
    `(serial number ${renewed.serialNumber.hex}, until ${renewed.notAfter.slice(0, 10)})`,
  );
  expect(alone, 'when there was no other').not.toContain('until');
});

test('the name of a destroyed pair is still told apart in its request', async () => {
  const { old, renewed } = await twins();
  await assignedBy(professional, 'IVR_Default_Record', [old.id]);
  await administrator.call('POST /api/test-calls', { body: {} });
  await assignedBy(professional, 'IVR_Default_Record', []);
  const { id } = await request('deletion', old.id);
  await professional.call('POST /api/requests/{id}/answer', {
    params: { id },
    body: { agree: true, onlyToOpen: 1 },
  });
  expect((await deletionBy(administrator, old.id)).status).toBe(204);
  await later(31);
  await keepHouse(tenant.environment, tenant.clock.now);
  const asked = (await administrator.call('GET /api/requests/{id}', { params: { id } })).answer;
  expect([asked.certificate.nameShared, asked.certificate.notAfter]).toEqual([true, null]);
  expect(
    (await administrator.call('GET /api/certificates/{id}', { params: { id: renewed.id } })).answer
      .nameShared,
  ).toBe(false);
});
