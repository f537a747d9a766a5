import { expect, test } from 'vitest';
import { nextSort, readSort, sortText, valueOrder } from './sort.ts';

test.each(['notAfter', '-notAfter'])('%s is read and written', (text) => {
  expect(sortText(readSort(text))).toBe(text);
});

test('the first click sorts up, the second down, the third up again', () => {
  const up = nextSort(readSort('-uploadedAt'), 'notAfter');
  const down = nextSort(up, 'notAfter');
  expect([up, down, nextSort(down, 'notAfter')].map(sortText)).toEqual(['notAfter', '-notAfter', 'notAfter']);
});

test('texts are in the order of a language, and numbers in them by value', () => {
  expect(['Recording 10', 'recording 9'].toSorted(valueOrder('en'))).toEqual(['recording 9', 'Recording 10']);
  expect(['z', 'ä'].toSorted(valueOrder('de'))).toEqual(['ä', 'z']);
  expect(['z', 'ä'].toSorted(valueOrder('sv'))).toEqual(['z', 'ä']);
});

test('large integers are compared exactly', () => {
  expect([2n ** 64n + 1n, 2n ** 64n].toSorted(valueOrder())).toEqual([2n ** 64n, 2n ** 64n + 1n]);
});
