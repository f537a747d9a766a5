import { describe, expect, test } from 'vitest';
import { fixtureCertificate } from '../testing/fixtures.ts';
import { recordingVerdict } from './recording-verdict.ts';

const now = new Date('2026-11-25T12:00:00Z');
const judge = (file: string, selfSigned: 'yes' | 'no' | 'cannot say' = 'yes', at = now) =>
  recordingVerdict(fixtureCertificate(file), selfSigned, at);

const texts = (file: string, selfSigned: 'yes' | 'no') =>
  judge(file, selfSigned).lines.map(({ text }) => text);

describe('whether a certificate can be used for recordings', () => {
  test.each([
    ['tenant.pem', 'yes', 'RSA key with 2048 bits'],
    ['rsa1024.pem', 'no', 'At least 2048 bits are needed; this key has 1024.'],
    ['ec.pem', 'no', 'An RSA key is needed; this certificate’s key is EC.'],
    ['ed25519.pem', 'no', 'An RSA key is needed; this certificate’s key is ED25519.'],
  ] as const)('%s: %s', (file, use, reason) => {
    const verdict = judge(file);
    expect(verdict.use).toBe(use);
    expect(verdict.lines.map(({ text }) => text)).toContain(reason);
  });

  test('a certificate that the upload refuses for its size', () => {
    const large = { ...fixtureCertificate('tenant.pem'), der: new Uint8Array(40_000) };
    const { use, lines } = recordingVerdict(large, 'yes', now);
    expect(use).toBe('no');
    expect(lines[1]?.text).toBe(
      'It is too large: the whole has 40,000 bytes, and 32,768 bytes are the most.',
    );
  });

  test.each([
    [{ bits: 8200 }, 'At most 8192 bits are taken; this key has 8200.'],
    [{ exponent: '4' }, 'Its public exponent is one that is even, which does not protect recordings.'],
  ])('a key that the upload refuses for %j', (part, reason) => {
    const facts = fixtureCertificate('tenant.pem');
    const { use, lines } = recordingVerdict(
      { ...facts, publicKey: { ...facts.publicKey, ...part } },
      'yes',
      now,
    );
    expect(use).toBe('no');
    expect(lines.filter(({ mark }) => mark === 'unmet')).toEqual([{ mark: 'unmet', text: reason }]);
  });

  test('over time', () => {
    expect(judge('tenant.pem', 'yes', new Date('2099-01-01T00:00:00Z'))).toMatchObject({
      use: 'old recordings',
      title: 'Only for older recordings',
    });
    expect(judge('tenant.pem', 'yes', new Date('2001-01-01T00:00:00Z')).use).toBe('not yet');
  });

  test('signed by a CA, a CA itself, and a key usage that does not fit', () => {
    expect(texts('signed-by-other.pem', 'no').join()).toContain(
      'a certificate of one CA is taken, without its chain',
    );
    expect(texts('tenant.pem', 'no').join()).toContain('It is itself the certificate of a CA.');
    expect(texts('tenant.pem', 'yes').join()).not.toContain('certificate of a CA');
    const signing = {
      ...fixtureCertificate('tenant.pem'),
      extensions: [{ oid: '2.5.29.15', lines: ['CRL Sign'] }],
    };
    expect(recordingVerdict(signing, 'yes', now).lines.at(-1)?.text).toContain('Its key usage is CRL Sign.');
  });
});
