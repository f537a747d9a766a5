import { dateText } from '../domain/columns.ts';

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

/** The forms of a moment in a language and a time zone; undefined stands for the browser's own. */
export function dateTexts(language?: string, timeZone?: string) {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat(language, { ...calendar, month: 'short', ...zone });
  const minute = new Intl.DateTimeFormat(language, { ...calendar, month: 'short', ...time, ...zone });
  return {
    dayText: (iso: string) => dateText(iso, (date) => day.format(date)),
    minuteText: (iso: string) => dateText(iso, (date) => minute.format(date)),
  };
}

const own = dateTexts();
/** In the browser's language and time zone: "21 Nov 2036". */
export const dayText = own.dayText;
/** With the time and its zone: "21 Nov 2036, 09:30 GMT+7". */
export const minuteText = own.minuteText;
/** With seconds, in UTC, as in the certificate. */
export const utcText = (iso: string) => dateText(iso, (date) => second.format(date));
