import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../domain/certificate.ts';
import { administrator, eachTenant, signInAs, tenant } from '../../testing/given.ts';
import { assignedBy, deletionBy } from '../../testing/steps.ts';
import { makePair } from '../../testing/pairs.ts';

eachTenant('administrator');

const uploaded = async (caller = administrator, name = 'Genesys Recording') =>
  (await caller.call('POST /api/certificates', { body: makePair({ commonName: name }) })).answer;
const record = (certificateIds: string[], location = 'safe, building 2', caller = administrator) =>
  caller.call('POST /api/backup-checks', { body: { certificateIds, location } });
const refused = async (certificateIds: string[]) => (await record(certificateIds)).problem.code;
const backupCheck = async (id: string, caller = administrator) =>
  (await caller.call('GET /api/certificates/{id}', { params: { id } })).answer.backupCheck;

const proven = {
  checkedAt: '2026-11-24T09:00:00.000Z',
  checkedBy: 'administrator',
  location: 'safe, building 2',
};

test('what a check needs is what the calls for one certificate answer', async () => {
  const professional = await tenant.signedIn('professional');
  const [gone, used] = [await uploaded(), await uploaded()];
  tenant.clock.advance(1000);
  const unused = await uploaded();
  await assignedBy(professional, 'IVR_Default_Record', [used.id]);
  for (const _ of [1, 2]) await administrator.call('POST /api/test-calls', { body: { screen: false } });
  await record([used.id]);
  await deletionBy(administrator, gone.id);

  const { items } = (await administrator.call('GET /api/backup-checks')).answer;
  expect(items.map(({ id, deleted }) => [id, deleted])).toEqual([
    [unused.id, false],
    [used.id, false],
    [gone.id, true],
  ]);
  const [newest] = (
    await administrator.call('GET /api/recordings', { query: { certificate: used.id, limit: '1' } })
  ).answer.items;
  const one = (await administrator.call('GET /api/recordings/{id}', { params: { id: newest?.id ?? '' } }))
    .answer;
  expect(items[1]).toEqual({
    id: used.id,
    subjectName: used.subjectName,
    serialNumber: used.serialNumber,
    notAfter: used.notAfter,
    sha256: used.sha256,
    backupCheck: { ...proven, checkedAt: tenant.clock.now.toISOString() },
    pem: (await administrator.call('GET /api/certificates/{id}/pem', { params: { id: used.id } })).text,
    deleted: false,
    recordings: 2,
    envelope: one.recording.mediaFiles[0]?.pkcs7,
  });
  expect(items[0]).toMatchObject({ recordings: 0, envelope: null });

  const theirs = (await professional.call('GET /api/backup-checks')).answer.items;
  expect(theirs.map(({ id }) => id)).not.toContain(gone.id);
  expect(theirs.find(({ id }) => id === used.id)?.backupCheck?.location ?? null).toBeNull();
});

describe('a backup check', () => {
  test('is shown with each certificate that it names, and with no other', async () => {
    const [first, second, other] = [await uploaded(), await uploaded(), await uploaded()];
    const reply = await record([first.id, second.id, first.id], '  safe, building 2 ');
    expect(reply.answer.items.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(reply.answer.items[0]).toEqual({ ...first, nameShared: true, backupCheck: proven });
    expect(await backupCheck(first.id)).toEqual(proven);
    const { items } = (await administrator.call('GET /api/certificates')).answer;
    expect(items.find(({ id }) => id === second.id)?.backupCheck).toEqual(proven);
    expect(await backupCheck(other.id)).toBeNull();
  });

  test('takes the place of the one before, and survives a restart', async () => {
    const { id } = await uploaded();
    await record([id]);
    tenant.clock.advance(DAY_MS);
    await signInAs('administrator');
    await record([id], 'vault');
    await tenant.restart();
    expect(await backupCheck(id)).toEqual({
      ...proven,
      checkedAt: '2026-11-25T09:00:00.000Z',
      location: 'vault',
    });
  });

  test('is in the audit log, which does not say where the copy is kept', async () => {
    const { id, serialNumber } = await uploaded();
    await record([id]);
    const [entry] = (await administrator.call('GET /api/audit-log', { query: { certificateId: id } })).answer
      .items;
    expect(entry).toMatchObject({
      action: 'backup.checked',
      username: 'administrator',
      summary: `Recorded a backup check of “Genesys Recording” (serial number ${serialNumber.hex})`,
    });
  });

  test('is taken on Azure, too', async () => {
    const azure = await tenant.signedIn('azure-administrator');
    const { id } = (await azure.call('POST /api/keys', { body: makePair() })).answer;
    expect((await record([id], 'vault', azure)).status).toBe(200);
    const [key] = (await azure.call('GET /api/keys')).answer.items;
    expect(key?.backupCheck?.location).toBe('vault');
  });

  test('changes nothing that a deletion stands on', async () => {
    const { id, etag } = await uploaded();
    await record([id]);
    const deleted = await administrator.call('DELETE /api/certificates/{id}', {
      params: { id },
      headers: { 'If-Match': etag },
    });
    expect(deleted.status).toBe(204);
  });

  test('may be of a recently deleted pair, and comes back with it', async () => {
    const { id } = await uploaded();
    await deletionBy(administrator, id);
    expect((await record([id])).status).toBe(200);
    const [deleted] = (await administrator.call('GET /api/deleted-certificates')).answer.items;
    expect(deleted?.backupCheck).toEqual(proven);
    const restored = await administrator.call('POST /api/deleted-certificates/{id}/restore', {
      params: { id },
    });
    expect(restored.answer.backupCheck).toEqual(proven);
  });
});

describe('a backup check is refused', () => {
  test('whole, when it names a certificate that this session does not see', async () => {
    const other = await tenant.signedIn('administrator');
    const { id } = await uploaded();
    const unseen = await uploaded(other);
    expect(await refused([id, unseen.id])).toBe('not_found');
    expect(await refused(['none'])).toBe('not_found');
    expect(await backupCheck(id)).toBeNull();
  });

  test('when the text holds a private key; nothing of it is stored or answered', async () => {
    const { id } = await uploaded();
    const { privateKey } = makePair();
    const reply = await record([id], privateKey.slice(0, 190));
    expect(reply.problem.code).toBe('private_key_in_text');
    expect(reply.text).not.toContain(privateKey.slice(40, 80));
    expect(tenant.storedBytes().includes(privateKey.slice(40, 80))).toBe(false);
  });

  test.each<[string, unknown]>([
    ['without a place', { certificateIds: ['a'], location: '   ' }],
    ['with a place too long', { certificateIds: ['a'], location: 'x'.repeat(201) }],
    ['without a certificate', { certificateIds: [], location: 'safe' }],
    ['with anything else', { certificateIds: ['a'], location: 'safe', privateKey: 'x' }],
  ])('%s', async (_, body) => {
    expect((await administrator.call('POST /api/backup-checks', { body: body as never })).problem.code).toBe(
      'invalid_request',
    );
  });
});
