import { expect, test } from 'vitest';
import { durationText, waitText } from './duration.ts';

test.each([
  [0, '0:00'],
  [499, '0:00'],
  [12_523, '0:13'],
  [59_600, '1:00'],
  [120_000, '2:00'],
  [3_723_000, '1:02:03'],
])('%i ms: %s', (milliseconds, text) => expect(durationText(milliseconds)).toBe(text));

test.each([
  [1, '1 min'],
  [59 * 60_000, '59 min'],
  [2 * 3_600_000, '2 h'],
  [2 * 3_600_000 - 119_000, '1 h 59 min'],
  [47 * 3_600_000 + 1, '47 h 1 min'],
  [12.5 * 86_400_000, '12 days'],
])('in %i ms: %s', (milliseconds, text) => expect(waitText(milliseconds)).toBe(text));
