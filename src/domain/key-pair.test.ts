import { describe, expect, test } from 'vitest';
import {
  dnFieldNames,
  dnFieldProblem,
  dnFields,
  subjectOf,
  validityAdvice,
  validUntil,
  type DnField,
} from './key-pair.ts';
import { judgePassphrase, PASSPHRASE_RANDOM_BYTES, passphraseFrom } from './passphrase.ts';
import { noise } from '../testing/noise.ts';

const typed = (values: Partial<Record<DnField, string>>) => ({
  ...(Object.fromEntries(dnFieldNames.map((name) => [name, ''])) as Record<DnField, string>),
  ...values,
});

describe('the documented fields', () => {
  test('are written in the documented order, empty ones left out', () => {
    const subject = subjectOf(
      typed({ O: 'Genesys', CN: ' Genesys Recording ', C: 'us', ST: 'California', OU: '  ' }),
    );
    expect(subject.map((pair) => pair.join('='))).toEqual([
      'CN=Genesys Recording',
      'C=US',
      'ST=California',
      'O=Genesys',
    ]);
  });

  test.each<[DnField, string, boolean]>([
    ['CN', 'Genesys Recording', true],
    ['CN', '', false],
    ['CN', '   ', false],
    ['CN', 'é'.repeat(64), true],
    ['CN', '𝄞'.repeat(64), true],
    ['CN', 'x'.repeat(65), false],
    ['CN', 'two\nlines', false],
    ['C', 'us', true],
    ['C', 'USA', false],
    ['C', 'ÄÖ', false],
    ['C', '1A', false],
    ['ST', 'x'.repeat(128), true],
    ['ST', 'x'.repeat(129), false],
    ['L', '', true],
    ['OU', '', true],
    ['O', 'x'.repeat(65), false],
  ])('%s %j', (field, value, good) => {
    expect(dnFieldProblem(field, value) === undefined).toBe(good);
  });

  test('every example passes its own rule', () => {
    for (const [field, { example }] of Object.entries(dnFields))
      expect(dnFieldProblem(field as DnField, example)).toBeUndefined();
  });
});

describe('validity', () => {
  test('advice above ten years and below 90 days', () => {
    expect([1, 89, 90, 3650, 3653, 3654].map((days) => validityAdvice(days) !== undefined)).toEqual([
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  test('ends whole days after a whole second', () => {
    expect(validUntil(new Date('2026-02-28T10:00:00.999Z'), 365).toISOString()).toBe(
      '2027-02-28T10:00:00.000Z',
    );
  });
});

describe('passphrases', () => {
  test.each([
    ['short', 'too short'],
    ['passw0rd', 'weak'],
    ['password1234', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['correct horse battery staple', 'strong'],
    ['correct horse', 'weak'],
    ['k7qm3xn2p', 'fair'],
  ])('%s is %s', (passphrase, strength) => {
    expect(judgePassphrase(passphrase).strength).toBe(strength);
  });

  test('a generated one is long, ASCII and strong', () => {
    const passphrase = passphraseFrom(noise(PASSPHRASE_RANDOM_BYTES));
    expect(passphrase).toMatch(/^([a-z2-9]{5}-){4}[a-z2-9]{5}$/);
    expect(judgePassphrase(passphrase).strength).toBe('strong');
  });
});
