import { dateText } from '../../domain/columns.ts';
import { shownZone, type Zone } from '../hooks/zone.ts';

/** Certificates use Gregorian years, whatever calendar the browser would show: the Thai year 2579 is 2036. */
const calendar = { calendar: 'gregory', year: 'numeric', day: 'numeric' } as const;
const time = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;

const formatsIn = (timeZone?: string) => {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(undefined, { ...options, ...(timeZone && { timeZone }) });
  return {
    day: format({ ...calendar, month: 'short' }),
    minute: format({ ...calendar, month: 'short', ...time }),
    second: format({ ...calendar, month: 'long', ...time, second: '2-digit' }),
  };
};

const formats: Record<Zone, ReturnType<typeof formatsIn>> = { own: formatsIn(), UTC: formatsIn('UTC') };

const textIn = (form: keyof ReturnType<typeof formatsIn>) => (iso: string) =>
  dateText(iso, (date) => formats[shownZone()][form].format(date));

/** In the browser's language, and in the zone that the person has chosen: "21 Nov 2036". */
export const dayText = textIn('day');
/** With the time and its zone: "21 Nov 2036, 09:30 GMT+7". */
export const minuteText = textIn('minute');
/** With seconds, as in the certificate. */
export const secondText = textIn('second');

/** A day that has no time and no zone, such as the name of a folder: "2036-11-21". */
export const calendarDayText = (day: string) => formats.UTC.day.format(new Date(`${day}T12:00:00Z`));

const partOf = (format: Intl.DateTimeFormat, type: Intl.DateTimeFormatPartTypes, date?: Date) =>
  format.formatToParts(date).find((part) => part.type === type)?.value;

/** The name of the browser's own zone now: "GMT+7". */
export const ownZoneName = (): string => partOf(formats.own.minute, 'timeZoneName') ?? 'own zone';

/** What stands behind this time. */
export const zoneNameAt = (date: Date): string =>
  partOf(formats[shownZone()].minute, 'timeZoneName', date) ?? '';

/** The parts of a day in the order of the reader's language, with what stands between them. */
export const dayParts = (): string[] => formats.own.day.formatToParts().map(({ type }) => type);

/** The months as they stand in a day. */
export const monthNames = (): string[] =>
  Array.from(
    { length: 12 },
    (_, month) => partOf(formats.UTC.day, 'month', new Date(Date.UTC(2026, month, 15))) ?? '',
  );
