import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from './certificate.ts';
import { comingExpiries, expiryCalendar, MOST_EVENTS, type Expiry } from './expiry-calendar.ts';

const asOf = new Date('2026-11-24T09:00:00Z');
const sha256 = '12C54BBEDE74B1C1BDD2A37D1CCB3A01D9D4A3F96A5E0F5E3F3A04E1D5C9F0A7';
const expiry = (over: Partial<Expiry> = {}): Expiry => ({
  sha256,
  subjectName: 'Genesys Recording',
  notAfter: '2036-11-21T09:00:00Z',
  renewUrl: 'https://console.test/administration/certificates/0b9c/renew',
  ...over,
});
const write = (expiries: readonly Expiry[], at = asOf) =>
  expiryCalendar(expiries, { name: 'Recording certificates: Environment', asOf: at });

/** Reads the calendar with `ical.js`, because the library that wrote it cannot be its own judge. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return {
    calendar,
    events: calendar.getAllSubcomponents('vevent').map((component) => ({
      event: new ICAL.Event(component),
      component,
      alarms: component.getAllSubcomponents('valarm'),
    })),
  };
}
const readOne = (text: string) => {
  const [one] = read(text).events;
  if (!one) throw new Error('There is no event.');
  return one;
};

test('a certificate is an event at its expiry, with a link to its renewal', async () => {
  const text = await write([expiry()]);
  const { calendar, events } = read(text);
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
  expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Recording certificates: Environment');
  expect(events).toHaveLength(1);
  const { event, component } = readOne(text);
  expect(event.summary).toBe('Genesys Recording expires');
  expect(event.startDate.toJSDate()).toEqual(new Date('2036-11-21T09:00:00Z'));
  expect(component.getFirstPropertyValue('url')).toBe(expiry().renewUrl);
  expect(event.description).toContain(expiry().renewUrl);
  expect(component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
});

test('it reminds 90, 30 and 7 days before', async () => {
  const { event, alarms } = readOne(await write([expiry()]));
  const at = alarms.map((alarm) => {
    const before = alarm.getFirstPropertyValue('trigger') as ICAL.Duration;
    return (before.toSeconds() * 1000 + event.startDate.toJSDate().getTime()) / DAY_MS;
  });
  const end = Date.parse('2036-11-21T09:00:00Z') / DAY_MS;
  expect(at).toEqual([end - 90, end - 30, end - 7]);
  expect(alarms.map((alarm) => alarm.getFirstPropertyValue('action'))).toEqual([
    'DISPLAY',
    'DISPLAY',
    'DISPLAY',
  ]);
  expect(alarms[1]?.getFirstPropertyValue('description')).toBe('Genesys Recording expires in 30 days');
});

test('a feed has the reminders as events of their own, because calendars drop its alarms; every event ends', async () => {
  const text = await expiryCalendar([expiry()], { name: 'Expiry dates', asOf, isFeed: true });
  const { events } = read(text);
  const end = Date.parse('2036-11-21T09:00:00Z') / DAY_MS;
  expect(
    events.map(({ event }) => [event.startDate.toJSDate().getTime() / DAY_MS - end, event.summary]),
  ).toEqual([
    [0, 'Genesys Recording expires'],
    [-90, 'Genesys Recording expires in 90 days'],
    [-30, 'Genesys Recording expires in 30 days'],
    [-7, 'Genesys Recording expires in 7 days'],
  ]);
  expect(events.flatMap(({ alarms }) => alarms)).toEqual([]);
  for (const { event } of [...events, readOne(await write([expiry()]))]) {
    expect(event.endDate.toJSDate().getTime()).toBeGreaterThan(event.startDate.toJSDate().getTime());
  }
  // A later feed updates the same events.
  const later = read(await expiryCalendar([expiry()], { name: 'Expiry dates', asOf, isFeed: true })).events;
  expect(later.map(({ event }) => event.uid)).toEqual(events.map(({ event }) => event.uid));
  expect(new Set(events.map(({ event }) => event.uid)).size).toBe(4);
  expectLines(text);
});

describe('importing again', () => {
  test('updates the same event, whatever is written about it then', async () => {
    const before = readOne(await write([expiry()]));
    const later = readOne(
      await write([expiry({ renewUrl: 'https://elsewhere.test/' })], new Date('2026-11-24T09:01:00Z')),
    );
    expect(later.event.uid).toBe(before.event.uid);
    expect(before.event.uid).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
    expect(later.event.sequence).toBeGreaterThan(before.event.sequence);
    expect(later.event.sequence).toBeLessThan(2 ** 31);
    expect(String(before.component.getFirstPropertyValue('dtstamp'))).toBe('2026-11-24T09:00:00Z');
  });

  test('another certificate is another event', async () => {
    const { events } = read(await write([expiry(), expiry({ sha256: sha256.replace('12C5', '12C6') })]));
    expect(new Set(events.map(({ event }) => event.uid)).size).toBe(2);
  });
});

describe('a name', () => {
  test.each([
    ['with commas and semicolons', 'Voice, screen; both', 'Voice, screen; both'],
    ['with backslashes and quotes', String.raw`C:\new "Recording"`, String.raw`C:\new "Recording"`],
    ['with line breaks', 'Genesys\r\nBEGIN:VEVENT\nRecording', 'Genesys BEGIN:VEVENT Recording'],
    ['with control characters', 'Genesys\u0000\u0007Recording\u2028', 'Genesys Recording'],
    ['with emoji', 'Recording 👩‍👩‍👧‍👦🇩🇪🔐'.repeat(6), 'Recording 👩‍👩‍👧‍👦🇩🇪🔐'.repeat(6)],
    ['very long', '🔐'.repeat(301), `${'🔐'.repeat(300)}…`],
    ['in Japanese', '録音用証明書'.repeat(20), '録音用証明書'.repeat(20)],
    ['in Arabic', 'تسجيل المكالمات '.repeat(10).trim(), 'تسجيل المكالمات '.repeat(10).trim()],
  ])('%s is read as it is', async (_, subjectName, wanted) => {
    const text = await write([expiry({ subjectName })]);
    expect(readOne(text).event.summary).toBe(`${wanted} expires`);
    expect(read(text).events).toHaveLength(1);
    expectLines(text);
  });
});

/**
 * RFC 5545, 3.1: every line ends with CRLF, there is no other line break, a line has at most 75 octets, and no
 * character is cut in two.
 */
function expectLines(text: string) {
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const lines = text.split('\r\n');
  for (const line of lines) {
    const octets = new TextEncoder().encode(line);
    expect(octets.length).toBeLessThanOrEqual(75);
    expect(new TextDecoder('utf-8', { fatal: true }).decode(octets)).toBe(line);
  }
  expect(lines.some((line) => line.startsWith(' '))).toBe(true);
}

test('many are written in slices, each of them once, and other work goes on meanwhile', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++);
  const many = Array.from({ length: 95 }, (_, i) =>
    expiry({ sha256: i.toString(16).padStart(4, '0') + sha256.slice(4), subjectName: `Recording ${i}` }),
  );
  const text = await write(many);
  clearInterval(timer);
  const { events } = read(text);
  expect(events.map(({ event }) => event.summary)).toEqual(
    many.map(({ subjectName }) => `${subjectName} expires`),
  );
  expect(text.match(/BEGIN:VCALENDAR|END:VCALENDAR/g)).toHaveLength(2);
  expect(turns).toBeGreaterThan(1);
  expectLines(text);
});

test('without a certificate it is an empty calendar', async () => {
  expect(read(await write([])).events).toEqual([]);
});

const until = (notAfter: string) => ({ notBefore: '2026-11-01T00:00:00Z', notAfter });

test('what has expired and what never expires is left out; the next ones come first', () => {
  expect(
    comingExpiries(
      [
        until('2036-11-21T09:00:00Z'),
        until('9999-12-31T23:59:59Z'),
        until('2026-11-24T08:59:59Z'),
        until('2026-12-24T09:00:00Z'),
      ],
      asOf,
    ),
  ).toEqual([until('2026-12-24T09:00:00Z'), until('2036-11-21T09:00:00Z')]);
  const many = Array.from({ length: MOST_EVENTS + 1 }, () => until('2036-11-21T09:00:00Z'));
  expect(comingExpiries(many, asOf)).toHaveLength(MOST_EVENTS);
});
