import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BodyOf } from '../../contract/calls.ts';
import { DAY_MS } from '../../domain/certificate.ts';
import { recorderAlias } from '../../pki/certificate/alias.ts';
import { inspectCertificate } from '../../pki/certificate/certificate.ts';
import { readPem } from '../../pki/pem/pem.ts';
import { administrator, eachTenant, inDays, signInAs, tenant } from '../../testing/given.ts';
import { acknowledgement, deletionBy, uploadedBy } from '../../testing/steps.ts';
import { insertPair } from '../store/certificates.ts';
import { replaceScreenRecordingCertificates } from '../store/screen-recording.ts';
import { makePair, type Wanted } from '../../testing/pairs.ts';
import type { Caller } from '../../testing/client.ts';

eachTenant('administrator');

const uploaded = (wanted?: Wanted) => uploadedBy(administrator, wanted);

const list = async (caller = administrator) =>
  (await caller.call('GET /api/screen-recording-certificates')).answer;

const put = (
  body: BodyOf<'PUT /api/screen-recording-certificates'>,
  etag: string,
  caller: Caller = administrator,
) => caller.call('PUT /api/screen-recording-certificates', { body, headers: { 'If-Match': etag } });

const save = async (certificateIds: string[], more = {}) =>
  put({ certificateIds, ...more }, (await list()).etag);

const settings = async (caller = administrator) =>
  caller.call('GET /api/v2/ops/contact-centers/{id}/settings/screen-recording-encryption', {
    params: { id: (await list()).contactCenterId },
  });

test('begins empty, with a contact center of its own that stays the same', async () => {
  const { items, contactCenterId, changed, etag } = await list();
  expect(items).toEqual([]);
  expect(changed).toBeNull();
  expect(contactCenterId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  const reply = await administrator.call('GET /api/screen-recording-certificates');
  expect(reply.headers.get('ETag')).toBe(etag);
  await tenant.restart();
  expect((await list()).contactCenterId).toBe(contactCenterId);
  const azure = await tenant.signedIn('azure-administrator');
  expect((await list(azure)).contactCenterId).not.toBe(contactCenterId);
  expect((await settings()).text).toBe('{"statusCode":0,"settings":[],"key":"name"}');
});

test('a save replaces the list, keeps who added what before, and counts as use', async () => {
  const [first, second, third] = [await uploaded(), await uploaded(), await uploaded()];
  const one = await save([second.id, first.id, second.id]);
  expect(one.answer.items.map(({ id }) => id)).toEqual([second.id, first.id]);
  expect(one.headers.get('ETag')).toBe(one.answer.etag);

  tenant.clock.advance(60_000);
  const two = await save([third.id, first.id]);
  expect(two.answer.items.map(({ id, addedBy, addedAt }) => [id, addedBy, addedAt])).toEqual([
    [first.id, 'administrator', '2026-11-24T09:00:00.000Z'],
    [third.id, 'administrator', '2026-11-24T09:01:00.000Z'],
  ]);
  expect(two.answer.changed).toEqual({ by: 'administrator', at: '2026-11-24T09:01:00.000Z' });
  expect(await list(await tenant.signedIn('administrator'))).toEqual(two.answer);

  const usage = await administrator.call('GET /api/certificates/{id}/usage', { params: { id: first.id } });
  expect(usage.answer).toMatchObject({ places: [{ kind: 'screen-recording' }], deletable: false });
  const refused = await deletionBy(administrator, first.id);
  expect(refused.problem).toMatchObject({
    code: 'certificate_in_use',
    places: [{ kind: 'screen-recording' }],
  });
  expect(refused.problem.detail).toContain('Screen Recording Certificates');

  const query = { certificateId: second.id, action: 'screen-recording.saved' };
  const { items } = (await administrator.call('GET /api/audit-log', { query })).answer;
  expect(items.map(({ summary }) => summary.replaceAll(/“[^“)]*\)/g, 'X'))).toEqual([
    'Screen Recording Certificates: added X; removed X',
    'Screen Recording Certificates: added X, X',
  ]);
});

test('a save that changes nothing writes nothing', async () => {
  const certificate = await uploaded();
  const { answer } = await save([certificate.id]);
  expect((await save([certificate.id])).answer).toEqual(answer);
  const query = { action: 'screen-recording.saved' };
  expect((await administrator.call('GET /api/audit-log', { query })).answer.items).toHaveLength(1);
});

describe('a save is refused', () => {
  test('for a certificate that is not in the keystore, or not any more', async () => {
    const certificate = await uploaded();
    await deletionBy(administrator, certificate.id);
    for (const id of ['unknown', certificate.id]) expect((await save([id])).problem.code).toBe('not_found');
    expect((await list()).items).toEqual([]);
  });

  test('for a certificate without its private key in the keystore', async () => {
    const certificate = await uploaded();
    tenant.environment.database.run('DELETE FROM private_key');
    const { problem } = await save([certificate.id]);
    expect(problem).toMatchObject({ code: 'private_key_not_in_keystore', certificateId: certificate.id });
  });

  test('for an expired one that is new; one that has expired since may stay', async () => {
    const ending = await uploaded({ notAfter: inDays(1 / 4) });
    const late = await uploaded({ notAfter: inDays(1 / 4) });
    await save([ending.id]);
    tenant.clock.advance(DAY_MS / 3);
    const valid = await uploaded();
    expect((await save([ending.id, late.id])).problem).toMatchObject({
      code: 'certificate_expired',
      status: 409,
      certificateId: late.id,
    });
    expect((await save([ending.id, valid.id])).answer.items).toHaveLength(2);
  });
});

describe('a save that stops encryption', () => {
  test('needs the acknowledgement: the word, and that it was discussed', async () => {
    const certificate = await uploaded();
    await save([certificate.id]);
    for (const insufficient of [
      undefined,
      { typed: '', discussed: true },
      { typed: 'unencrypted', discussed: false },
    ]) {
      const { problem } = await save([], insufficient ? { acknowledgement: insufficient } : {});
      expect(problem).toMatchObject({ code: 'encryption_would_stop', status: 409 });
      expect((await list()).items).toHaveLength(1);
    }
    expect((await save([], { acknowledgement })).answer.items).toEqual([]);
    const query = { action: 'screen-recording.saved' };
    const { items } = (await administrator.call('GET /api/audit-log', { query })).answer;
    expect(items[0]?.summary).toContain('screen recordings are no longer encrypted, as discussed');
    // Encryption is already off, so this save needs no acknowledgement.
    expect((await save([])).status).toBe(200);
  });

  test('is also one that leaves no valid certificate', async () => {
    const ending = await uploaded({ notAfter: inDays(1 / 4) });
    const valid = await uploaded();
    await save([ending.id, valid.id]);
    tenant.clock.advance(DAY_MS / 3);
    await signInAs('administrator');
    expect((await save([ending.id])).problem.code).toBe('encryption_would_stop');
    expect((await save([ending.id], { acknowledgement })).status).toBe(200);
    expect((await save([], {})).problem.code).toBe('encryption_would_stop');
  });
});

describe('the settings that the recorder reads', () => {
  test('are numbered from 1 in the order of the list, with aliases and CRLF', async () => {
    const [first, second] = [await uploaded({ serialNumber: 10n }), await uploaded({ serialNumber: 11n })];
    await save([first.id, second.id]);
    const pems = await Promise.all(
      [first, second].map(async ({ id }) => {
        const { answer } = await administrator.call('GET /api/certificates/{id}/pem', { params: { id } });
        return answer.replaceAll('\n', '\r\n');
      }),
    );
    const reply = await settings(await tenant.signedIn('professional'));
    expect(reply.text).toBe(
      JSON.stringify({
        statusCode: 0,
        settings: [
          { name: 'certificatealias-1', value: 'rcs_Environment:1:C=US,O=Genesys,CN=Genesys Recording:10' },
          { name: 'certificate-1', value: pems[0] },
          { name: 'certificatealias-2', value: 'rcs_Environment:1:C=US,O=Genesys,CN=Genesys Recording:11' },
          { name: 'certificate-2', value: pems[1] },
        ],
        key: 'name',
      }),
    );
    // The remaining certificates are numbered from 1 again.
    await save([second.id]);
    expect((await settings()).answer.settings.map(({ name }) => name)).toEqual([
      'certificatealias-1',
      'certificate-1',
    ]);
    expect((await settings()).answer.settings[1]?.value).toBe(pems[1]);
  });

  test('are the captured answer, byte for byte, for the certificate in it', async () => {
    // The fixture is formatted for reading; the captured answer has no spaces.
    const captured = JSON.stringify(
      JSON.parse(
        readFileSync(join(import.meta.dirname, '../fixtures/screen-recording-encryption.json'), 'utf8'),
      ),
    );
    const { settings: sample } = JSON.parse(captured) as { settings: { value: string }[] };
    const der = readPem(sample[1]?.value ?? '')[0]?.bytes;
    const facts = der && inspectCertificate(der);
    if (!der || !facts?.ok) throw new Error('The sample holds no certificate');
    // Its key has 1,024 bits, which an upload refuses, so it is written to the store.
    const { database, tenant: environment } = tenant.environment;
    const at = tenant.clock.now.toISOString();
    const { value } = facts;
    insertPair(
      database,
      {
        id: 'sample',
        der,
        issuerDer: value.issuer.der,
        subjectName: value.subject.commonName ?? '',
        serialHex: value.serialNumber.hex,
        serialDecimal: value.serialNumber.decimal,
        subjectDn: value.subject.readable,
        issuerDn: value.issuer.readable,
        alias: recorderAlias(environment.name, environment.dbid, value),
        notBefore: value.notBefore,
        notAfter: value.notAfter,
        keyBits: value.publicKey.bits ?? 0,
        signatureAlgorithm: value.signatureAlgorithm,
        sha256: '',
        selfSigned: 'no',
        uploadedBy: 'administrator',
        uploadedAt: at,
      },
      Buffer.from('no key'),
    );
    const added = [{ id: 'sample', addedBy: 'administrator', addedAt: at }];
    replaceScreenRecordingCertificates(database, added, { by: 'administrator', at });
    expect((await settings()).text).toBe(captured);
  });

  test('are those of the tenant’s own contact center alone', async () => {
    const azure = await tenant.signedIn('azure-administrator');
    expect((await settings(azure)).problem.code).toBe('not_found');
  });
});

test('works on Azure as on AWS', async () => {
  const azure = await tenant.signedIn('azure-administrator');
  const { answer } = await azure.call('POST /api/keys', { body: makePair() });
  const saved = await put({ certificateIds: [answer.id] }, (await list(azure)).etag, azure);
  expect(saved.answer.items.map(({ id }) => id)).toEqual([answer.id]);
});

test('a tenant that has not bought screen recording is told so', async () => {
  const fabrikam = await tenant.signedIn('fabrikam-administrator');
  const { problem } = await fabrikam.call('GET /api/screen-recording-certificates');
  expect(problem).toMatchObject({ code: 'screen_recording_not_bought', status: 403 });
  expect(problem.detail).toContain('you may skip this step');
  // The tenant has voice recording.
  expect((await fabrikam.call('POST /api/certificates', { body: makePair() })).status).toBe(201);
});
