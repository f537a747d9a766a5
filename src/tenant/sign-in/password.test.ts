import { expect, test } from 'vitest';
import { acceptPassword, hashPassword, NOBODYS_HASH, verifyPassword } from './password.ts';

test('a password is known again, and no other one', () => {
  const stored = hashPassword('correct horse', 4);
  expect(verifyPassword({ password: 'correct horse', stored })).toBe(true);
  expect(verifyPassword({ password: 'correct house', stored })).toBe(false);
  expect(verifyPassword({ password: '', stored: NOBODYS_HASH })).toBe(false);
});

test('a password is verified as it was typed, whole and in its case', () => {
  const long = `${'gravel lantern '.repeat(60)}ü B`;
  const stored = hashPassword(long, 4);
  const is = (password: string) => verifyPassword({ password, stored });
  expect(is(long)).toBe(true);
  // Keyboards send a letter with its mark in one part or in two.
  expect(is(long.normalize('NFD'))).toBe(true);
  for (const other of [long.slice(0, -1), long.toLowerCase(), ` ${long}`, `${long} `]) {
    expect(is(other), other.slice(-8)).toBe(false);
  }
});

test.each(['genesysrecording', 'recording-console', 'certificate2026!', 'Musterbank Recording'])(
  'words of the context are guessed first: %s',
  async (password) => {
    const words = ['anna', 'Musterbank'];
    expect(await acceptPassword({ password, words })).toEqual({
      weakness: 'it is one of those that are guessed first',
    });
  },
);

test.each(['!§$%&/()=?+#-._ @', 'console gravel lantern', 'Musterbank, eleven boats'])(
  'a word of the context beside others, and signs alone, are accepted: %s',
  async (password) => {
    expect(await acceptPassword({ password, words: ['anna', 'Musterbank'] })).toHaveProperty('hash');
  },
);

const costOf = (stored: string) => stored.split('$')[1];

test('a name that nobody has costs as much work as another', () => {
  expect(costOf(NOBODYS_HASH)).toBe(costOf(hashPassword('x')));
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
