import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { actionText, auditActions, UNASSIGNED_WORDS, type AuditSort } from '../../domain/audit.ts';
import { hasWords, searchable, searchWords } from '../../domain/search.ts';
import { recordEntry } from './audit-log.ts';
import { entriesOf, type EntryFilter } from './audit-list.ts';
import { openDatabase, type Database } from './database.ts';
import { defineFunctions } from './functions.ts';
import { foundPage } from './found-list.ts';
import { listPage } from './list.ts';
import { migrations } from './migrations.ts';
import { startKilled } from '../../testing/killed-start.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-search-'));
  file = join(folder, 'a.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Row {
  id: number;
  at: string;
  username: string;
  session: string;
  action: keyof typeof actionText;
  summary: string;
}

/** What the work answers, and in how many pieces. */
function wholeOf<T>(work: Generator<undefined, T>): { answer: T; pieces: number } {
  for (let pieces = 1; ; pieces++) {
    const piece = work.next();
    if (piece.done) return { answer: piece.value, pieces };
  }
}

/** The numbers of all entries that a list finds, newest first, in pages of three. */
function numbersFound(database: Database, asked: EntryFilter & { search?: string }): number[] {
  const { list, index, condition } = wholeOf(entriesOf(database, asked)).answer;
  const numbers: number[] = [];
  let after: { value: string | number; id: number } | undefined;
  for (;;) {
    const { search } = asked;
    const position = { sort: '-at', search, limit: 3, after } as const;
    const page = index
      ? wholeOf(foundPage<Row, 'at'>(database, list, index, condition, position)).answer
      : listPage<Row, 'at'>(database, list, condition, position);
    numbers.push(...page.items.map(({ id }) => id));
    const last = page.items.at(-1);
    if (!page.isCut || !last) return numbers;
    after = { value: last.sortValue, id: last.id };
  }
}

/** The same by a look at each row, in JavaScript. */
const looked = (
  rows: readonly Row[],
  { search = '', username = '', about }: EntryFilter & { search?: string },
) =>
  rows
    .filter((row) => {
      const taken = /^(ivr-profile\.assigned|screen-recording\.saved)$/.test(row.action);
      const unassigned = taken && row.summary.includes('removed ') ? UNASSIGNED_WORDS : '';
      const time = new Date(row.at).toUTCString().slice(5, 22).replace(/^0/, '');
      const texts = [
        row.username,
        row.session,
        row.action,
        row.summary,
        `${actionText[row.action]} ${unassigned}`,
        time,
      ];
      return (
        hasWords(searchable(texts.join('\n')), searchWords(search)) &&
        hasWords(searchable(row.username), searchWords(username)) &&
        (about === undefined ||
          row.summary.includes(`${about}:`) ||
          `${row.summary},`.includes(` ${about.replaceAll('IVR profile ', '')},`))
      );
    })
    .map(({ id }) => id)
    .toReversed();

const words = [
  'Zürich',
  'zurich',
  'record_emea',
  'ab',
  'a',
  '“Recording 7”',
  'removed ',
  'ß',
  '録音',
  '12:05',
  '1E05',
];
const someText = fc
  .array(fc.constantFrom(...words, 'b', 'c', ' ', '1', '-', '_', 'ü'), { maxLength: 6 })
  .map((all) => all.join(''));
const someEntry = fc.record({
  minutes: fc.nat(100_000),
  username: fc.constantFrom('administrator', 'Müller', 'professional'),
  session: fc.constantFrom('1a2b', '-'),
  action: fc.constantFrom(...auditActions),
  summary: someText.map((text) => `IVR profile ${text}`),
});
const someQuestion = fc.record(
  {
    search: fc.oneof(
      someText,
      fc.constantFrom(
        'uploaded',
        'unassigned',
        'Certificate',
        'Mar 2026',
        'taken admin',
        'ivr-profile.assigned',
      ),
    ),
    username: fc.constantFrom('adm', 'muller', 'ELLE', 'nobody'),
    about: fc.constantFrom('IVR profile record_emea', 'IVR profile a', 'b'),
  },
  { requiredKeys: [] },
);

test('what the index finds is what a look at each entry finds', () => {
  const database = openDatabase(file);
  const rows: Row[] = [];
  const begin = Date.parse('2026-03-01T00:00:00Z');
  fc.assert(
    fc.property(fc.array(someEntry, { maxLength: 5 }), someQuestion, (entries, asked) => {
      database.transaction(() => {
        for (const { minutes, username, session, action, summary } of entries) {
          const at = new Date(begin + rows.length * 60_000 + (minutes % 60) * 1000).toISOString();
          recordEntry(database, { username, role: 'system', session }, { at, action, summary });
          rows.push({ id: rows.length + 1, at, username, session, action, summary });
        }
      });
      expect(numbersFound(database, asked)).toEqual(looked(rows, asked));
    }),
    { seed: 1, numRuns: 150 },
  );
  expect(rows.length).toBeGreaterThan(200);
  const [from, to] = ['2026-03-01T00:30:00.000Z', '2026-03-01T01:00:00.000Z'];
  expect(numbersFound(database, { search: 'profile', from, to })).toEqual(
    looked(
      rows.filter(({ at }) => at >= from && at < to),
      {},
    ),
  );
  expect(numbersFound(database, { search: 'profile', from: '2027-01-01' })).toEqual([]);
  database.close();
});

test('the entries of an earlier version are found, also after starts that are killed on the way', () => {
  const ENTRIES = 11_000;
  const before = migrations.findIndex((step) => step.includes('VIRTUAL TABLE audit_gram'));
  const old = new DatabaseSync(file);
  defineFunctions(old);
  for (const step of migrations.slice(0, before)) old.exec(step);
  old.exec(`
    BEGIN;
    WITH RECURSIVE each (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM each WHERE n < ${ENTRIES})
    INSERT INTO audit_entry (at, username, role, session, action, summary)
    SELECT '2026-11-30T05:00:00.000Z', 'administrator', 'administrator', '-', 'recording.made', 'Number ' || n FROM each;
    PRAGMA user_version = ${before};
    COMMIT`);
  old.close();

  expect(startKilled(file)).toContain('5,000 entries of 11,000 moved');
  expect(startKilled(file)).toContain('5,000 entries of 6,000 moved');
  const database = openDatabase(file);
  const expected = Array.from({ length: ENTRIES }, (_, n) => n + 1).filter((n) => String(n).includes('77'));
  expect(numbersFound(database, { search: '77 30 Nov' })).toEqual(expected.toReversed());

  // Also in another order, of many and of few; and never many in one piece.
  const read = (search: string, after: { value: string; id: number } | undefined) => {
    const { list, index, condition } = wholeOf(entriesOf(database, { search })).answer;
    if (!index) throw new Error('Not found by the index');
    const position = { sort: '-username', search, limit: 2, after } as const;
    const { answer, pieces } = wholeOf(foundPage<Row, AuditSort>(database, list, index, condition, position));
    expect(pieces).toBeGreaterThan(search === 'Number' ? 10 : 0);
    return [answer.total, answer.more, answer.isCut, ...answer.items.map(({ id }) => id)];
  };
  expect(read('Number', undefined)).toEqual([10_000, true, true, ENTRIES, ENTRIES - 1]);
  expect(read('Number', { value: 'administrator', id: 3 })).toEqual([10_000, true, false, 2, 1]);
  const [last = 0, beforeIt = 0, third = 0] = expected.toReversed();
  expect(read('77', undefined)).toEqual([expected.length, false, true, last, beforeIt]);
  expect(read('77', { value: 'administrator', id: beforeIt })[3]).toBe(third);
  database.close();
});
