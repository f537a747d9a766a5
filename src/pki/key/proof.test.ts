import { constants, publicEncrypt } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { makePair, rsaKeys, withExponent } from '../../testing/pairs.ts';
import { inspectCertificate } from '../certificate/certificate.ts';
import { readPem } from '../pem/pem.ts';
import { inspectPrivateKey } from './private-key.ts';
import { fixtureCertificate, fixtureKey, valueOf } from '../../testing/fixtures.ts';
import { provesKeyPair } from './proof.ts';

const proof = async (certificate: string, key: string) =>
  provesKeyPair(fixtureCertificate(certificate), await fixtureKey(key));

describe('pairs', () => {
  test.each(['rsa512', 'rsa1024', 'tenant', 'rsa3072', 'rsa4096', 'rsa8192'])('%s', async (name) => {
    expect(await proof(`${name}.pem`, `${name}.key`)).toEqual({ ok: true, value: true });
  });

  test.each(['private.pem', 'tenant.pkcs1.key', 'bundle.pem'])('tenant.pem with %s', async (key) => {
    expect(await proof('tenant.pem', key)).toEqual({ ok: true, value: true });
  });
});

describe('halves of different pairs', () => {
  test.each([
    ['other.pem', 'tenant.key'],
    ['tenant.pem', 'other.key'],
    ['tenant.pem', 'rsa4096.key'],
    ['samples/gir-qa-certificate.pem', 'rsa1024.key'],
  ])('%s with %s', async (certificate, key) => {
    expect(await proof(certificate, key)).toEqual({ ok: false, error: { code: 'key_mismatch' } });
  });

  it('is found by the wrapped key itself, not only by the numbers', async () => {
    const certificate = fixtureCertificate('tenant.pem');
    const key = await fixtureKey('tenant.key');
    const other = await fixtureKey('other.key');
    expect(await provesKeyPair(certificate, { ...other, spki: key.spki })).toMatchObject({
      error: { code: 'key_mismatch' },
    });
  });
});

test('a pair that leaves every text as it is proves nothing', async () => {
  const keys = withExponent(rsaKeys(), (phi) => phi + 1n);
  const text = Buffer.from('Genesys Recording'.padEnd(256, '.')).fill(0, 0, 1);
  const key = { key: keys.publicKey, padding: constants.RSA_NO_PADDING };
  expect(publicEncrypt(key, text)).toEqual(text);

  const { certificate, privateKey } = makePair({ keys });
  const [facts, read] = [
    valueOf(inspectCertificate(readPem(certificate)[0]!.bytes)),
    valueOf(await inspectPrivateKey(readPem(privateKey)[0]!)),
  ];
  expect(await provesKeyPair(facts, read)).toEqual({
    ok: false,
    error: { code: 'exponent_unusable', detail: 'that leaves a text as it is' },
  });
});

describe('other algorithms', () => {
  test.each([
    ['ec.pem', 'ec.key'],
    ['ed25519.pem', 'ed25519.key'],
    ['pss-marked.pem', 'pss-marked.key'],
    ['tenant.pem', 'ec.key'],
    ['ec.pem', 'tenant.key'],
  ])('%s with %s', async (certificate, key) => {
    expect(await proof(certificate, key)).toMatchObject({ ok: false, error: { code: 'not_rsa' } });
  });
});
