import { expect, test } from 'vitest';
import { timesIn, withDays } from './days.ts';

const until = '2036-11-21T23:30:00.000Z';
const dayIn = (timeZone: string) => (iso: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone }).format(new Date(iso));

test('a time in a sentence is a day in the zone of its reader', () => {
  const text = `Recording (until ${until}, 0A): not assigned`;
  const times = timesIn(text, new Set([until]));
  expect(times).toEqual([until]);
  expect(withDays(text, times, dayIn('UTC'))).toBe('Recording (until 21 Nov 2036, 0A): not assigned');
  expect(withDays(text, times, dayIn('Asia/Bangkok'))).toBe(
    'Recording (until 22 Nov 2036, 0A): not assigned',
  );
});

test('a time that is part of a name stays', () => {
  const name = 'made 2026-01-02T03:04:05Z';
  const times = timesIn(`${name} (until ${until}, 0A) and again ${until}`, new Set([until]));
  expect(withDays(name, times, dayIn('UTC'))).toBe(name);
  expect(times).toEqual([until]);
});
