import { expect, test } from 'vitest';
import { counted, sizeText } from './counted.ts';

test('a number agrees with its noun, and has commas', () => {
  const recordings = [0, 1, 1234].map((number) => counted(number, 'recording'));
  expect(recordings).toEqual(['0 recordings', '1 recording', '1,234 recordings']);
  expect([1, 2].map((number) => counted(number, 'entry', 'entries'))).toEqual(['1 entry', '2 entries']);
});

test('a size has the unit in which it is short', () => {
  const sizes = [0, 999, 1000, 8_000_000, 20_000_000_000, 3_000_000_000_000].map(sizeText);
  expect(sizes).toEqual(['0 bytes', '999 bytes', '1.0 kB', '8.0 MB', '20.0 GB', '3000.0 GB']);
});
