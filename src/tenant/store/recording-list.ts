import { MOST_COUNTED, type Order } from '../../domain/list.ts';
import type { RecordingSortKey } from '../../domain/recording-columns.ts';
import type { Playable } from '../../domain/recording.ts';
import { recordingSearch, type SearchedPrefixes } from '../../domain/recording-search.ts';
import type { Database } from './database.ts';
import {
  recordingColumns,
  recordingOf,
  setsOf,
  type Identity,
  type ListedRecording,
  type RecordingRow,
} from './recordings.ts';

/**
 * The list of recordings. A page costs the same however many recordings there are. What is asked about certificates is
 * turned into sets of recipients first, and the beginning of a number into the few numbers that begin with it. Then there
 * are three ways to the ids of a page:
 *
 * - What fits few recordings, by words or by time and sets: their indexes find all of them, which are sorted.
 * - The index of the order is followed until the page is full.
 * - Sets that are not found soon on that way: the index of each set has them in order, and the heads of these are merged.
 *
 * SQLite's planner does not know which index is short, so each statement names its own.
 */

export interface RecordingFilter {
  /** Only recordings that this certificate's key opens. */
  identity?: Identity | undefined;
  playable?: Playable | undefined;
  /** Started at this time or later, and before that one; ISO 8601. */
  from?: string | undefined;
  to?: string | undefined;
  search?: string | undefined;
}

/** Where a recording is in the list, and what the first page counted. */
export interface RecordingPosition {
  value: number;
  row: number;
  total: number;
}

export interface RecordingPage {
  items: ListedRecording[];
  /** Exact up to `MOST_COUNTED`; a greater one says that there are more. */
  total: number;
  /** The last recording, where others follow. */
  next: RecordingPosition | undefined;
}

type Values = Record<string, string | number>;

/** How far one way is gone before another one is taken. */
interface Bounds {
  /** Matches that are counted and gathered. */
  counted: number;
  /** Entries of an index that are looked at, whether they match or not. */
  looked: number;
  /** Numbers that begin alike, and calls whose UUIDs do. */
  alike: number;
}

const BOUNDS: Bounds = { counted: MOST_COUNTED, looked: 2 * MOST_COUNTED, alike: 100 };

/** What is asked, as conditions in SQL and the values that they name. */
interface Asked {
  sets: readonly number[] | undefined;
  /** Of `started_at`, which the indexes of words and sets have, too. */
  time: string;
  words: Word[];
  column: 'started_at' | 'duration_ms';
  descending: boolean;
  limit: number;
  after: RecordingPosition | undefined;
  bounds: Bounds;
  values: Values;
}

interface Found {
  id: number;
  value: number;
}

export function listRecordings(
  database: Database,
  filter: RecordingFilter,
  {
    sort,
    limit,
    after,
    bounds = BOUNDS,
  }: {
    sort: Order<RecordingSortKey>;
    limit: number;
    after: RecordingPosition | undefined;
    bounds?: Bounds;
  },
): RecordingPage {
  const words = recordingSearch(filter.search ?? '').map((word, place) =>
    wordOf(database, bounds, word, place),
  );
  const { from, to } = filter;
  const sets = setsOf(database, { identity: filter.identity, playable: filter.playable });
  const asked: Asked = {
    sets,
    time: `${from === undefined ? '' : ' AND started_at >= :from'}${to === undefined ? '' : ' AND started_at < :to'}`,
    words,
    column: sort.endsWith('durationMs') ? 'duration_ms' : 'started_at',
    descending: sort.startsWith('-'),
    limit,
    after,
    bounds,
    values: {
      ...(from === undefined ? {} : { from: Date.parse(from) }),
      ...(to === undefined ? {} : { to: Date.parse(to) }),
      ...(sets && { sets: JSON.stringify(sets) }),
      ...(after && { value: after.value, row: after.row }),
      ...(Object.assign({}, ...words.map((word) => word.values)) as Values),
    },
  };
  const few = wayOfFew(database, asked);
  const found = few ? gather(database, asked, few) : walk(database, asked);
  const [page, more] = [found.slice(0, limit), found.length > limit];
  const items = rowsOf(database, page);
  const total = after?.total ?? count(database, asked, few);
  // A page may be shorter than its limit, because a recording was removed meanwhile; it is never longer.
  const last = page.at(-1);
  return { items, total, next: more && last ? { value: last.value, row: last.id, total } : undefined };
}

/** An index that finds what is asked, and the condition by which it does. */
interface Branch {
  by: 'NOT INDEXED' | `INDEXED BY ${string}`;
  condition: string;
  /** The index goes on to the asked time and sets. If not, it looks at all that begin alike. */
  isExact: boolean;
}

/** What finds everything that is asked, by one index or by several. */
interface Way {
  branches: Branch[];
}

/** A word of the search. Without branches, no recording fits it. */
interface Word extends Way {
  values: Values;
}

const inTime: Way = { branches: [{ by: 'INDEXED BY recording_by_time', condition: 'TRUE', isExact: true }] };
const inSets: Way = {
  branches: [{ by: 'INDEXED BY recording_by_set_time', condition: 'TRUE', isExact: true }],
};

/** What may be gathered: a word, or all of the asked time or sets where their order is not the asked one. */
function waysToGather({ words, time, sets, column }: Asked): Way[] {
  if (words.length === 0 && (time === '' || column === 'started_at')) return [];
  if (sets) return [...words, inSets];
  return time === '' ? [...words] : [...words, inTime];
}

function wordOf(
  database: Database,
  { alike }: Bounds,
  { numbers, calls }: SearchedPrefixes,
  place: number,
): Word {
  const values: Values = {};
  const range = (column: string, prefix: string, name: string) => {
    values[name] = prefix;
    return `${column} >= :${name} AND ${column} < :${name} || char(1114111)`;
  };
  const list = (column: string, all: readonly (string | number)[], name: string) => {
    values[name] = JSON.stringify(all);
    return `${column} IN (SELECT value FROM json_each(:${name}))`;
  };
  const ofNumbers = (column: 'ani' | 'dnis', index: string): Branch[] => {
    const by = `INDEXED BY ${index}` as const;
    const begun = numbers.map((prefix) => numbersFrom(database, column, prefix, alike + 1));
    if (begun.some((each) => each.length > alike))
      return numbers.map((prefix, n) => ({
        by,
        condition: range(column, prefix, `${column}_${place}_${n}`),
        isExact: false,
      }));
    const all = begun.flat();
    return all.length > 0 ? [{ by, condition: list(column, all, `${column}_${place}`), isExact: true }] : [];
  };
  const ofCalls = (): Branch[] => {
    const branches = calls.flatMap((prefix, n): Branch[] => {
      const name = `call_${place}_${n}`;
      return [
        {
          by: 'INDEXED BY recording_by_call',
          condition: `${range('call_uuid', prefix, name)} AND call_uuid <> ''`,
          isExact: false,
        },
        {
          by: 'INDEXED BY sqlite_autoindex_recording_1',
          condition: `${range('uuid', prefix, name)} AND call_uuid = ''`,
          isExact: false,
        },
      ];
    });
    const all = branches.flatMap(({ by, condition }) =>
      rows<{ id: number }>(
        database,
        `SELECT id FROM recording ${by} WHERE ${condition} LIMIT ${alike + 1}`,
        values,
      ),
    );
    if (all.length > alike) return branches;
    const ids = all.map(({ id }) => id);
    return ids.length > 0
      ? [{ by: 'NOT INDEXED', condition: list('id', ids, `calls_${place}`), isExact: true }]
      : [];
  };
  const branches = [
    ...ofNumbers('ani', 'recording_by_caller'),
    ...ofNumbers('dnis', 'recording_by_dialed'),
    ...ofCalls(),
  ];
  return { branches, values };
}

/** The different numbers that begin alike, found by one step in the index for each. */
const numbersFrom = (database: Database, column: 'ani' | 'dnis', prefix: string, limit: number): string[] => {
  const next = (after: string) =>
    `SELECT min(${column}) FROM recording WHERE ${column} ${after} AND ${column} < :prefix || char(1114111)`;
  return database
    .all<{ value: string }>(
      `WITH RECURSIVE number (value) AS (
         ${next('>= :prefix')} UNION ALL SELECT (${next('> number.value')}) FROM number WHERE value IS NOT NULL
       )
       SELECT value FROM number WHERE value IS NOT NULL LIMIT :limit`,
      { prefix, limit },
    )
    .map(({ value }) => value);
};

const ofSets = ({ sets }: Asked): string =>
  sets ? ' AND set_id IN (SELECT value FROM json_each(:sets))' : '';

/** The recordings that one index finds, in the asked time and sets. */
const branchSql = (asked: Asked, { by, condition }: Branch, columns: string) =>
  `SELECT ${columns} FROM recording ${by} WHERE ${condition} ${asked.time} ${ofSets(asked)}`;

/** What several indexes find counts several times, so nothing seems to be less than it is. */
function countBy(database: Database, asked: Asked, { branches }: Way): number {
  if (branches.length === 0) return 0;
  const counts = branches.map(
    (branch) => `(SELECT count(*) FROM (${branchSql(asked, branch, '1')} LIMIT ${asked.bounds.counted + 1}))`,
  );
  return number(database, `SELECT ${counts.join(' + ')} AS n`, asked.values);
}

/** A way with few matches, and how many its indexes find. */
interface Few {
  way: Way;
  entries: number;
}

function wayOfFew(database: Database, asked: Asked): Few | undefined {
  for (const way of waysToGather(asked)) {
    if (looksTooFar(database, asked, way)) continue;
    const entries = countBy(database, asked, way);
    if (entries <= asked.bounds.counted) return { way, entries };
  }
  return undefined;
}

/** Whether an index has to look at many that the asked time or sets leave out. */
function looksTooFar(database: Database, { time, sets, bounds, values }: Asked, { branches }: Way): boolean {
  if (time === '' && !sets) return false;
  const { looked } = bounds;
  const isLong = ({ by, condition }: Branch) =>
    number(
      database,
      `SELECT count(*) AS n FROM (SELECT 1 FROM recording ${by} WHERE ${condition} LIMIT ${looked + 1})`,
      values,
    ) > looked;
  return branches.some((branch) => !branch.isExact && isLong(branch));
}

const wordsOf = (words: readonly Word[]): string =>
  words
    .map(({ branches }) => ` AND (${branches.map(({ condition }) => condition).join(' OR ') || 'FALSE'})`)
    .join('');

const laterOf = ({ after, column, descending }: Asked): string =>
  after ? ` AND (${column}, id) ${descending ? '<' : '>'} (:value, :row)` : '';

const orderOf = ({ descending }: Asked): string =>
  descending ? 'ORDER BY value DESC, id DESC' : 'ORDER BY value, id';

/** Those that a way with few matches finds, and that fit the words. */
const gatheredSql = (asked: Asked, { way }: Few, later: string): string => {
  const others = wordsOf(asked.words.filter((each) => each !== way));
  return way.branches
    .map((branch) => `${branchSql(asked, branch, `id, ${asked.column} AS value`)}${others}${later}`)
    .join(' UNION ');
};

const gather = (database: Database, asked: Asked, few: Few): Found[] =>
  few.way.branches.length === 0
    ? []
    : all<Found>(
        database,
        `${gatheredSql(asked, few, laterOf(asked))} ${orderOf(asked)} LIMIT :limit`,
        asked,
      );

function walk(database: Database, asked: Asked): Found[] {
  const soon = follow(database, asked, asked.bounds.looked);
  if (soon.length > asked.limit) return soon;
  return asked.sets ? merge(database, asked, asked.sets) : follow(database, asked, -1);
}

/** Follows the index of the order, for so many entries; -1: to its end. */
function follow(database: Database, asked: Asked, most: number): Found[] {
  const { column, words, values } = asked;
  const index = column === 'started_at' ? 'recording_by_time' : 'recording_by_duration';
  return all<Found>(
    database,
    `SELECT id, value FROM (
       SELECT id, ${column} AS value, set_id, ani, dnis, uuid, call_uuid FROM recording INDEXED BY ${index}
       WHERE TRUE ${asked.time}${laterOf(asked)} ${orderOf(asked)} LIMIT :most
     ) WHERE TRUE ${ofSets(asked)}${wordsOf(words)} LIMIT :limit`,
    { ...asked, values: { ...values, most } },
  );
}

/**
 * The first ones of several sets. The more are found, the fewer of the next set can be among them; the sets come in the
 * order of their first recordings, so that most of them need not be read.
 */
function merge(database: Database, asked: Asked, sets: readonly number[]): Found[] {
  const { column, descending, limit, time } = asked;
  const [isByTime, later, order] = [column === 'started_at', laterOf(asked), orderOf(asked)];
  const index = isByTime ? 'recording_by_set_time' : 'recording_by_set_duration';
  const [beyond, sign] = descending ? ['>=', -1] : ['<=', 1];
  const heads = rows<{ id: number; head: number | null }>(
    database,
    `SELECT each.value AS id, (
       SELECT ${column} AS value FROM recording INDEXED BY ${index}
       WHERE set_id = each.value ${isByTime ? time : ''}${later} ${order} LIMIT 1) AS head
     FROM json_each(:sets) AS each`,
    { ...asked.values, sets: JSON.stringify(sets) },
  )
    .flatMap(({ id, head }) => (head === null ? [] : [{ id, head }]))
    .toSorted((a, b) => sign * (a.head - b.head));
  let found: Found[] = [];
  for (const { id, head } of heads) {
    const worst = found[limit];
    if (worst && sign * (head - worst.value) > 0) break;
    const next = all<Found>(
      database,
      `SELECT id, ${column} AS value FROM recording INDEXED BY ${index}
       WHERE set_id = :set AND ${column} ${beyond} :worst ${time}${wordsOf(asked.words)}${later}
       ${order} LIMIT :limit`,
      {
        ...asked,
        values: { ...asked.values, set: id, worst: worst?.value ?? sign * Number.MAX_SAFE_INTEGER },
      },
    );
    found = [...found, ...next]
      .toSorted((a, b) => sign * (a.value - b.value || a.id - b.id))
      .slice(0, limit + 1);
  }
  return found;
}

/** How many match, up to one more than are counted. */
function count(database: Database, asked: Asked, few: Few | undefined): number {
  const { sets, words, time, values, bounds } = asked;
  // One index finds a recording once.
  const isCounted = few && few.way.branches.length <= 1 && words.every((word) => word === few.way);
  if (isCounted || few?.way.branches.length === 0) return few.entries;
  if (few) return number(database, `SELECT count(*) AS n FROM (${gatheredSql(asked, few, '')})`, values);
  // So where there is one word, an index that finds more than are counted is enough.
  const [only] = words.length === 1 ? words : [];
  const more = only?.branches.find(
    (branch) =>
      (branch.isExact || (time === '' && !sets)) &&
      countBy(database, asked, { branches: [branch] }) > bounds.counted,
  );
  if (more) return bounds.counted + 1;
  const from = sets
    ? '(SELECT value AS asked FROM json_each(:sets)) CROSS JOIN recording INDEXED BY recording_by_set_time ON set_id = asked'
    : 'recording INDEXED BY recording_by_time';
  return number(
    database,
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${from} WHERE TRUE ${time}${wordsOf(words)} LIMIT ${bounds.counted + 1})`,
    values,
  );
}

/** The rows of a page, in its order. */
const rowsOf = (database: Database, page: readonly Found[]): ListedRecording[] =>
  database
    .all<RecordingRow>(
      `SELECT ${recordingColumns} FROM json_each(:ids) AS asked CROSS JOIN recording ON recording.id = asked.value
       ORDER BY asked.key`,
      { ids: JSON.stringify(page.map(({ id }) => id)) },
    )
    .map(recordingOf);

const number = (database: Database, sql: string, values: Values): number =>
  rows<{ n: number }>(database, sql, values)[0]?.n ?? 0;

const all = <T extends object>(database: Database, sql: string, { values, limit }: Asked): T[] =>
  rows<T>(database, sql, { ...values, limit: limit + 1 });

/** SQLite refuses values that a statement does not name. */
function rows<T extends object>(database: Database, sql: string, values: Values): T[] {
  const names = new Set(sql.match(/:\w+/g));
  return database.all<T>(
    sql,
    Object.fromEntries(Object.entries(values).filter(([name]) => names.has(`:${name}`))),
  );
}
