/** Days as a date field gives them, such as "2026-03-31", in the zone of the browser. */

/** The beginning of a day so many days later, in ISO 8601; undefined where it is no day. */
export function midnight(day: string | null | undefined, later: number): string | undefined {
  const date = new Date(`${day}T00:00:00`);
  if (Number.isNaN(date.getTime())) return undefined;
  date.setDate(date.getDate() + later);
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
  date.setDate(date.getDate() + later);
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}
