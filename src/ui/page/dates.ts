import { dateText } from '../../domain/columns.ts';

/** Certificates use Gregorian years, whatever calendar the browser would show: the Thai year 2579 is 2036. */
const calendar = { calendar: 'gregory', year: 'numeric', day: 'numeric' } as const;
const time = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;

const second = new Intl.DateTimeFormat(undefined, {
  ...calendar,
  month: 'long',
  ...time,
  second: '2-digit',
  timeZone: 'UTC',
});

const day = new Intl.DateTimeFormat(undefined, { ...calendar, month: 'short' });
const minute = new Intl.DateTimeFormat(undefined, { ...calendar, month: 'short', ...time });

/** In the browser's language and time zone: "21 Nov 2036". */
export const dayText = (iso: string) => dateText(iso, (date) => day.format(date));
/** With the time and its zone: "21 Nov 2036, 09:30 GMT+7". */
export const minuteText = (iso: string) => dateText(iso, (date) => minute.format(date));
/** With seconds, in UTC, as in the certificate. */
export const utcText = (iso: string) => dateText(iso, (date) => second.format(date));
