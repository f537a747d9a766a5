/**
 * UTCTime and GeneralizedTime (X.680, 46 and 47; RFC 5280, 4.1.2.5), read digit by digit, because pkijs turns a date
 * with an offset into 1899, the years 0 to 99 into 1900 to 1999, and month 13 into a January.
 */
import { Asn1Error, contentsOf, isTag, tags, type Block } from './asn1.ts';

/**
 * Stands in for a date whose bytes are not a valid date. OpenSSL reads such a certificate and prints these words. Call
 * `isTime` before using a date.
 */
export const BAD_TIME = 'Bad time value';

/** Whether a date in the facts is valid ("2036-11-21T09:00:00Z"), and not `BAD_TIME`. */
export const isTime = (date: string): boolean => date !== BAD_TIME;

const UTC = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/;
const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(\.\d+)?(Z|[+-]\d{4})$/;

/**
 * The date in ISO 8601 with seconds, in UTC ("2036-11-21T09:00:00Z"), or `BAD_TIME`. Two-digit years mean 1950 to 2049.
 * The day must exist in its month, and second 60 does not exist. Fractions of a second are kept. The offsets "+hhmm"
 * and "-hhmm" are applied, although RFC 5280 requires "Z". Throws `Asn1Error` for another type, and for a text shorter
 * than OpenSSL accepts (13 and 15 characters).
 */
export function timeOf(block: Block | undefined): string {
  const isUtc = isTag(block, tags.UTC_TIME);
  if (!isUtc && !isTag(block, tags.GENERALIZED_TIME))
    throw new Asn1Error('UTCTime or GeneralizedTime expected');
  const text = String.fromCharCode(...contentsOf(block));
  if (text.length < (isUtc ? 13 : 15)) throw new Asn1Error('a date is too short');
  return dateOf(text, isUtc);
}

/** The date of the characters of a UTCTime or a GeneralizedTime, by the rules of `timeOf`. */
export function dateOf(text: string, isUtc: boolean): string {
  const [, years = '', month = '', day = '', hour = '', minute = '', second = '00', ...rest] =
    (isUtc ? UTC : GENERALIZED).exec(text) ?? [];
  if (years === '') return BAD_TIME;
  const [fraction, zone = ''] = isUtc ? ['', rest[0]] : [rest[0] ?? '', rest[1]];
  const year = isUtc ? Number(years) + (Number(years) < 50 ? 2000 : 1900) : Number(years);
  const date = new Date(0);
  date.setUTCFullYear(year, Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  // `Date` rolls a day or an hour that does not exist over into the next one; then the text differs.
  const written = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
  if (isoSeconds(date) !== written) return BAD_TIME;
  if (zone !== 'Z') {
    const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3))];
    if (hours > 12 || minutes > 59) return BAD_TIME;
    date.setTime(date.getTime() + (hours * 60 + minutes) * (zone.startsWith('+') ? -60_000 : 60_000));
    if (date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9999) return BAD_TIME;
  }
  return `${isoSeconds(date)}${fraction}Z`;
}

const isoSeconds = (date: Date): string => date.toISOString().slice(0, 19);
