import { constants, createCipheriv, createDecipheriv, publicEncrypt, X509Certificate } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { buildEnvelope } from './envelope.ts';
import { encodePem, readPem } from '../pem/pem.ts';
import { inspectPkcs7, type EnvelopeFacts } from './pkcs7.ts';
import { valueOf } from '../../testing/fixtures.ts';
import { noise } from '../../testing/noise.ts';

const fixture = (name: string) => join(import.meta.dirname, '../fixtures', name);
const certificate = new X509Certificate(readFileSync(fixture('tenant.pem')));
const sessionKey = noise(32, 'session key');
const iv = noise(16, 'iv');
const encryptedKey = new Uint8Array(
  publicEncrypt({ key: certificate.publicKey, padding: constants.RSA_PKCS1_PADDING }, sessionKey),
);
const envelope = buildEnvelope([{ certificate: new Uint8Array(certificate.raw), encryptedKey }], iv);

const readEnvelope = (der: Uint8Array<ArrayBuffer>): EnvelopeFacts => {
  const facts = valueOf(inspectPkcs7(der));
  if (facts.type !== 'envelope') throw new Error('No envelope');
  return facts;
};

const form = ({ recipients, iv, ...rest }: EnvelopeFacts) => ({
  ...rest,
  ivBytes: iv?.length,
  recipients: recipients.map(({ by, keyTransport }) => [by, keyTransport]),
});

test('has the form of the one that a real recorder wrote', () => {
  const pem = readFileSync(join(import.meta.dirname, '../../tenant/fixtures/recorded.p7.pem'), 'utf8');
  const recorded = readEnvelope(readPem(pem)[0]?.bytes ?? new Uint8Array());
  expect(form(readEnvelope(envelope))).toEqual(form(recorded));
  expect(recorded.recipients[0]).toMatchObject({
    issuer: { encodedOrder: 'C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa' },
    serialNumber: { decimal: '10' },
  });
});

test('carries the wrapped key, the IV and whom it is for', () => {
  expect(readEnvelope(envelope)).toMatchObject({
    iv,
    recipients: [
      { encryptedKey, serialNumber: { decimal: BigInt(`0x${certificate.serialNumber}`).toString() } },
    ],
  });
});

const isThere = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout?.startsWith('OpenSSL 3');

describe.skipIf(!isThere)('OpenSSL 3 (skipped where there is none)', () => {
  const folder = folderOfTests('envelope');

  test('opens a recording with it', () => {
    const media = Buffer.from(noise(100_000));
    const cipher = createCipheriv('aes-256-cbc', sessionKey, iv);
    const ciphertext = Buffer.concat([cipher.update(media), cipher.final()]);
    writeFileSync(join(folder, 'a.bin'), ciphertext);
    writeFileSync(join(folder, 'a.p7.pem'), encodePem('PKCS7', envelope));
    const line = `cms -decrypt -inform PEM -in a.p7.pem -content a.bin -inkey ${fixture('tenant.key')} -recip ${fixture('tenant.pem')} -binary -out a`;
    const { status, stderr } = spawnSync('openssl', line.split(' '), { cwd: folder, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(readFileSync(join(folder, 'a'))).toEqual(media);
    // OpenSSL and node:crypto must agree on the decrypted media.
    const plain = createDecipheriv('aes-256-cbc', sessionKey, iv);
    expect(Buffer.concat([plain.update(ciphertext), plain.final()])).toEqual(media);
  });
});
