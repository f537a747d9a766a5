import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../domain/certificate.ts';
import { administrator, eachTenant, inDays, professional, signInAs, tenant } from '../../testing/given.ts';
import { assignedBy, deletionBy, uploadedBy } from '../../testing/steps.ts';
import { pkcs8, sharedKeys, type Wanted } from '../../testing/pairs.ts';

eachTenant('administrator', 'professional');

const uploaded = (wanted?: Wanted) => uploadedBy(administrator, wanted);
const profiles = async () => (await professional.call('GET /api/ivr-profiles')).answer.items;
const profileIds = async (...names: string[]) =>
  (await profiles()).filter(({ name }) => names.includes(name)).map(({ id }) => id);

async function ask(certificateId: string, names = ['record_emea', 'record_us_west'], note = '') {
  const ivrProfileIds = await profileIds(...names);
  return administrator.call('POST /api/requests', {
    body: { kind: 'assignment', certificateId, ivrProfileIds, note },
  });
}
const answer = (id: string, caller = professional) =>
  caller.call('POST /api/requests/{id}/answer', { params: { id }, body: { agree: true } });
const decline = (id: string, reason: string) =>
  professional.call('POST /api/requests/{id}/answer', { params: { id }, body: { agree: false, reason } });
const withdraw = (id: string) => administrator.call('POST /api/requests/{id}/withdraw', { params: { id } });
const summaries = async (certificateId: string) =>
  (await administrator.call('GET /api/audit-log', { query: { certificateId } })).answer.items.map(
    ({ summary }) => summary.replaceAll(/“[^“)]*\)/g, 'X'),
  );

test('a request carries a copy of the certificate and the wanted profiles', async () => {
  const certificate = await uploaded();
  const reply = await ask(certificate.id, undefined, 'Before the weekend, please.');
  expect(reply.status).toBe(201);
  expect(reply.headers.get('Location')).toBe(`/api/requests/${reply.answer.id}`);
  const { id, subjectName, serialNumber, notBefore, notAfter, keyBits, sha256 } = certificate;
  const pem = (await administrator.call('GET /api/certificates/{id}/pem', { params: { id } })).answer;
  expect(reply.answer).toMatchObject({
    certificate: { id, subjectName, serialNumber, notBefore, notAfter, keyBits, sha256, pem },
    note: 'Before the weekend, please.',
    requestedBy: 'administrator',
    requestedAt: '2026-11-24T09:00:00.000Z',
    state: 'waiting',
    answered: null,
  });
  expect(reply.answer).toHaveProperty('ivrProfiles', [
    expect.objectContaining({ name: 'record_us_west' }),
    expect.objectContaining({ name: 'record_emea' }),
  ]);
  // In the list without the copy.
  const { askers: _, canBeAnswered: __, ...request } = reply.answer;
  const listed = { ...request, certificate: { id, subjectName, nameShared: false, serialNumber, notAfter } };
  for (const caller of [administrator, professional]) {
    expect((await caller.call('GET /api/requests')).answer.items).toEqual([listed]);
    expect((await caller.call('GET /api/requests/{id}', { params: { id: reply.answer.id } })).answer).toEqual(
      reply.answer,
    );
  }
});

describe('a request cannot carry a private key', () => {
  test('there is no field for it, and the schema is strict', async () => {
    const { id: certificateId } = await uploaded();
    const privateKey = pkcs8(sharedKeys());
    const kind = 'assignment' as const;
    const body = {
      kind,
      certificateId,
      ivrProfileIds: await profileIds('record_emea'),
      note: '',
      privateKey,
    };
    const reply = await administrator.call('POST /api/requests', { body });
    expect(reply.problem).toMatchObject({ code: 'invalid_request', status: 400 });
    expect(reply.text).not.toContain(privateKey.split('\n')[1]);
    expect((await administrator.call('GET /api/requests')).answer.items).toEqual([]);
  });

  test('nor can it stand in the note or in the reason', async () => {
    const certificate = await uploaded();
    const note = `here it is:\n${pkcs8(sharedKeys())}`.slice(0, 2000);
    expect((await ask(certificate.id, undefined, note)).problem.code).toBe('private_key_in_text');
    const { id } = (await ask(certificate.id)).answer;
    expect((await decline(id, note)).problem.code).toBe('private_key_in_text');
    expect(tenant.storedBytes().includes('BEGIN PRIVATE KEY')).toBe(false);
  });
});

describe('assigning in one step', () => {
  test('adds the certificate to every wanted profile, and says so in the request and the audit log', async () => {
    const [old, renewed] = [await uploaded(), await uploaded()];
    await assignedBy(professional, 'record_emea', [old.id]);
    const { id } = (await ask(renewed.id)).answer;
    tenant.clock.advance(DAY_MS / 24);
    const done = (await answer(id)).answer;
    expect(done).toMatchObject({
      state: 'assigned',
      answered: { by: 'professional', at: '2026-11-24T10:00:00.000Z', reason: null },
    });
    const assigned = (await profiles()).map(({ name, certificates }) => [
      name,
      certificates.map((certificate) => certificate.id),
    ]);
    expect(assigned).toContainEqual(['record_emea', [old.id, renewed.id]]);
    expect(assigned).toContainEqual(['record_us_west', [renewed.id]]);
    expect(assigned).toContainEqual(['record_us_east', []]);
    expect(await summaries(renewed.id)).toEqual([
      'Agreed to the request of administrator to have X assigned to record_us_west, record_emea',
      'IVR profile record_emea: added X as certificate-2',
      'IVR profile record_us_west: added X as certificate-1',
      'Asked to have X assigned to record_us_west, record_emea',
      'Uploaded X with its private key',
    ]);
  });

  test('works in a session that began before the upload and does not see the certificate', async () => {
    const certificate = await uploaded();
    const seen = await professional.call('GET /api/certificates/{id}', { params: { id: certificate.id } });
    expect(seen.problem.code).toBe('not_found');
    const { id } = (await ask(certificate.id)).answer;
    expect((await answer(id)).answer.state).toBe('assigned');
  });

  test('is all or nothing', async () => {
    const soon = inDays(1 / 24);
    const certificate = await uploaded({ notAfter: soon });
    const { id } = (await ask(certificate.id)).answer;
    tenant.clock.advance(DAY_MS / 12);
    expect((await answer(id)).problem.code).toBe('certificate_expired');
    expect((await profiles()).every(({ certificates }) => certificates.length === 0)).toBe(true);
    const { items } = (await professional.call('GET /api/requests')).answer;
    expect(items[0]?.state).toBe('waiting');
  });

  test('is refused when the pair was deleted meanwhile; the request and its copy are still there', async () => {
    const certificate = await uploaded();
    const { id } = (await ask(certificate.id)).answer;
    await deletionBy(administrator, certificate.id);
    expect((await answer(id)).problem.code).toBe('not_found');
    const kept = (await professional.call('GET /api/requests/{id}', { params: { id } })).answer;
    expect(kept).toHaveProperty('certificate.pem', expect.stringContaining('BEGIN CERTIFICATE'));
  });
});

describe('a request is answered once', () => {
  test('whoever comes second changes nothing', async () => {
    const certificate = await uploaded();
    const { id } = (await ask(certificate.id)).answer;
    const replies = await Promise.all([withdraw(id), answer(id), decline(id, 'No.'), answer(id)]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
    const refused = replies.filter(({ status }) => status === 409);
    expect(new Set(refused.map(({ problem }) => problem.code))).toEqual(new Set(['request_closed']));
    expect(refused[0]?.problem.detail).toContain('already withdrawn');
    expect((await profiles()).every(({ certificates }) => certificates.length === 0)).toBe(true);
  });

  test('never by who made it, even if their role has changed since', async () => {
    const { id } = (await ask((await uploaded()).id)).answer;
    tenant.environment.database.run(
      `UPDATE account SET role = 'professional' WHERE username = 'administrator'`,
    );
    await signInAs('administrator');
    const body = { agree: false, reason: 'No.' } as const;
    for (const reply of [
      await answer(id, administrator),
      await administrator.call('POST /api/requests/{id}/answer', { params: { id }, body }),
    ]) {
      expect(reply.problem).toMatchObject({ code: 'own_request', status: 403 });
    }
    expect((await decline(id, 'No.')).answer.state).toBe('declined');
  });

  test('never by who made it under another account, by their single sign-on', async () => {
    const { database } = tenant.environment;
    const { id } = (await ask((await uploaded()).id)).answer;
    const read = async () => (await administrator.call('GET /api/requests/{id}', { params: { id } })).answer;
    expect(await read()).toMatchObject({ askers: ['administrator'], canBeAnswered: true });
    const link = (usernames: string[], subject: string) =>
      database.run(
        `UPDATE account SET issuer = 'https://id.test', subject = :subject
         WHERE username IN (SELECT value FROM json_each(:usernames))`,
        { usernames: JSON.stringify(usernames), subject },
      );
    link(['administrator', 'professional'], 'one person');
    expect(await read()).toMatchObject({ askers: ['administrator', 'professional'], canBeAnswered: false });
    const refused = await answer(id);
    expect(refused.problem).toMatchObject({ code: 'own_request', status: 403 });
    expect(refused.problem.detail).toContain('You made this request yourself (as administrator)');
    link(['professional'], 'another person');
    expect((await answer(id)).answer.state).toBe('assigned');
  });

  test('by nobody where the tenant has no other account that may, and says so', async () => {
    const { id } = (await ask((await uploaded()).id)).answer;
    tenant.environment.database.run(
      `UPDATE account SET disabled_at = '2026-11-24' WHERE username = 'professional'`,
    );
    expect(
      (await administrator.call('GET /api/requests/{id}', { params: { id } })).answer.canBeAnswered,
    ).toBe(false);
  });
});

test('an unknown certificate, profile or request is not found, an expired certificate refused', async () => {
  const certificate = await uploaded();
  expect((await ask('none')).problem.code).toBe('not_found');
  const kind = 'assignment' as const;
  const body = { kind, certificateId: certificate.id, ivrProfileIds: ['none'] };
  const reply = await administrator.call('POST /api/requests', { body });
  expect(reply.problem.code).toBe('not_found');
  expect((await answer('none')).problem.code).toBe('not_found');
  const expired = await uploaded({ notAfter: new Date(tenant.clock.now.getTime() - DAY_MS) });
  expect((await ask(expired.id)).problem.code).toBe('certificate_expired');
});

const found = async (query: Record<string, string>) => {
  const { items, total } = (await professional.call('GET /api/requests', { query })).answer;
  expect(total).toBe(items.length);
  return items.map(({ id }) => id);
};

test('the list is filtered by kind, state and certificate, and searched', async () => {
  const [one, two] = [await uploaded({ commonName: 'One' }), await uploaded({ commonName: 'Two' })];
  const first = (await ask(one.id, ['record_emea'], 'For the autumn')).answer.id;
  const second = (await ask(two.id, ['record_us_west'])).answer.id;
  await decline(first, 'Too early');
  tenant.clock.advance(1);
  const third = (await ask(one.id)).answer.id;
  expect(await found({})).toEqual([third, ...[first, second].toSorted().toReversed()]);
  expect(await found({ state: 'declined' })).toEqual([first]);
  expect(await found({ state: 'waiting', certificateId: two.id })).toEqual([second]);
  expect(await found({ kind: 'deletion' })).toEqual([]);
  expect(await found({ search: 'autumn' })).toEqual([first]);
  expect(await found({ search: 'assignment record_us_west', sort: 'requestedAt' })).toEqual([second, third]);
  expect(await found({ certificateId: 'none' })).toEqual([]);
  const { text } = await professional.call('GET /api/requests.csv', { query: { state: 'declined' } });
  expect(text).toContain('One,Assignment to record_emea,2026-11-24T09:00:00Z,administrator,Declined');
});
