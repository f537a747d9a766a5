import { expect, test } from 'vitest';
import { holdsPrivateKey } from './note.ts';

test.each([
  ['-----BEGIN PRIVATE KEY-----\nMII', true],
  ['see: -----BEGIN RSA PRIVATE KEY-----', true],
  ['-----BEGIN ENCRYPTED PRIVATE KEY-----', true],
  ['----- begin private key -----', true],
  ['-----BEGIN CERTIFICATE-----\nMII', false],
  ['Please do not send me the private key.', false],
  ['', false],
])('a private key in a text: %j', (text, holds) => {
  expect(holdsPrivateKey(text)).toBe(holds);
});
