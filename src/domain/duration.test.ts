import { expect, test } from 'vitest';
import { durationText } from './duration.ts';

test.each([
  [0, '0:00'],
  [499, '0:00'],
  [12_523, '0:13'],
  [59_600, '1:00'],
  [120_000, '2:00'],
  [3_723_000, '1:02:03'],
])('%i ms: %s', (milliseconds, text) => expect(durationText(milliseconds)).toBe(text));
