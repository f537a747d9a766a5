import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { fingerprints, inspectCertificate } from '../../pki/certificate/certificate.ts';
import type { CertificateFacts } from '../../pki/certificate/facts.ts';
import { readPem } from '../../pki/pem/pem.ts';
import { inspectPrivateKey } from '../../pki/key/private-key.ts';
import {
  fixtureBlock,
  fixtureCertificate,
  fixtureKey,
  opensslFacts,
  valueOf,
} from '../../testing/fixtures.ts';
import { agreesOnCertificate, agreesOnPrivateKey, DISAGREEMENT } from './second-reader.ts';

const disagreement = { ok: false, error: { code: 'reader_failed', detail: DISAGREEMENT } };
const agrees = async (facts: CertificateFacts) =>
  agreesOnCertificate(facts, (await fingerprints(facts.der)).sha256);

describe('certificates', () => {
  test('the readers agree on every certificate that OpenSSL made, and on the roots that Node trusts', async () => {
    const own = readdirSync(join(import.meta.dirname, '../../pki/fixtures'))
      .filter((file) => file.endsWith('.pem') && file in opensslFacts.certificates)
      .map(fixtureCertificate);
    const roots = rootCertificates.map((pem) => valueOf(inspectCertificate(readPem(pem)[0]!.bytes)));
    expect(own.length).toBeGreaterThan(20);
    for (const facts of [...own, ...roots]) {
      expect(await agrees(facts), facts.subject.readable).toEqual({ ok: true, value: true });
    }
  });

  const facts = fixtureCertificate('tenant.pem');
  const other = fixtureCertificate('other.pem');
  test.each<[string, Partial<CertificateFacts>]>([
    ['serial number', { serialNumber: other.serialNumber }],
    ['start', { notBefore: '2020-01-01T00:00:00Z' }],
    ['end', { notAfter: '2050-01-01T00:00:00Z' }],
    ['issuer', { issuer: fixtureCertificate('name-utf8.pem').issuer }],
    ['subject', { subject: fixtureCertificate('name-utf8.pem').subject }],
    ['public key', { publicKey: other.publicKey }],
    ['bytes', { der: other.der }],
  ])('another %s is a disagreement', async (_, changed) => {
    const { sha256 } = await fingerprints(facts.der);
    expect(agreesOnCertificate({ ...facts, ...changed }, sha256)).toEqual(disagreement);
  });
});

describe('private keys', () => {
  test.each(['tenant.key', 'tenant.pkcs1.key', 'rsa4096.key'])('the readers agree on %s', async (file) => {
    const block = fixtureBlock(file, 'PRIVATE KEY');
    expect(agreesOnPrivateKey(await fixtureKey(file), block, undefined)).toEqual({ ok: true, value: true });
  });

  test('and on an encrypted one', async () => {
    const { password } = opensslFacts;
    const block = fixtureBlock('pbes2-aes256-sha256.key');
    const key = valueOf(await inspectPrivateKey(block, password));
    expect(agreesOnPrivateKey(key, block, password)).toEqual({ ok: true, value: true });
    expect(agreesOnPrivateKey(key, block, 'another')).toEqual(disagreement);
  });

  test('another key is a disagreement', async () => {
    const key = await fixtureKey('tenant.key');
    const block = fixtureBlock('other.key');
    expect(agreesOnPrivateKey(key, block, undefined)).toEqual(disagreement);
  });
});
