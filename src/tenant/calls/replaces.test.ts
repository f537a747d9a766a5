import { describe, expect, test } from 'vitest';
import { administrator, eachTenant, inDays, tenant } from '../../testing/given.ts';
import { deletionBy } from '../../testing/steps.ts';
import { makePair } from '../../testing/pairs.ts';

eachTenant('administrator');

const pair = (commonName: string, days: number) => makePair({ commonName, notAfter: inDays(days) });
const upload = (commonName: string, days: number, replaces?: string, caller = administrator) =>
  caller.call('POST /api/certificates', {
    body: { ...pair(commonName, days), ...(replaces === undefined ? {} : { replaces }) },
  });
const one = async (id: string, caller = administrator) =>
  (await caller.call('GET /api/certificates/{id}', { params: { id } })).answer;
const remove = async (id: string, caller = administrator) =>
  expect((await deletionBy(caller, id)).status).toBe(204);

describe('an upload that renews a certificate', () => {
  test('is linked with it, in every answer', async () => {
    const old = (await upload('Old', 20)).answer;
    expect([old.replaces, old.replacedBy]).toEqual([null, null]);
    const reply = await upload('New', 400, old.id);
    expect(reply.status).toBe(201);
    // With what tells two certificates of one name apart.
    const kin = ({ id, subjectName, nameShared, serialNumber, notAfter }: typeof old) => ({
      id,
      subjectName,
      nameShared,
      serialNumber,
      notAfter,
    });
    expect(reply.answer.replaces).toEqual(kin(old));
    expect((await one(old.id)).replacedBy).toEqual(kin(reply.answer));
    const { items } = (await administrator.call('GET /api/certificates')).answer;
    expect(
      items.map(({ subjectName, replaces, replacedBy }) => [subjectName, replaces?.id, replacedBy?.id]),
    ).toEqual(
      expect.arrayContaining([
        ['Old', undefined, reply.answer.id],
        ['New', old.id, undefined],
      ]),
    );
  });

  test('is in the history of both', async () => {
    const old = (await upload('Old', 20)).answer;
    const { id } = (await upload('New', 400, old.id)).answer;
    for (const certificateId of [old.id, id]) {
      const { items } = (await administrator.call('GET /api/audit-log', { query: { certificateId } })).answer;
      expect(items[0]?.action).toBe('certificate.uploaded');
      expect(items[0]?.summary).toMatch(/^Uploaded “New” .* with its private key; it renews “Old” /);
    }
  });

  test('can be renewed in its turn', async () => {
    const first = (await upload('First', 20)).answer;
    const second = (await upload('Second', 400, first.id)).answer;
    const third = (await upload('Third', 800, second.id)).answer;
    const { replaces, replacedBy } = await one(second.id);
    expect([replaces?.id, replacedBy?.id]).toEqual([first.id, third.id]);
  });

  test('is linked in Keys Management, too', async () => {
    const azure = await tenant.signedIn('azure-administrator');
    const old = (await azure.call('POST /api/keys', { body: pair('Old', 20) })).answer;
    const { answer } = await azure.call('POST /api/keys', {
      body: { ...pair('New', 400), replaces: old.id },
    });
    expect(answer.replaces?.id).toBe(old.id);
    const { items } = (await azure.call('GET /api/keys')).answer;
    expect(items.find(({ id }) => id === old.id)?.replacedBy?.id).toBe(answer.id);
  });
});

const expectNothingStored = async (count: number) =>
  expect((await administrator.call('GET /api/certificates')).answer.total).toBe(count);

describe('is refused, and stores nothing', () => {
  test('where the certificate is not in the keystore', async () => {
    const reply = await upload('New', 400, 'none');
    expect([reply.status, reply.problem.code]).toEqual([404, 'not_found']);
    expect(reply.problem.detail).toContain('Upload this pair on its own');
    await expectNothingStored(0);
  });

  test('where it was deleted, or belongs to another tenant', async () => {
    const old = (await upload('Old', 20)).answer;
    await remove(old.id);
    expect((await upload('New', 400, old.id)).problem.code).toBe('not_found');
    const fabrikam = await tenant.signedIn('fabrikam-administrator');
    const theirs = (await upload('Theirs', 20, undefined, fabrikam)).answer;
    expect((await upload('New', 400, theirs.id)).problem.code).toBe('not_found');
    await expectNothingStored(0);
  });

  test('where it has a successor already, also one that this session does not see', async () => {
    const old = (await upload('Old', 20)).answer;
    const colleague = await tenant.signedIn('administrator');
    await upload('Of a colleague', 400, old.id, colleague);
    const reply = await upload('New', 400, old.id);
    expect([reply.status, reply.problem.code]).toEqual([409, 'already_renewed']);
    expect(reply.problem.detail).toContain('“Of a colleague”');
    await expectNothingStored(1);
  });

  test('where it would not last longer', async () => {
    const old = (await upload('Old', 400)).answer;
    for (const days of [20, 400]) {
      const reply = await upload('New', days, old.id);
      expect([reply.status, reply.problem.code]).toEqual([422, 'renewal_ends_sooner']);
    }
    await expectNothingStored(1);
  });
});

describe('of the two', () => {
  test('the old one is not replaced any more when the new one is deleted, and can be renewed again', async () => {
    const old = (await upload('Old', 20)).answer;
    const { id } = (await upload('New', 400, old.id)).answer;
    await remove(id);
    expect((await one(old.id)).replacedBy).toBeNull();
    const again = (await upload('Again', 500, old.id)).answer;
    // The first successor is restored, so there are two; the one uploaded later counts.
    tenant.clock.advance(1000);
    await administrator.call('POST /api/deleted-certificates/{id}/restore', { params: { id } });
    expect((await one(old.id)).replacedBy?.id).toBe(again.id);
  });

  test('the new one renews nothing any more when the old one is deleted, and does again when it is restored', async () => {
    const old = (await upload('Old', 20)).answer;
    const { id } = (await upload('New', 400, old.id)).answer;
    await remove(old.id);
    expect((await one(id)).replaces).toBeNull();
    await administrator.call('POST /api/deleted-certificates/{id}/restore', { params: { id: old.id } });
    expect((await one(id)).replaces?.id).toBe(old.id);
  });

  test('a session sees what it sees of the keystore', async () => {
    const old = (await upload('Old', 20)).answer;
    const colleague = await tenant.signedIn('administrator');
    const { id } = (await upload('New', 400, old.id)).answer;
    expect((await one(old.id, colleague)).replacedBy).toBeNull();
    const later = await tenant.signedIn('administrator');
    expect((await one(old.id, later)).replacedBy?.id).toBe(id);
  });
});

test('sent again with the same Idempotency-Key, it has one effect, and another one is told apart', async () => {
  const old = (await upload('Old', 20)).answer;
  const other = (await upload('Other', 20)).answer;
  const body = { ...pair('New', 400), replaces: old.id };
  const headers = { 'Idempotency-Key': 'renewal' };
  const [first, second] = [
    await administrator.call('POST /api/certificates', { body, headers }),
    await administrator.call('POST /api/certificates', { body, headers }),
  ];
  expect(second.answer).toEqual(first.answer);
  const third = await administrator.call('POST /api/certificates', {
    body: { ...body, replaces: other.id },
    headers,
  });
  expect(third.problem.code).toBe('idempotency_key_reused');
});
