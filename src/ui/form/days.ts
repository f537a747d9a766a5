import { shownZone } from '../hooks/zone.ts';

/** Days as a date field gives them, such as "2026-03-31", in the zone in which the reader sees times. */

const isUtc = () => shownZone() === 'UTC';

function move(date: Date, days: number): void {
  if (isUtc()) date.setUTCDate(date.getUTCDate() + days);
  else date.setDate(date.getDate() + days);
}

/** The moment of a year, month (from 0), day, hour and minute. */
export const momentOf = (parts: [number, number, number, number, number]): Date =>
  isUtc() ? new Date(Date.UTC(...parts)) : new Date(...parts);

/** The beginning of a day so many days later, in ISO 8601; undefined where it is no day. */
export function midnight(day: string | null | undefined, later: number): string | undefined {
  const date = new Date(`${day}T00:00:00${isUtc() ? 'Z' : ''}`);
  if (Number.isNaN(date.getTime())) return undefined;
  move(date, later);
  return date.toISOString();
}

/** The moments of two days that a person chose. The last day is meant with all its hours. */
export const momentsOf = (get: (key: 'from' | 'to') => string | null | undefined) => ({
  from: midnight(get('from'), 0),
  to: midnight(get('to'), 1),
});

/** The day of a moment, so many days later. */
export function dayOf(moment: Date, later = 0): string {
  const date = new Date(moment);
  move(date, later);
  if (isUtc()) return date.toISOString().slice(0, 10);
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}
