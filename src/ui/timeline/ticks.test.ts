import { expect, test } from 'vitest';
import { ticksOf } from './ticks.ts';

const labels = (from: string, to: string) =>
  ticksOf(Date.parse(from), Date.parse(to))
    .map(({ label }) => label)
    .join(' ');

test('quarters in short times, half-years and years in long ones', () => {
  expect(labels('2025-11-24', '2027-11-24')).toBe('2026 Apr Jul Oct 2027 Apr Jul Oct');
  expect(labels('2025-11-24', '2030-11-24')).toBe('2026 Jul 2027 Jul 2028 Jul 2029 Jul 2030 Jul');
  expect(labels('2025-11-24', '2036-11-24')).toBe('2026 2027 2028 2029 2030 2031 2032 2033 2034 2035 2036');
});

test('nothing at the very edge', () => {
  expect(labels('2026-01-02', '2027-01-05')).toBe('Apr Jul Oct');
});
