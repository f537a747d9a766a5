import { expect, test } from 'vitest';
import { isCovered, needsApproval, retainedUntil } from './recording.ts';

test('a second person is needed where no other key opens a recording', () => {
  expect(needsApproval({ onlyToOpen: 0 })).toBe(false);
  expect(needsApproval({ onlyToOpen: 1 })).toBe(true);
});

test('what was agreed to does not cover what was recorded since', () => {
  expect(isCovered(3, { onlyToOpen: 2 })).toBe(true);
  expect(isCovered(3, { onlyToOpen: 3 })).toBe(true);
  expect(isCovered(3, { onlyToOpen: 4 })).toBe(false);
});

test('a recording is kept for days, over a leap day, too', () => {
  expect(retainedUntil('2027-11-25T12:00:00.000Z', 365)).toBe('2028-11-24T12:00:00.000Z');
});
