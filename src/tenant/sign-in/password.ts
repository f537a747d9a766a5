import { randomBytes, randomInt, scryptSync, timingSafeEqual } from 'node:crypto';
import { SHORTEST_PASSWORD } from '../../domain/new-password.ts';
import { isGuessedFirst } from './guessed.ts';

/** scrypt (RFC 7914) with 2^15 blocks of 1 kB: each guess takes 32 MB and about 80 ms. */
const COST = 15;
const BYTES = 32;

/** `scrypt$<cost>$<salt>$<hash>`: the cost is stored with the hash, so that it can be raised for new passwords. */
export function hashPassword(password: string, cost = COST): string {
  const salt = randomBytes(16);
  const hash = derive(password, salt, cost);
  return `scrypt$${cost}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** As `hashPassword` writes it, with at most 128 MB. A database may come from anywhere, and no password has another form. */
const FORM = /^scrypt\$([1-9]|1[0-7])\$([\w-]{22})\$([\w-]{43})$/;

/** Holds its thread; requests have it done by `verifyInThread` (threads.ts). */
export function verifyPassword({ password, stored }: { password: string; stored: string }): boolean {
  const [, cost, salt = '', hash = ''] = FORM.exec(stored) ?? [];
  if (cost === undefined) return false;
  const expected = Buffer.from(hash, 'base64url');
  const derived = derive(password, Buffer.from(salt, 'base64url'), Number(cost));
  return timingSafeEqual(expected, derived);
}

/**
 * The hash of a new password, or why it is not accepted. `words` are what somebody would try who knows the person and
 * the tenant.
 */
export async function acceptPassword({
  password,
  words,
}: {
  password: string;
  words: readonly string[];
}): Promise<{ hash: string } | { weakness: string }> {
  if (Array.from(password).length < SHORTEST_PASSWORD) {
    return { weakness: `it has fewer than ${SHORTEST_PASSWORD} characters` };
  }
  if (await isGuessedFirst(password, words)) return { weakness: 'it is one of those that are guessed first' };
  return { hash: hashPassword(password) };
}

/** Without letters and digits that are taken for each other. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Sixteen characters of 79 random bits, in groups of four. */
export const makeOneTimePassword = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');

/**
 * For user names that do not exist, so that refusing them takes as long as for existing ones. No password has this
 * hash.
 */
export const NOBODYS_HASH = `scrypt$${COST}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

const derive = (password: string, salt: Buffer, cost: number): Buffer =>
  scryptSync(password.normalize('NFC'), salt, BYTES, { N: 2 ** cost, r: 8, p: 1, maxmem: 2 ** (cost + 11) });
