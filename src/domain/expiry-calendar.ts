import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { DAY_MS, hasNoExpiry, type Validity } from './certificate.ts';

/** Expiry dates as a calendar (iCalendar, RFC 5545): a file to import, or a feed to subscribe to. */

export const CALENDAR_TYPE = 'text/calendar';

/** Days before expiry on which the calendar reminds of a certificate: by an alarm, in a feed by an event. */
export const REMINDER_DAYS = [90, 30, 7] as const;

/**
 * Nobody reads more events than that, and writing one takes a millisecond. A later download or feed contains those that
 * come next.
 */
export const MOST_EVENTS = 1000;

/** Certificates in a feed: each is an event, and so is each of its reminders. */
export const MOST_IN_FEED = MOST_EVENTS / (1 + REMINDER_DAYS.length);

const MOST_CHARACTERS = 300;

/** Events written in one go. Between two slices the page or the tenant can do other work. */
const SLICE = 10;

/** What an event tells: names, the expiry date, and where the certificate is renewed. */
export interface Expiry {
  /** Fingerprint of the DER in hexadecimal. */
  sha256: string;
  subjectName: string;
  /** ISO 8601, UTC. */
  notAfter: string;
  /** Address of the screen where the renewal begins. */
  renewUrl: string;
}

/** The certificates that have not expired and that have an expiry date (RFC 5280, 4.1.2.5), the earliest first. */
export const comingExpiries = <T extends Validity>(certificates: readonly T[], now: Date): T[] =>
  certificates
    .filter((each) => !hasNoExpiry(each) && Date.parse(each.notAfter) >= now.getTime())
    .toSorted((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter))
    .slice(0, MOST_EVENTS);

/**
 * One event for each certificate at the moment of its expiry, with reminders. Lines end with CRLF and have at most 75
 * octets (RFC 5545, 3.1).
 *
 * A certificate is the same event in every calendar, because its UID comes from its fingerprint. When a program has two
 * versions of an event, it keeps the one with the higher SEQUENCE, then the one with the later DTSTAMP (RFC 5546,
 * 2.1.5). Both come from `asOf`, the time at which the facts were read, so a later import always updates an earlier
 * one.
 *
 * Calendars that subscribe to a feed drop its alarms (Google, Outlook and Apple do), so a feed has the reminders as
 * events of their own.
 */
export async function expiryCalendar(
  expiries: readonly Expiry[],
  { name, asOf, isFeed = false }: { name: string; asOf: Date; isFeed?: boolean },
): Promise<string> {
  const calendar = ical({
    name,
    prodId: { company: 'Recording Certificate Console', product: 'Expiry dates' },
    method: ICalCalendarMethod.PUBLISH,
    // How often a subscribed calendar should fetch the feed again, in seconds (RFC 7986, 5.7).
    ttl: DAY_MS / 1000,
  });
  const [head = '', end = ''] = calendar.toString().split(/(?=END:VCALENDAR)/);
  const parts = [head];
  for (let at = 0; at < expiries.length; at += SLICE) {
    calendar.clear();
    for (const expiry of expiries.slice(at, at + SLICE)) {
      const { alarms, ...event } = eventOf(expiry, asOf);
      calendar.createEvent(isFeed ? event : { ...event, alarms });
      if (isFeed) for (const mark of marksOf(expiry, asOf)) calendar.createEvent(mark);
    }
    parts.push(calendar.toString().slice(head.length, -end.length));
    await new Promise((resolve) => setTimeout(resolve));
  }
  // The library does not end the last line with CRLF.
  return [...parts, end.trimEnd(), '\r\n'].join('');
}

function eventOf({ sha256, subjectName, notAfter, renewUrl }: Expiry, asOf: Date) {
  const name = oneLine(subjectName);
  return {
    id: uidOf(sha256),
    sequence: Math.floor(asOf.getTime() / 60_000),
    stamp: asOf,
    ...lasting(new Date(notAfter)),
    summary: `${name} expires`,
    description: `From this moment no new recording can be encrypted for the recording certificate ${name}. Renew it before: ${renewUrl}`,
    url: renewUrl,
    // The event is shown but does not mark anybody as busy.
    transparency: ICalEventTransparency.TRANSPARENT,
    alarms: REMINDER_DAYS.map((days) => ({
      type: ICalAlarmType.display,
      trigger: (days * DAY_MS) / 1000,
      description: `${name} expires in ${days} days`,
    })),
  };
}

/** The days on which a feed reminds. */
function marksOf({ sha256, subjectName, notAfter, renewUrl }: Expiry, asOf: Date) {
  const name = oneLine(subjectName);
  return REMINDER_DAYS.map((days) =>
    Object.assign(lasting(new Date(Date.parse(notAfter) - days * DAY_MS)), {
      // The fingerprint turned by as many digits, so that each mark has a UID that stays.
      id: uidOf(`${sha256.slice(days % 64)}${sha256.slice(0, days % 64)}`),
      sequence: Math.floor(asOf.getTime() / 60_000),
      stamp: asOf,
      summary: `${name} expires in ${days} days`,
      description: `Renew the recording certificate ${name}: ${renewUrl}`,
      url: renewUrl,
      transparency: ICalEventTransparency.TRANSPARENT,
    }),
  );
}

/** Some calendars do not show an event without an end. */
const lasting = (start: Date) => ({ start, end: new Date(start.getTime() + EVENT_MS) });
const EVENT_MS = 30 * 60_000;

/**
 * A text must not contain control characters (RFC 5545, 3.3.11), and a summary is one line. Of a very long name, only
 * the beginning: the library would take ten milliseconds for one of 2 kB.
 */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  const characters = Array.from(line);
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS).join('')}…` : line;
}

/** A UUID made from the fingerprint (RFC 9562, 5.8), which RFC 7986, 5.3 recommends for a UID. */
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
