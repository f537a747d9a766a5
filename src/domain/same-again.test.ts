import { expect, test } from 'vitest';
import { inspectCertificate } from '../pki/certificate/certificate.ts';
import { readPem } from '../pki/pem/pem.ts';
import { fixtureText } from '../testing/fixtures.ts';
import { sameAgain } from './same-again.ts';

const factsOf = (file: string) => {
  const [block] = readPem(fixtureText(file));
  const facts = block && inspectCertificate(block.bytes);
  if (!facts?.ok) throw new Error(`${file} is not a certificate`);
  return facts.value;
};
/** On the last day of the certificate. */
const again = (facts: ReturnType<typeof factsOf>) => sameAgain(facts, new Date(facts.notAfter));
const of = (file: string) => again(factsOf(file));

test('a renewal is as the certificate was', () => {
  expect(of('tenant.pem')).toEqual({
    kind: 'certificate',
    subject: { CN: 'Genesys Recording', C: 'US', ST: 'California', O: 'Genesys' },
    bits: 2048,
    days: 3650,
    hash: 'SHA-256',
    differences: [],
  });
  expect([of('rsa3072.pem').bits, of('rsa4096.pem').bits]).toEqual([3072, 4096]);
});

test('what a CA signed is asked for again', () => {
  expect(again({ ...factsOf('tenant.pem'), selfIssued: false }).kind).toBe('request');
});

test('what Generate cannot make as it was is said', () => {
  const { bits, differences } = of('rsa8192.pem');
  expect(bits).toBe(4096);
  expect(differences).toEqual([
    'Its subject has no Country (C), State or Province (ST), which the documentation asks for.',
    'Its key has 8192 bits; 4096 bits are chosen here.',
  ]);
  expect(of('rsa1024.pem').bits).toBe(2048);
  expect(of('year-9999.pem').days).toBe(3650);
  expect(of('year-9999.pem').differences).toContain('It never expires; 3,650 days are chosen here.');
  expect(of('md5-signed.pem').hash).toBe('SHA-256');
  expect(of('md5-signed.pem').differences).toContain(
    'It is signed with md5WithRSAEncryption; SHA-256 is chosen here.',
  );
  expect(of('name-multi.pem').differences[0]).toMatch(
    /^Its subject also has .*, which Generate does not write\.$/,
  );
});

const DAY_MS = 86_400_000;
const facts = factsOf('tenant.pem');
const short = (from: string, days: number) => ({
  ...facts,
  notBefore: from,
  notAfter: new Date(Date.parse(from) + days * DAY_MS).toISOString(),
});

test('a successor ends later than the certificate that it renews, also on the first day', () => {
  const from = '2026-11-30T00:00:00.000Z';
  const { days, differences } = sameAgain(short(from, 20), new Date(from));
  expect(days).toBe(40);
  expect(differences).toContain(
    'It is valid for 20 more days; 40 days are chosen here, so that the new one ends later.',
  );
  expect(sameAgain(short(from, 20), new Date('2026-12-15T00:00:00Z')).days).toBe(20);
});

const named = (value: string) =>
  sameAgain(
    {
      ...facts,
      subject: { ...facts.subject, rdns: [[{ ...facts.subject.rdns[0]![0]!, type: 'CN', value }]] },
    },
    new Date(facts.notAfter),
  ).subject.CN;

test('a year in the name is followed by the next', () => {
  expect(named('Genesys Recording 2026')).toBe('Genesys Recording 2027');
  expect(named('Line 120266')).toBe('Line 120266');
  expect(named('Genesys Recording')).toBe('Genesys Recording');
});
