import { createHash, createPrivateKey, createPublicKey, randomUUID, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../domain/certificate.ts';
import { encodePem, readPem } from '../../pki/pem/pem.ts';
import { fixtureBytes, fixtureText } from '../../testing/fixtures.ts';
import { administrator, eachTenant, signInAs, tenant } from '../../testing/given.ts';
import { assignedBy } from '../../testing/steps.ts';
import { keepHouse } from '../operations/housekeeping.ts';
import {
  ecKeys,
  makeCertificate,
  makePair,
  pkcs8,
  rsaKeys,
  sharedKeys,
  withExponent,
  type Pair,
} from '../../testing/pairs.ts';
import type { Caller } from '../../testing/client.ts';

eachTenant('administrator');

const upload = (
  caller: Caller,
  pair: Pair & { privateKeyPassword?: string } = makePair(),
  idempotencyKey?: string,
) =>
  caller.call('POST /api/certificates', {
    body: pair,
    headers: idempotencyKey ? { 'Idempotency-Key': idempotencyKey } : {},
  });
const uploaded = async (...sent: Parameters<typeof upload>) => (await upload(...sent)).answer;
const remove = (caller: Caller, { id, etag }: { id: string; etag: string }) =>
  caller.call('DELETE /api/certificates/{id}', { params: { id }, headers: { 'If-Match': etag } });
const restore = (caller: Caller, id: string) =>
  caller.call('POST /api/deleted-certificates/{id}/restore', { params: { id } });
const list = async (caller: Caller) => (await caller.call('GET /api/certificates')).answer;
const ids = async (caller: Caller) => (await list(caller)).items.map(({ id }) => id);
const deletedIds = async (caller: Caller) =>
  (await caller.call('GET /api/deleted-certificates')).answer.items.map(({ id }) => id);
const actions = async (caller: Caller, certificateId: string) =>
  (await caller.call('GET /api/audit-log', { query: { certificateId } })).answer.items.map(
    ({ action }) => action,
  );

const assign = async (certificateIds: string[], name = 'record_emea') =>
  assignedBy(await tenant.signedIn('professional'), name, certificateIds);

/** The pair in a file of OpenSSL. */
function pairIn(file: string): Partial<Pair> {
  const [privateKey = '', certificate = ''] = readPem(fixtureText(`other-programs/${file}`)).map(
    ({ label, bytes }) => encodePem(label, bytes),
  );
  return { privateKey, certificate };
}

const withoutCrt = () => encodePem('PRIVATE KEY', fixtureBytes('other-programs/java-without-crt.pk8'));

describe('an upload', () => {
  test('is stored and answered with what the certificate says', async () => {
    const pair = makePair({ commonName: 'gir_qa', serialNumber: 255n });
    const reply = await upload(administrator, pair);
    expect(reply.status).toBe(201);
    const { id, etag } = reply.answer;
    expect(reply.headers.get('Location')).toBe(`/api/certificates/${id}`);
    expect(reply.headers.get('ETag')).toBe(etag);
    expect(reply.answer).toEqual({
      id,
      subjectName: 'gir_qa',
      nameShared: false,
      serialNumber: { hex: 'FF', decimal: '255' },
      subjectDn: 'CN=gir_qa,O=Genesys,C=US',
      issuerDn: 'CN=gir_qa,O=Genesys,C=US',
      alias: 'rcs_Environment:1:C=US,O=Genesys,CN=gir_qa:255',
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2036-01-01T00:00:00Z',
      keyBits: 2048,
      signatureAlgorithm: 'sha256WithRSAEncryption',
      sha256: new X509Certificate(pair.certificate).fingerprint256.replaceAll(':', ''),
      selfSigned: 'yes',
      uploadedBy: 'administrator',
      uploadedAt: '2026-11-24T09:00:00.000Z',
      assignedTo: [],
      replaces: null,
      replacedBy: null,
      backupCheck: null,
      etag,
    });
    expect(await list(administrator)).toEqual({ items: [reply.answer], total: 1, changedElsewhere: false });
    const one = await administrator.call('GET /api/certificates/{id}', { params: { id } });
    expect(one.answer).toEqual(reply.answer);
    expect(one.headers.get('ETag')).toBe(etag);
    expect(await actions(administrator, id)).toEqual(['certificate.uploaded']);
  });

  test('survives a restart, and its private key opens then', async () => {
    const { id } = await uploaded(administrator);
    await tenant.restart();
    expect(await ids(administrator)).toEqual([id]);
    const [row] = tenant.environment.database.all<{ sealed: Uint8Array }>('SELECT sealed FROM private_key');
    const der = tenant.environment.seal.open(row?.sealed ?? new Uint8Array(), id);
    const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
    expect(key.equals(sharedKeys().publicKey)).toBe(true);
    expect(() => tenant.environment.seal.open(row?.sealed ?? new Uint8Array(), 'another id')).toThrow();
  });

  test('may have a key with a public exponent of 129 bits', async () => {
    expect((await upload(administrator, { ...makePair(), ...pairIn('long-exponent.pem') })).status).toBe(201);
  });

  test('may be signed by a CA', async () => {
    const { issuerDn, selfSigned } = await uploaded(
      administrator,
      makePair({ issuer: { commonName: 'Some CA', keys: ecKeys() } }),
    );
    expect(issuerDn).toBe('CN=Some CA,O=Genesys,C=US');
    expect(selfSigned).toBe('no');
  });

  test('takes PKCS#1', async () => {
    const { privateKey } = sharedKeys();
    const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    expect((await upload(administrator, { ...makePair(), privateKey: pkcs1 })).status).toBe(201);
  });

  const other = rsaKeys();
  const elliptic = ecKeys();
  test.each<[string, Partial<Pair>, string, string]>([
    ['nothing as certificate', { certificate: '' }, 'empty_file', 'certificate'],
    ['text as certificate', { certificate: 'hello' }, 'not_pem', 'certificate'],
    [
      'two certificates',
      { certificate: makeCertificate() + makeCertificate() },
      'several_certificates',
      'certificate',
    ],
    ['a cut certificate', { certificate: makeCertificate().slice(0, 400) }, 'pem_incomplete', 'certificate'],
    ...(
      [
        ['2^256 + 1', 2n ** 256n + 1n],
        ['1', 1n],
        ['4', 4n],
      ] as const
    ).map(([exponent, value]): [string, Partial<Pair>, string, string] => [
      `the exponent ${exponent}`,
      makePair({ keys: withExponent(other, () => value), issuer: { commonName: 'CA', keys: other } }),
      'exponent_unusable',
      'certificate',
    ]),
    ['a key with three primes', pairIn('three-primes.pem'), 'unusual_private_key', 'privateKey'],
    [
      'a key without its CRT numbers',
      { certificate: fixtureText('tenant.pem'), privateKey: withoutCrt() },
      'crt_numbers_missing',
      'privateKey',
    ],
    ['a name of 60 kB', makePair({ commonName: 'x'.repeat(60_000) }), 'certificate_too_large', 'certificate'],
    [
      'an issuer of 60 kB',
      makePair({ issuer: { commonName: 'x'.repeat(60_000), keys: other } }),
      'certificate_too_large',
      'certificate',
    ],
    [
      'a serial number of 65 bytes',
      makePair({ serialNumber: 1n << 512n }),
      'certificate_too_large',
      'certificate',
    ],
    ['nothing as key', { privateKey: ' \n' }, 'empty_file', 'privateKey'],
    ['a certificate as key', { privateKey: makeCertificate() }, 'certificate_not_private_key', 'privateKey'],
    ['an EC key', { privateKey: pkcs8(elliptic) }, 'not_rsa', 'privateKey'],
  ])('is refused: %s', async (_, part, code, field) => {
    const reply = await upload(administrator, { ...makePair(), ...part });
    expect(reply.problem).toMatchObject({ code, field });
    expect((await list(administrator)).total).toBe(0);
  });

  test('may have every name and serial number that RFC 5280 allows, and far longer ones', async () => {
    const pair = makePair({ commonName: '漢'.repeat(600), serialNumber: (1n << 511n) - 1n });
    expect(new X509Certificate(pair.certificate).subject).toContain('漢'.repeat(600));
    const { subjectName, serialNumber } = await uploaded(administrator, pair);
    expect(subjectName).toHaveLength(600);
    expect(serialNumber.hex).toHaveLength(128);
  });

  test('is refused when issuer and serial number are in the keystore already, whatever the bytes', async () => {
    const first = await uploaded(administrator, makePair({ serialNumber: 10n }));
    const again = makePair({ serialNumber: 10n, keys: other });
    const { problem } = await upload(administrator, again);
    expect(problem).toMatchObject({ code: 'duplicate_certificate', status: 409, certificateId: first.id });
    expect(problem.detail).toContain('(serial number 0A)');
    // A different issuer may use the same serial number.
    expect((await upload(administrator, makePair({ serialNumber: 10n, commonName: 'Other' }))).status).toBe(
      201,
    );
  });

  test('leaves one of two that come at once', async () => {
    const pair = makePair();
    const replies = await Promise.all(Array.from({ length: 10 }, () => upload(administrator, pair)));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array<number>(9).fill(409),
    ]);
    expect((await list(administrator)).total).toBe(1);
  });
});

describe('an upload with an Idempotency-Key', () => {
  test('has one effect and one answer, however often it is sent', async () => {
    const pair = makePair();
    const key = randomUUID();
    const replies = await Promise.all(Array.from({ length: 20 }, () => upload(administrator, pair, key)));
    replies.push(await upload(administrator, pair, key));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(new Set(replies.map(({ headers }) => headers.get('Location'))).size).toBe(1);
    const [id = ''] = await ids(administrator);
    expect((await list(administrator)).total).toBe(1);
    expect(await actions(administrator, id)).toEqual(['certificate.uploaded']);
  });

  test('may be corrected after a refusal, which is not kept', async () => {
    const key = randomUUID();
    expect((await upload(administrator, { ...makePair(), privateKey: 'x' }, key)).status).toBe(422);
    expect((await upload(administrator, makePair(), key)).status).toBe(201);
  });

  test('is remembered over a restart, for a day', async () => {
    const pair = makePair();
    const key = randomUUID();
    const first = await upload(administrator, pair, key);
    await tenant.restart();
    tenant.clock.advance(DAY_MS - 1);
    await signInAs('administrator');
    expect((await upload(administrator, pair, key)).text).toBe(first.text);
    tenant.clock.advance(1);
    expect((await upload(administrator, pair, key)).problem.code).toBe('duplicate_certificate');
  });

  test('is answered with what its certificate answers, also once that is deleted', async () => {
    const pair = makePair();
    const key = randomUUID();
    const earlier = await tenant.signedIn('administrator');
    const { id, etag } = await uploaded(administrator, pair, key);
    const found = (caller: Caller) => caller.call('GET /api/certificates/{id}', { params: { id } });
    expect((await upload(earlier, pair, key)).problem).toEqual((await found(earlier)).problem);

    await remove(administrator, { id, etag });
    const again = await upload(administrator, pair, key);
    expect(again.problem).toMatchObject({ code: 'certificate_deleted', status: 404 });
    expect(again.problem).toEqual((await found(administrator)).problem);

    await restore(administrator, id);
    const restored = await upload(administrator, pair, key);
    expect(restored.status).toBe(201);
    expect(restored.answer).toEqual((await found(administrator)).answer);
  });

  test('leaves no hash of the private key or its password behind', async () => {
    const pair = { ...makePair(), privateKeyPassword: 'a password that is not needed' };
    await uploaded(administrator, pair, randomUUID());
    const { certificate, privateKey, privateKeyPassword } = pair;
    const texts = [
      JSON.stringify([certificate, privateKey, privateKeyPassword, undefined]),
      JSON.stringify(pair),
      privateKey,
      privateKeyPassword,
    ];
    const stored = tenant.storedBytes();
    const hashes = texts.map((text) => createHash('sha256').update(text).digest());
    expect(hashes.filter((hash) => stored.includes(hash))).toEqual([]);
  });

  test.each(['', 'with space', 'ü', 'x'.repeat(256)])('must be a plain word: %j', async (key) => {
    const reply = await administrator.call('POST /api/certificates', {
      body: makePair(),
      headers: { 'Idempotency-Key': key === 'ü' ? '\u00fc' : key },
    });
    expect(reply.problem.code).toBe('invalid_request');
  });
});

describe('what another session uploads or deletes', () => {
  test('shows only after signing in again; the list says that something changed', async () => {
    const second = await tenant.signedIn('administrator');
    const kept = await uploaded(administrator);
    expect(await list(second)).toMatchObject({ items: [], total: 0, changedElsewhere: true });
    for (const name of ['', '/pem', '/usage'] as const) {
      const reply = await second.call(`GET /api/certificates/{id}${name}`, { params: { id: kept.id } });
      expect(reply.problem.code).toBe('not_found');
      expect(reply.problem.detail).toContain('sign in again');
    }
    const again = await tenant.signedIn('administrator');
    expect(await list(again)).toMatchObject({ total: 1, changedElsewhere: false });

    await remove(administrator, kept);
    expect(await list(again)).toMatchObject({ total: 1, changedElsewhere: true });
    expect((await again.call('GET /api/certificates/{id}', { params: { id: kept.id } })).status).toBe(200);
    expect((await again.call('GET /api/certificates/{id}/pem', { params: { id: kept.id } })).status).toBe(
      200,
    );
    expect(await deletedIds(again)).toEqual([]);
    const third = await tenant.signedIn('administrator');
    expect(await list(third)).toMatchObject({ total: 0, changedElsewhere: false });
    expect(await deletedIds(third)).toEqual([kept.id]);
  });

  test('is no change once it is as it was', async () => {
    const second = await tenant.signedIn('administrator');
    const passing = await uploaded(administrator);
    await remove(administrator, passing);
    expect(await list(second)).toMatchObject({ total: 0, changedElsewhere: false });
    expect(await deletedIds(second)).toEqual([]);
    await restore(administrator, passing.id);
    expect(await list(second)).toMatchObject({ total: 0, changedElsewhere: true });
  });

  test('does not hide what a session did itself', async () => {
    const second = await tenant.signedIn('administrator');
    await uploaded(administrator);
    const own = await uploaded(second);
    expect(await ids(second)).toEqual([own.id]);
    await tenant.restart();
    expect(await ids(second)).toEqual([own.id]);
  });

  test('is not deleted twice', async () => {
    const certificate = await uploaded(administrator);
    const second = await tenant.signedIn('administrator');
    await remove(administrator, certificate);
    const reply = await remove(second, certificate);
    expect(reply.status).toBe(412);
    expect(reply.problem.code).toBe('changed_meanwhile');
    expect(await actions(administrator, certificate.id)).toEqual([
      'certificate.deleted',
      'certificate.uploaded',
    ]);
  });

  test('is not uploaded twice; the refusal says where it is', async () => {
    const second = await tenant.signedIn('administrator');
    const pair = makePair();
    await uploaded(administrator, pair);
    const { problem } = await upload(second, pair);
    expect(problem.code).toBe('duplicate_certificate');
    expect(problem.detail).toMatch(/uploaded in another session; sign in again to see it/);
    expect(problem.certificateId).toBeUndefined();
  });

  test('is not restored twice', async () => {
    const certificate = await uploaded(administrator);
    await remove(administrator, certificate);
    const second = await tenant.signedIn('administrator');
    await restore(administrator, certificate.id);
    expect((await restore(second, certificate.id)).problem.code).toBe('not_found');
  });

  test('may be uploaded anew when it was deleted there, though it still shows here', async () => {
    const pair = makePair();
    const certificate = await uploaded(administrator, pair);
    const second = await tenant.signedIn('administrator');
    await remove(administrator, certificate);
    expect((await upload(second, pair)).status).toBe(201);
    expect(await list(second)).toMatchObject({ total: 2, changedElsewhere: true });
  });
});

describe('deleting', () => {
  test('needs the version that is there', async () => {
    const { id, etag } = await uploaded(administrator);
    for (const stale of ['"0"', 'W/"1"', '1', '""']) {
      const reply = await remove(administrator, { id, etag: stale });
      expect(reply.status).toBe(412);
    }
    expect((await remove(administrator, { id, etag: `"0", ${etag}` })).status).toBe(204);
  });

  test('is refused while the certificate is assigned, with the places named', async () => {
    const certificate = await uploaded(administrator);
    await assign([certificate.id]);
    tenant.environment.database.run(
      `INSERT INTO screen_recording_certificate (certificate_id, position, added_by, added_at)
       VALUES (:id, 0, 'administrator', '2026-11-24T09:00:00Z')`,
      { id: certificate.id },
    );
    const usage = await administrator.call('GET /api/certificates/{id}/usage', {
      params: { id: certificate.id },
    });
    expect(usage.answer.deletable).toBe(false);
    expect(usage.answer.places).toMatchObject([
      { kind: 'ivr-profile', name: 'record_emea' },
      { kind: 'screen-recording' },
    ]);
    expect((await list(administrator)).items[0]?.assignedTo).toEqual(usage.answer.places);
    const reply = await remove(administrator, certificate);
    expect(reply.status).toBe(409);
    expect(reply.problem).toMatchObject({ code: 'certificate_in_use', places: usage.answer.places });
    expect(reply.problem.detail).toContain('IVR profile record_emea, Screen Recording Certificates');
  });

  test('moves the pair to Recently deleted, from where it comes back whole', async () => {
    const certificate = await uploaded(administrator);
    await remove(administrator, certificate);
    expect(await ids(administrator)).toEqual([]);
    const { items } = (await administrator.call('GET /api/deleted-certificates')).answer;
    expect(items).toEqual([
      {
        ...certificate,
        etag: '"2"',
        deletedBy: 'administrator',
        deletedAt: '2026-11-24T09:00:00.000Z',
        destroyedAt: '2026-12-24T09:00:00.000Z',
        pem: expect.stringContaining('BEGIN CERTIFICATE'),
      },
    ]);
    tenant.clock.advance(DAY_MS / 3);
    const restored = await restore(administrator, certificate.id);
    expect(restored.answer).toEqual({ ...certificate, etag: '"3"' });
    expect(await ids(administrator)).toEqual([certificate.id]);
    const rows = tenant.environment.database.all<{ sealed: Uint8Array }>('SELECT sealed FROM private_key');
    expect(() =>
      tenant.environment.seal.open(rows[0]?.sealed ?? new Uint8Array(), certificate.id),
    ).not.toThrow();
    expect(await actions(administrator, certificate.id)).toEqual([
      'certificate.restored',
      'certificate.deleted',
      'certificate.uploaded',
    ]);
  });

  test('lets the same certificate be uploaded again; then the old pair cannot come back', async () => {
    const pair = makePair();
    const certificate = await uploaded(administrator, pair);
    await remove(administrator, certificate);
    const anew = await uploaded(administrator, pair);
    const { problem } = await restore(administrator, certificate.id);
    expect(problem).toMatchObject({ code: 'uploaded_again', certificateId: anew.id });
  });

  test('ends after 30 days in destruction: nothing of the pair is left in the files', async () => {
    const certificate = await uploaded(administrator);
    const [row] = tenant.environment.database.all<{ sealed: Uint8Array }>('SELECT sealed FROM private_key');
    const sealed = Buffer.from(row?.sealed ?? []);
    expect(tenant.storedBytes().includes(sealed)).toBe(true);
    await remove(administrator, certificate);

    tenant.clock.advance(30 * DAY_MS - 1);
    await keepHouse(tenant.environment, tenant.clock.now);
    await signInAs('administrator');
    expect(await deletedIds(administrator)).toEqual([certificate.id]);

    tenant.clock.advance(1);
    expect(await deletedIds(administrator)).toEqual([]);
    expect((await restore(administrator, certificate.id)).problem.code).toBe('not_found');
    await keepHouse(tenant.environment, tenant.clock.now);
    expect(tenant.storedBytes().includes(sealed)).toBe(false);
    expect(tenant.storedBytes().includes(sealed.subarray(40, 80))).toBe(false);
    const { items } = (
      await administrator.call('GET /api/audit-log', { query: { certificateId: certificate.id } })
    ).answer;
    expect(items[0]).toMatchObject({
      action: 'certificate.destroyed',
      role: 'system',
      username: 'tenant',
      session: '-',
    });
  });
});

describe('the PEM file', () => {
  test('is the certificate that was uploaded, as a download', async () => {
    const pair = makePair({ commonName: 'Gänesys "Recording"/../x' });
    const { id } = await uploaded(administrator, {
      ...pair,
      certificate: `text before\r\n${pair.certificate}`,
    });
    const reply = await administrator.call('GET /api/certificates/{id}/pem', { params: { id } });
    expect(reply.answer).toBe(pair.certificate);
    expect(reply.headers.get('Content-Type')).toBe('application/x-pem-file');
    expect(reply.headers.get('Content-Disposition')).toBe(
      `attachment; filename="Ganesys-Recording-..-x.pem"; filename*=UTF-8''G%C3%A4nesys-Recording-..-x.pem`,
    );
  });
});
