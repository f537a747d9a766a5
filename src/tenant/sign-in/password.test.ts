import { expect, test } from 'vitest';
import { hashPassword, NOBODYS_HASH, verifyPassword } from './password.ts';

test('a password is known again, and no other one', () => {
  const stored = hashPassword('correct horse', 4);
  expect(verifyPassword({ password: 'correct horse', stored })).toBe(true);
  expect(verifyPassword({ password: 'correct house', stored })).toBe(false);
  expect(verifyPassword({ password: '', stored: NOBODYS_HASH })).toBe(false);
});

test.each([
  '',
  'x',
  'scrypt$4$$',
  // More memory than the machine has, or a number that is none.
  NOBODYS_HASH.replace('$15$', '$40$'),
  NOBODYS_HASH.replace('$15$', '$0$'),
  NOBODYS_HASH.replace('$15$', '$-1$'),
])('a stored hash of another form, %j, is of no password', (stored) => {
  expect(verifyPassword({ password: 'x', stored })).toBe(false);
});
