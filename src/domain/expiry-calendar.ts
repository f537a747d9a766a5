import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { DAY_MS, hasNoExpiry, type Validity } from './certificate.ts';

/** Expiry dates as a calendar (iCalendar, RFC 5545), for a file to import and for the feed to subscribe to. */

export const CALENDAR_TYPE = 'text/calendar';

/** The days before its end on which a calendar reminds of a certificate. */
export const REMINDER_DAYS = [90, 30, 7] as const;

/** More events help nobody, and writing one takes a millisecond. As time goes by, the later ones come in. */
export const MOST_EVENTS = 1000;

/** So many are written at a time, so that neither the page nor the tenant stands still for longer than a moment. */
const SLICE = 10;

/** What an event is made of: names and dates, and where the certificate is renewed. */
export interface Expiry {
  /** Fingerprint of the DER in hexadecimal. */
  sha256: string;
  subjectName: string;
  /** ISO 8601, UTC. */
  notAfter: string;
  /** Where its renewal begins. */
  renewUrl: string;
}

/** Those that are still to come and have a date (RFC 5280, 4.1.2.5), the next one first. */
export const comingExpiries = <T extends Validity>(certificates: readonly T[], now: Date): T[] =>
  certificates
    .filter((each) => !hasNoExpiry(each) && Date.parse(each.notAfter) >= now.getTime())
    .toSorted((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter))
    .slice(0, MOST_EVENTS);

/**
 * An event for each certificate at the moment of its expiry, with the reminders. Lines end with CRLF and have at most
 * 75 octets (RFC 5545, 3.1).
 *
 * A certificate is the same event in every calendar that is ever written: its UID comes from its fingerprint. Of two
 * such events the one with the higher SEQUENCE counts, then the one with the later DTSTAMP (RFC 5546, 2.1.5); both
 * come from `asOf`, the moment whose facts the calendar shows, so that a later import always updates an earlier one.
 */
export async function expiryCalendar(
  expiries: readonly Expiry[],
  { name, asOf }: { name: string; asOf: Date },
): Promise<string> {
  const calendar = ical({
    name,
    prodId: { company: 'Recording Certificate Console', product: 'Expiry dates' },
    method: ICalCalendarMethod.PUBLISH,
    // How often a subscribed calendar should ask again (RFC 7986, 5.7), in seconds.
    ttl: DAY_MS / 1000,
  });
  const [head = '', end = ''] = calendar.toString().split(/(?=END:VCALENDAR)/);
  const parts = [head];
  for (let at = 0; at < expiries.length; at += SLICE) {
    calendar.clear();
    for (const expiry of expiries.slice(at, at + SLICE)) calendar.createEvent(eventOf(expiry, asOf));
    parts.push(calendar.toString().slice(head.length, -end.length));
    await new Promise((resolve) => setTimeout(resolve));
  }
  // The library leaves the last line without its end.
  return [...parts, end.trimEnd(), '\r\n'].join('');
}

function eventOf({ sha256, subjectName, notAfter, renewUrl }: Expiry, asOf: Date) {
  const name = oneLine(subjectName);
  return {
    id: uidOf(sha256),
    sequence: Math.floor(asOf.getTime() / 60_000),
    stamp: asOf,
    start: new Date(notAfter),
    summary: `${name} expires`,
    description: `From this moment no new recording can be encrypted for the recording certificate ${name}. Renew it before: ${renewUrl}`,
    url: renewUrl,
    // A date to know about; nobody is busy then.
    transparency: ICalEventTransparency.TRANSPARENT,
    alarms: REMINDER_DAYS.map((days) => ({
      type: ICalAlarmType.display,
      trigger: (days * DAY_MS) / 1000,
      description: `${name} expires in ${days} days`,
    })),
  };
}

/** RFC 5545, 3.3.11 has no control characters in a text; a summary is one line. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** A UUID made of a fingerprint (RFC 9562, 5.8), as RFC 7986, 5.3 would have a UID. */
function uidOf(sha256: string): string {
  const hex = sha256.toLowerCase();
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
