import { expect, test } from 'vitest';
import type { Found } from '../../pki/files/inspect-file.ts';
import { hasWords, searchWords } from '../../domain/search.ts';
import type { Item } from '../worker/calls.ts';
import { pairsOf, textOf } from './pairs.ts';

const key = (keyId: string): Found => ({
  kind: 'private key',
  facts: { format: 'PKCS#8', encryption: undefined, algorithm: 'RSA', bits: 2048 },
  keyId,
});
const publicKey = (keyId: string): Found => ({
  kind: 'public key',
  facts: { algorithm: 'RSA', bits: 2048, spki: new Uint8Array() },
  keyId,
});
const items = (...found: Found[]): Item[] =>
  found.map((each, id) => ({ id, file: `file-${id}`, found: each }));

test('a key and what belongs to it are a pair, two copies of one thing are not', () => {
  const pairs = pairsOf(items(publicKey('A'), key('B'), publicKey('B'), publicKey('A'), key('C')));
  expect([...pairs].map(([keyId, { number, items }]) => [keyId, number, items.map(({ id }) => id)])).toEqual([
    ['B', 1, [1, 2]],
  ]);
});

test('unknown things have no pair, and are found by the search', () => {
  const unknown: Found = { kind: 'unknown', what: 'DER of an unknown kind' };
  expect(pairsOf(items(unknown, key('A'))).size).toBe(0);
  const text = textOf({ id: 0, file: 'Tenant.PEM', found: unknown });
  expect(hasWords(text, searchWords('tenant.pem DER'))).toBe(true);
});
