import { describe, expect, test } from 'vitest';
import { DAY_MS } from './certificate.ts';
import { coverageFrom, intervalsOf, type Assignment } from './coverage.ts';
import { assignment } from '../testing/assignment.ts';
import { barsOf, neighboursOf, timelineOf, timeSpan } from './timeline.ts';

const now = new Date('2026-11-24T09:00:00Z');
const from = coverageFrom(now);
const knownSince = new Date('2020-01-01T00:00:00Z');

describe('bars', () => {
  test('a renewal stands beside what it renews, the one after it in the first lane again', () => {
    const bars = barsOf(
      [
        assignment('third', '2027-05-01T00:00:00Z', '2028-06-01T00:00:00Z'),
        assignment('first', '2025-06-01T00:00:00Z', '2026-06-01T00:00:00Z'),
        assignment('second', '2026-05-01T00:00:00Z', '2027-06-01T00:00:00Z'),
      ],
      from,
    );
    expect(bars.map(({ assignment: { certificateId }, lane }) => [certificateId, lane])).toEqual([
      ['first', 0],
      ['second', 1],
      ['third', 0],
    ]);
  });

  test('twelve at once take twelve lanes; what ended before the year has none', () => {
    const twelve = Array.from({ length: 12 }, (_, index) =>
      assignment(`c${index}`, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'),
    );
    const old = assignment('old', '2020-06-01T00:00:00Z', '2021-06-01T00:00:00Z');
    expect(new Set(barsOf([...twelve, old], from).map(({ lane }) => lane)).size).toBe(12);
  });
});

const span = (assignments: Assignment[], zoom?: 1 | 3 | 10) =>
  timeSpan([{ assignments }], { from, now, zoom }).to.getTime();

const inDays = (days: number) => now.getTime() + days * DAY_MS;

describe('what the timeline shows', () => {
  test('ends after the last expiry, with some room', () => {
    const last = '2028-11-24T09:00:00Z';
    const to = span([assignment('a', '2026-01-01T00:00:00Z', last)]);
    expect(to).toBeGreaterThan(Date.parse(last));
    expect(to).toBeLessThan(Date.parse('2029-03-24T09:00:00Z'));
  });

  test('is half a year ahead at least, and ten years at most', () => {
    expect(span([])).toBeGreaterThan(inDays(180));
    expect(span([assignment('a', '2026-01-01T00:00:00Z', '9999-12-31T23:59:59Z')])).toBe(inDays(3650));
  });

  test('is so many years ahead where somebody chose it', () => {
    expect(span([assignment('a', '2026-01-01T00:00:00Z', '2049-01-01T00:00:00Z')], 3)).toBe(inDays(3 * 365));
  });
});

test('a certificate’s neighbours are what was there before it and what comes after it', () => {
  const all = ['2023', '2024', '2025', '2026'].map((year) =>
    assignment(year, `${year}-01-01T00:00:00Z`, `${Number(year) + 1}-02-01T00:00:00Z`),
  );
  expect(neighboursOf(all, '2025')?.map((each) => each.certificateId)).toEqual(['2024', '2025', '2026']);
  expect(neighboursOf(all, '2023')?.map((each) => each.certificateId)).toEqual(['2023', '2024']);
  expect(neighboursOf(all, 'another')).toBeUndefined();
});

const dayText = (iso: string) => iso.slice(0, 10);
const row = (assignments: readonly Assignment[], since = knownSince) => {
  const place = { kind: 'ivr-profile', id: 'emea', name: 'record_emea' } as const;
  const intervals = intervalsOf(assignments, { from, knownSince: since });
  const told = assignments.map((each) => ({ ...each, inKeystore: true }));
  const { rows } = timelineOf(
    { at: now.toISOString(), from: from.toISOString(), places: [{ place, intervals, assignments: told }] },
    {
      now,
      zoom: undefined,
      dayText,
    },
  );
  return rows[0];
};
const about = (...assignments: Assignment[]) => row(assignments)?.about;
const looks = (...assignments: Assignment[]) => row(assignments)?.bars.map(({ look }) => look);
const spans = (...assignments: Assignment[]) => row(assignments)?.spans.map(({ state }) => state);

describe('a row', () => {
  test('says how it stands now', () => {
    expect(about(assignment('a', '2026-01-01T00:00:00Z', '2028-01-01T23:59:59Z'))).toBe(
      'Encrypted until 2028-01-01',
    );
    expect(about(assignment('a', '2026-01-01T00:00:00Z', '2026-12-20T23:59:59Z'))).toBe(
      'Encrypted for 26 more days',
    );
    expect(about(assignment('a', '2026-01-01T00:00:00Z', '2026-11-24T23:59:59Z'))).toBe(
      'Encryption ends in less than a day',
    );
    expect(about(assignment('a', '2026-01-01T00:00:00Z', '9999-12-31T23:59:59Z'))).toBe(
      'Encrypted, without an end date',
    );
    expect(about(assignment('a', '2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z'))).toBe(
      'Not encrypted before 2027-01-01',
    );
    expect(about()).toBe('Not encrypted');
  });

  test('shows which certificate has ended, works, comes later, or is the last one for a short time', () => {
    const ended = assignment('ended', '2025-06-01T00:00:00Z', '2026-06-01T00:00:00Z');
    const ending = assignment('ending', '2026-05-01T00:00:00Z', '2026-12-24T00:00:00Z');
    const next = assignment('next', '2026-12-01T00:00:00Z', '2027-12-24T00:00:00Z');
    expect(looks(ended, ending, next)).toEqual(['ended', 'now', 'later']);
    expect(looks(ended, ending)).toEqual(['ended', 'soon']);
  });

  test('what is to come after the last certificate is open, what is and was without one is in the clear', () => {
    expect(spans()).toEqual(['in the clear', 'open']);
    expect(spans(assignment('a', '2025-01-01T00:00:00Z', '2028-01-01T00:00:00Z'))).toEqual([
      'encrypted',
      'open',
    ]);
  });

  test('what was assigned a moment ago encrypts now, by a clock that is a second late', () => {
    const assignedAt = '2026-11-24T09:00:00.700Z';
    const told = [
      { ...assignment('a', '2026-01-01T00:00:00Z', '2028-01-01T00:00:00Z'), assignedAt, inKeystore: true },
    ];
    const { rows } = timelineOf(
      {
        at: '2026-11-24T09:00:00.900Z',
        from: from.toISOString(),
        places: [
          {
            place: { kind: 'screen-recording' },
            intervals: intervalsOf(told, { from, knownSince }),
            assignments: told,
          },
        ],
      },
      { now, zoom: undefined, dayText },
    );
    expect(rows[0]).toMatchObject({ about: 'Encrypted until 2028-01-01', tone: 'good' });
    expect(rows[0]?.bars[0]?.look).toBe('now');
  });

  test('tells its gaps in sentences', () => {
    const first = assignment('first', '2025-06-01T00:00:00Z', '2026-06-01T00:00:00Z');
    const second = assignment('second', '2026-06-18T00:00:00Z', '2027-07-01T00:00:00Z');
    const third = assignment('third', '2027-07-02T00:00:00Z', '2028-07-01T00:00:00Z');
    expect(row([first, second, third])?.gaps).toEqual([
      'Was not encrypted from 2026-06-01 to 2026-06-18, 17 days: “first” had expired.',
      'Will not be encrypted from 2027-07-01 to 2027-07-02, 1 day: “second” expires first.',
    ]);
    expect(row([first])?.gaps).toEqual(['Not encrypted since 2026-06-01: “first” has expired.']);
    expect(row([])?.gaps).toEqual(['Not encrypted for a year or longer: no certificate was assigned.']);
    const unassigned = { unassignedAt: '2026-10-01T00:00:00Z', unassignedBy: 'professional' };
    expect(
      row([{ ...assignment('a', '2025-01-01T00:00:00Z', '2028-01-01T00:00:00Z'), ...unassigned }])?.gaps,
    ).toEqual(['Not encrypted since 2026-10-01: professional unassigned “a”.']);
  });
});
