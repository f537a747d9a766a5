/** UTCTime and GeneralizedTime (X.680, 46 and 47; RFC 5280, 4.1.2.5), read by hand, digit by digit. */
import {
  contentsOf,
  DerError,
  GENERALIZED_TIME,
  readElement,
  UTC_TIME,
  type Bytes,
  type Element,
} from './der.ts';

/**
 * What stands in place of a date whose bytes are no date. OpenSSL reads such a certificate and prints these words;
 * whoever wants to use the date must ask `isTime` first.
 */
export const BAD_TIME = 'Bad time value';

/** Whether a date of the facts is one ("2036-11-21T09:00:00Z"), and not `BAD_TIME`. */
export const isTime = (date: string): boolean => date !== BAD_TIME;

/** The UTCTime or GeneralizedTime at `pos`. Shorter ones than OpenSSL takes are refused (13 and 15 characters). */
export function expectTime(bytes: Bytes, pos: number, limit: number): Element {
  const element = readElement(bytes, pos, limit);
  if (element.id !== UTC_TIME && element.id !== GENERALIZED_TIME) {
    throw new DerError(`UTCTime or GeneralizedTime expected at offset ${pos}`);
  }
  const length = element.constructed ? contentsLength(bytes, element) : element.end - element.body;
  if (length < (element.id === UTC_TIME ? 13 : 15))
    throw new DerError(`a date is too short at offset ${pos}`);
  return element;
}

function contentsLength(bytes: Bytes, element: Element): number {
  const contents = contentsOf(bytes, element);
  return contents.end - contents.start;
}

/** Longest date that is read: a GeneralizedTime with a long fraction. */
const MAX_TIME_BYTES = 64;

/**
 * The date in ISO 8601 with seconds, in UTC ("2036-11-21T09:00:00Z"), or `BAD_TIME`. Rules as OpenSSL has them:
 * two digits of year mean 1950 to 2049, days must exist in their month, second 60 does not, a fraction of a second
 * stays as it is, "+hhmm" and "-hhmm" are taken into account though RFC 5280 wants "Z".
 */
export function timeOf(bytes: Bytes, element: Element): string {
  const contents = contentsOf(bytes, element);
  const text = contents.bytes;
  const end = contents.end;
  let pos = contents.start;
  if (end - pos > MAX_TIME_BYTES) return BAD_TIME;

  const two = (): number => {
    const tens = (text[pos] ?? 0) - 0x30;
    const ones = (text[pos + 1] ?? 0) - 0x30;
    if (pos + 2 > end || tens < 0 || tens > 9 || ones < 0 || ones > 9) return NaN;
    pos += 2;
    return tens * 10 + ones;
  };

  let year = two();
  if (element.id === UTC_TIME) year += year < 50 ? 2000 : 1900;
  else year = year * 100 + two();
  const month = two();
  const day = two();
  const hour = two();
  const minute = two();
  const next = text[pos];
  const zoneFollows = next === 0x5a || next === 0x2b || next === 0x2d;
  const second = zoneFollows && pos < end ? 0 : two();
  const good =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59;
  // Comparisons with NaN are false, so a missing digit anywhere ends here.
  if (!good) return BAD_TIME;

  let fraction = '';
  if (element.id === GENERALIZED_TIME && !zoneFollows && pos < end && text[pos] === 0x2e) {
    fraction = '.';
    while (++pos < end && text[pos]! >= 0x30 && text[pos]! <= 0x39) fraction += text[pos]! - 0x30;
    if (fraction === '.') return BAD_TIME;
  }

  const zone = pos < end ? text[pos++] : undefined;
  if (zone === 0x5a) {
    if (pos !== end) return BAD_TIME;
    return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T${digits(hour, 2)}:${digits(minute, 2)}:${digits(second, 2)}${fraction}Z`;
  }
  if ((zone !== 0x2b && zone !== 0x2d) || pos + 4 !== end) return BAD_TIME;
  const hours = two();
  const minutes = two();
  if (!(hours <= 12 && minutes <= 59)) return BAD_TIME;
  const offset = (hours * 60 + minutes) * (zone === 0x2b ? -60_000 : 60_000);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const shifted = new Date(date.getTime() + offset);
  if (shifted.getUTCFullYear() < 0 || shifted.getUTCFullYear() > 9999) return BAD_TIME;
  return `${shifted.toISOString().slice(0, 19)}${fraction}Z`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0');
