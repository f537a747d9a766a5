import { describe, expect, test } from 'vitest';
import { backupState } from './backup.ts';

const now = new Date('2026-11-24T09:00:00Z');
const checked = (checkedAt: string) => backupState({ checkedAt, checkedBy: 'administrator' }, now);

describe('the state of a backup', () => {
  test('is never proven without a check', () => {
    expect(backupState(null, now)).toBe('never proven');
  });

  test('is proven for 180 days, to the millisecond', () => {
    expect(checked('2026-11-24T09:00:00Z')).toBe('proven');
    expect(checked('2026-05-28T09:00:00Z')).toBe('proven');
    expect(checked('2026-05-28T08:59:59.999Z')).toBe('check again');
  });

  test('is proven when the clocks of two machines differ a little', () => {
    expect(checked('2026-11-24T09:00:05Z')).toBe('proven');
  });
});
