import { expect, test } from 'vitest';
import { textOrder } from './list.ts';

const given = [
  'Berlin 10',
  'berlin 2',
  'Äußere 1',
  'Berlin 2b',
  'alpha',
  'Zürich',
  'Berlin 007',
  'beta',
  'Zug',
  '',
];

test('texts sort as Unicode’s collation sorts them in English, numbers by their value', () => {
  const inOrder = given.toSorted((a, b) => (textOrder(a) < textOrder(b) ? -1 : 1));
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  expect(inOrder).toEqual(given.toSorted(collator.compare));
});
