import { describe, expect, test } from 'vitest';
import { administrator, eachTenant, tenant } from '../../testing/given.ts';
import { DAY_MS } from '../../domain/certificate.ts';
import { makePair, sharedKeys, type Pair } from '../../testing/pairs.ts';

eachTenant('azure-administrator');

const upload = (pair: Pair, headers: Record<string, string> = {}, caller = administrator) =>
  caller.call('POST /api/keys', { body: pair, headers });
const keys = async (caller = administrator) => (await caller.call('GET /api/keys')).answer;
const recordProfile = async () => (await administrator.call('GET /api/ivr-profiles')).answer.items[0];

describe('Keys Management', () => {
  test('stores the certificate in the record profile under the next key, with the recorder’s alias', async () => {
    const first = await upload(makePair({ commonName: 'gir_qa', serialNumber: 10n }));
    expect(first.status).toBe(201);
    expect(first.answer).toMatchObject({
      key: 'certificate-1',
      alias: 'rcs_Contoso:2:C=US,O=Genesys,CN=gir_qa:10',
    });
    const second = (await upload(makePair())).answer;
    expect(second.key).toBe('certificate-2');

    const record = await recordProfile();
    expect(record?.name).toBe('record');
    expect(record?.certificates.map(({ id, key, alias }) => ({ id, key, alias }))).toEqual(
      [first.answer, second].map(({ id, key, alias }) => ({ id, key, alias })),
    );
    expect((await keys()).items.map(({ id }) => id).toSorted()).toEqual(
      [first.answer.id, second.id].toSorted(),
    );
    expect(second.assignedTo).toEqual([{ kind: 'ivr-profile', id: record?.id, name: 'record' }]);
  });

  test('the upload and what it did to the profile are in the audit log', async () => {
    const { id } = (await upload(makePair({ commonName: 'gir_qa', serialNumber: 10n }))).answer;
    const { items } = (await administrator.call('GET /api/audit-log', { query: { certificateId: id } }))
      .answer;
    expect(items.map(({ summary }) => summary)).toEqual([
      'IVR profile record: added “gir_qa” (serial number 0A) as certificate-1',
      'Uploaded “gir_qa” (serial number 0A) with its private key',
    ]);
  });

  test('takes a private key in PKCS#8 alone', async () => {
    const pkcs1 = sharedKeys().privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const { problem } = await upload({ ...makePair(), privateKey: pkcs1 });
    expect(problem).toMatchObject({ code: 'pkcs8_needed', status: 422, field: 'privateKey' });
    expect(problem.detail).toContain('PKCS#1');
    expect(problem.detail).toContain('Azure');
    expect((await keys()).items).toEqual([]);
    expect((await recordProfile())?.certificates).toEqual([]);
  });

  test('a PKCS#1 key in a PKCS#8 label is judged by what it is', async () => {
    const pkcs1 = sharedKeys().privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const relabelled = pkcs1.replaceAll('RSA PRIVATE KEY', 'PRIVATE KEY');
    expect((await upload({ ...makePair(), privateKey: relabelled })).problem.code).toBe('pkcs8_needed');
  });

  test('an expired certificate goes into the keystore and into no profile', async () => {
    const notAfter = new Date(tenant.clock.now.getTime() - DAY_MS);
    const { key, assignedTo } = (await upload(makePair({ notAfter }))).answer;
    expect(key).toBeNull();
    expect(assignedTo).toEqual([]);
    expect((await recordProfile())?.certificates).toEqual([]);
  });

  test('what is refused leaves nothing behind: neither in the keystore nor in the profile', async () => {
    const pair = makePair();
    await upload(pair);
    const before = await recordProfile();
    expect((await upload(pair)).problem.code).toBe('duplicate_certificate');
    expect(await recordProfile()).toEqual(before);
  });

  test('is safe to send again', async () => {
    const pair = makePair();
    const headers = { 'Idempotency-Key': 'once' };
    const replies = await Promise.all([upload(pair, headers), upload(pair, headers), upload(pair, headers)]);
    expect(new Set(replies.map(({ answer }) => answer.id)).size).toBe(1);
    expect((await recordProfile())?.certificates).toHaveLength(1);
  });

  test('another session sees it after signing in again; the profile shows it at once', async () => {
    const other = await tenant.signedIn('azure-administrator');
    await upload(makePair());
    expect(await keys(other)).toEqual({ items: [], total: 0, changedElsewhere: true });
    expect((await other.call('GET /api/ivr-profiles')).answer.items[0]?.certificates).toHaveLength(1);
    expect((await keys(await tenant.signedIn('azure-administrator'))).items).toHaveLength(1);
  });
});
