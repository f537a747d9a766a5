import { describe, expect, test } from 'vitest';
import { coverageFrom, encrypting, gapsOf, intervalsOf, type Assignment } from './coverage.ts';
import { assignment } from '../testing/assignment.ts';

const now = new Date('2026-11-24T09:00:00Z');
const from = coverageFrom(now);
const longAgo = new Date('2020-01-01T00:00:00Z');

const told = (assignments: readonly Assignment[], knownSince = longAgo) =>
  intervalsOf(assignments, { from, knownSince }).map(
    ({ state, from: begins, to }) => `${state}: ${begins.slice(0, 19)} – ${to?.slice(0, 19) ?? ''}`,
  );

describe('the time cut into intervals', () => {
  test('without a certificate, all that is known is in the clear', () => {
    expect(told([])).toEqual(['in the clear: 2025-11-24T09:00:00 – ']);
    expect(told([], new Date('2026-11-24T08:00:00Z'))).toEqual([
      'unknown: 2025-11-24T09:00:00 – 2026-11-24T08:00:00',
      'in the clear: 2026-11-24T08:00:00 – ',
    ]);
  });

  test('overlapping certificates are one time of encryption', () => {
    expect(
      told([
        assignment('second', '2026-05-01T00:00:00Z', '2027-05-01T00:00:00Z'),
        assignment('first', '2025-06-01T00:00:00Z', '2026-06-01T00:00:00Z'),
        assignment('within', '2026-05-10T00:00:00Z', '2026-05-20T00:00:00Z'),
      ]),
    ).toEqual([
      'encrypted: 2025-11-24T09:00:00 – 2027-05-01T00:00:01',
      'in the clear: 2027-05-01T00:00:01 – ',
    ]);
  });

  test('both ends are inclusive: back to back is no gap, and a second between is one', () => {
    const first = assignment('first', '2025-06-01T00:00:00Z', '2026-05-31T23:59:59Z');
    expect(told([first, assignment('next', '2026-06-01T00:00:00Z', '2027-06-01T00:00:00Z')])).toHaveLength(2);
    expect(told([first, assignment('late', '2026-06-01T00:00:01Z', '2027-06-01T00:00:00Z')])).toEqual([
      'encrypted: 2025-11-24T09:00:00 – 2026-06-01T00:00:00',
      'in the clear: 2026-06-01T00:00:00 – 2026-06-01T00:00:01',
      'encrypted: 2026-06-01T00:00:01 – 2027-06-01T00:00:01',
      'in the clear: 2027-06-01T00:00:01 – ',
    ]);
  });

  test('one that is not valid yet encrypts later; one that expired before the year does not count', () => {
    expect(
      told([
        assignment('expired', '2020-06-01T00:00:00Z', '2021-06-01T00:00:00Z'),
        assignment('future', '2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z', {
          assignedAt: '2026-11-01T00:00:00Z',
        }),
      ]),
    ).toEqual([
      'in the clear: 2025-11-24T09:00:00 – 2027-01-01T00:00:00',
      'encrypted: 2027-01-01T00:00:00 – 2028-01-01T00:00:01',
      'in the clear: 2028-01-01T00:00:01 – ',
    ]);
  });

  test('counts from the assignment and until it is taken back, and says who did it', () => {
    const intervals = intervalsOf(
      [
        assignment('a', '2025-01-01T00:00:00Z', '2029-01-01T00:00:00Z', {
          assignedAt: '2026-02-01T00:00:00Z',
          unassignedAt: '2026-03-01T00:00:00Z',
          unassignedBy: 'professional',
        }),
        assignment('a', '2025-01-01T00:00:00Z', '2029-01-01T00:00:00Z', {
          assignedAt: '2026-03-05T00:00:00Z',
        }),
      ],
      { from, knownSince: longAgo },
    );
    expect(intervals.map(({ state, ending }) => [state, ending])).toEqual([
      ['in the clear', null],
      ['encrypted', null],
      ['in the clear', { kind: 'unassigned', subjectName: 'a', by: 'professional' }],
      ['encrypted', null],
      ['in the clear', { kind: 'expired', subjectName: 'a', by: null }],
    ]);
  });

  test('an exchange in one save leaves no gap', () => {
    const at = '2026-03-01T08:15:30.123Z';
    expect(
      told([
        assignment('old', '2025-01-01T00:00:00Z', '2029-01-01T00:00:00Z', {
          unassignedAt: at,
          unassignedBy: 'x',
        }),
        assignment('new', '2026-01-01T00:00:00Z', '2030-01-01T00:00:00Z', { assignedAt: at }),
      ]),
    ).toHaveLength(2);
  });

  test('before the history begins, what is known to be assigned is encrypted and the rest unknown', () => {
    const since = new Date('2026-06-01T00:00:00Z');
    expect(told([assignment('a', '2026-02-01T00:00:00Z', '2026-09-01T00:00:00Z')], since)).toEqual([
      'unknown: 2025-11-24T09:00:00 – 2026-02-01T00:00:00',
      'encrypted: 2026-02-01T00:00:00 – 2026-09-01T00:00:01',
      'in the clear: 2026-09-01T00:00:01 – ',
    ]);
  });

  test('one without an expiry date leaves nothing in the clear', () => {
    expect(told([assignment('a', '2025-01-01T00:00:00Z', '9999-12-31T23:59:59Z')])).toEqual([
      'encrypted: 2025-11-24T09:00:00 – ',
    ]);
  });

  test('40 profiles with 12 certificates each take a few milliseconds', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      assignment(`c${index}`, `20${20 + index}-01-01T00:00:00Z`, `20${22 + index}-01-01T00:00:00Z`),
    );
    const began = process.threadCpuUsage().user;
    for (let profile = 0; profile < 40; profile++) intervalsOf(many, { from, knownSince: longAgo });
    expect((process.threadCpuUsage().user - began) / 1000).toBeLessThan(200);
  });
});

test('one that was taken back before it became valid never encrypted', () => {
  const unassignedAt = '2026-01-01T00:00:00Z';
  expect(
    encrypting(assignment('a', '2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z', { unassignedAt })),
  ).toBeUndefined();
});

const gaps = (assignments: Assignment[]) =>
  gapsOf(intervalsOf(assignments, { from, knownSince: longAgo }), now).map(({ when }) => when);

test('gaps are past, now or ahead; the end of the last certificate is none until it has come', () => {
  const first = assignment('first', '2025-06-01T00:00:00Z', '2026-06-01T00:00:00Z');
  const second = assignment('second', '2026-07-01T00:00:00Z', '2027-07-01T00:00:00Z');
  const third = assignment('third', '2027-08-01T00:00:00Z', '2028-07-01T00:00:00Z');
  expect(gaps([first, second, third])).toEqual(['past', 'ahead']);
  expect(gaps([first, third])).toEqual(['now']);
  expect(gaps([first])).toEqual(['now']);
  expect(gaps([second])).toEqual(['past']);
});
