import { createHash, X509Certificate } from 'node:crypto';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { AssignmentRequest } from '../../client/queries/requests.ts';
import { makePair, rsaKeys } from '../../testing/pairs.ts';
import { handOverFiles, handOverName, handOverZip, mailText } from './package.ts';

const keys = rsaKeys();
const { certificate: pem, privateKey } = makePair({
  commonName: 'Genesys Recording',
  keys,
  serialNumber: 255n,
});
const { raw } = new X509Certificate(pem);

const request: AssignmentRequest = {
  id: 'r',
  kind: 'assignment',
  certificate: {
    id: 'c',
    subjectName: 'Genesys Recording',
    nameShared: false,
    serialNumber: { hex: 'FF', decimal: '255' },
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2036-01-01T00:00:00Z',
    keyBits: 2048,
    sha256: createHash('sha256').update(raw).digest('hex').toUpperCase(),
    pem,
  },
  ivrProfiles: [
    { id: '1', name: 'record_us_west' },
    { id: '2', name: 'record_emea' },
  ],
  note: 'Before the weekend, please.',
  requestedBy: 'administrator',
  askers: ['administrator'],
  canBeAnswered: true,
  requestedAt: '2026-11-24T09:00:00.000Z',
  state: 'waiting',
  answered: null,
};

const zipped = async () => new Uint8Array(await (await handOverZip(request, 'Environment')).arrayBuffer());

test('the package holds the certificate, its details and the wanted profiles', async () => {
  const files = unzipSync(await zipped());
  const texts = Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]),
  );
  expect(texts).toEqual(handOverFiles(request, 'Environment'));
  expect(Object.keys(texts)).toEqual(['Genesys-Recording.pem', 'details.txt', 'ivr-profiles.txt']);
  expect(texts['Genesys-Recording.pem']).toBe(pem);
  expect(texts['ivr-profiles.txt']).toBe('record_us_west\nrecord_emea\n');
  expect(texts['details.txt']).toContain('Serial Number, decimal: 255');
  expect(texts['details.txt']).toContain(`SHA-256 fingerprint: ${request.certificate.sha256.slice(0, 2)}:`);
});

test('where another certificate has the same name, each file says which one it has', () => {
  expect(handOverName(request)).toBe('hand-over-Genesys-Recording.zip');
  const shared = { ...request, certificate: { ...request.certificate, nameShared: true } };
  expect(handOverName(shared)).toBe('hand-over-Genesys-Recording-FF.zip');
  expect(Object.keys(handOverFiles(shared, 'Environment'))).toContain('Genesys-Recording-FF.pem');
});

test('the mail text names the profiles and carries the certificate', () => {
  const text = mailText(request, 'Environment');
  expect(text).toContain('  record_us_west\n  record_emea\n');
  expect(text).toContain('Before the weekend, please.');
  expect(text).toContain(pem);
});

test('neither has a private key in it: not its label, not one of its numbers, in no form', async () => {
  const zip = await zipped();
  const everything = Buffer.concat([
    Buffer.from(zip),
    ...Object.values(unzipSync(zip)),
    Buffer.from(mailText(request, 'Environment')),
  ]);
  // The search must also cover the bytes that the base64 stands for.
  const decoded = Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  expect(everything.includes('PRIVATE KEY')).toBe(false);
  const { n = '', ...secrets } = keys.privateKey.export({ format: 'jwk' });
  for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const) {
    const number = Buffer.from(secrets[name] ?? '', 'base64url');
    expect(number.length).toBeGreaterThan(100);
    for (const haystack of [everything, decoded]) {
      expect(haystack.includes(number)).toBe(false);
      expect(haystack.includes(number.toString('hex'))).toBe(false);
      expect(haystack.includes(number.toString('base64').slice(4, 60))).toBe(false);
    }
  }
  for (const line of privateKey.split('\n').filter((each) => each.length === 64)) {
    // The lines of the base64 of the private key. The public modulus is in the certificate too, but its lines break
    // elsewhere.
    expect(everything.includes(line)).toBe(false);
  }
  // Proves that the search works: it finds the public number of the same key.
  expect(decoded.includes(Buffer.from(n, 'base64url'))).toBe(true);
});
