import { describe, expect, test } from 'vitest';
import { backupState, backupText } from './backup.ts';

const now = new Date('2026-11-24T09:00:00Z');
const checked = (checkedAt: string) => backupState({ checkedAt, checkedBy: 'administrator' }, now);

describe('the state of a backup', () => {
  test('is never proven without a check', () => {
    expect(backupState(null, now)).toEqual({ kind: 'never proven' });
  });

  test('is proven for 180 days, to the millisecond', () => {
    expect(checked('2026-11-24T09:00:00Z')).toEqual({ kind: 'proven' });
    expect(checked('2026-05-28T09:00:00.001Z')).toEqual({ kind: 'proven' });
    expect(checked('2026-05-28T09:00:00Z')).toEqual({ kind: 'too old', days: 180 });
  });

  test('is proven when the clocks of two machines differ a little', () => {
    expect(checked('2026-11-24T09:00:05Z')).toEqual({ kind: 'proven' });
  });

  test('has words', () => {
    expect(backupText(backupState(null, now))).toBe('Never proven');
    expect(backupText(checked('2025-11-24T09:00:00Z'))).toBe('Proven 365 days ago');
  });
});
