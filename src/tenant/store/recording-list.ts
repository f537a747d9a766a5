import { MOST_COUNTED, type Order } from '../../domain/list.ts';
import type { RecordingSortKey } from '../../domain/recording-columns.ts';
import type { Playable } from '../../domain/recording.ts';
import { recordingSearch } from '../../domain/recording-search.ts';
import type { Database } from './database.ts';
import {
  recordingColumns,
  recordingOf,
  setsOf,
  type Identity,
  type ListedRecording,
  type RecordingRow,
} from './recordings.ts';
import { rows, wordOf, type Values, type Way, type Word } from './recording-words.ts';

/**
 * The list of recordings. A page costs the same however many recordings there are. What is asked about certificates is
 * turned into sets of recipients first, and the beginning of a number into the few numbers that begin with it. Then there
 * are these ways to the ids of a page:
 *
 * - What fits few recordings, by words or by time and sets: an index finds all of them.
 * - The index of the order is followed until the page is full.
 * - Sets that are not found soon on that way: the index of each set has them in order, and the heads of these are merged.
 * - What each index finds often and all together seldom: slices of time, in each of which one index finds few. Whoever asks
 *   gives the event loop back between two of them.
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

/** How far one way is gone before another one is taken. */
interface Bounds {
  /** Matches that are counted and gathered. */
  counted: number;
  /** Entries of the index of the order that are looked at, whether they match or not. */
  looked: number;
  /** Entries of an index that are looked at between two looks of the event loop. */
  slice: number;
  /** Numbers that begin alike, and calls whose UUIDs do. */
  alike: number;
}

const BOUNDS: Bounds = { counted: MOST_COUNTED, looked: 2 * MOST_COUNTED, slice: 10_000, alike: 100 };

/** To read a row takes as long as to look at so many entries of an index. */
const ROW = 4;

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

/** A page of the list. Between two pieces of the work it yields, and whoever goes on then need not do so at once. */
export function* listRecordings(
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
): Generator<undefined, RecordingPage> {
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
  const { found, total } = yield* find(database, asked);
  const [page, more] = [found.slice(0, limit), found.length > limit];
  const items = rowsOf(database, page);
  // A page may be shorter than its limit, because a recording was removed meanwhile; it is never longer.
  const last = page.at(-1);
  return { items, total, next: more && last ? { value: last.value, row: last.id, total } : undefined };
}

/** One recording more than the page has, where there are more; and how many match, up to one more than are counted. */
interface Answer {
  found: Found[];
  total: number;
}

function* find(database: Database, asked: Asked): Generator<undefined, Answer> {
  const all = spanOf(database, asked);
  if (!all) return { found: [], total: 0 };
  const few = isNarrow(asked) ? shortWay(database, asked, all) : undefined;
  if (few) {
    const found = gather(database, asked, all, few.way);
    const total = asked.after?.total ?? Math.min(found.length, asked.bounds.counted + 1);
    return { found: inOrder(asked, found), total };
  }
  const found = walk(database, asked);
  const total = asked.after?.total ?? countSoon(database, asked, all);
  if (found && total !== undefined) return { found, total };
  const looked = yield* lookAtSlices(database, asked, all, { page: found, total });
  return { found: found ?? looked.found, total: total ?? looked.total };
}

const ofSets = 'set_id IN (SELECT value FROM json_each(:sets))';

const inTime: Way = { branches: [{ by: 'INDEXED BY recording_by_time', condition: 'TRUE', isExact: true }] };
const inSets: Way = {
  branches: [{ by: 'INDEXED BY recording_by_set_time', condition: ofSets, isExact: true }],
};

/** Whether few may fit: by words, or by a time that is not the order. */
const isNarrow = ({ words, time, column }: Asked): boolean =>
  words.length > 0 || (time !== '' && column === 'duration_ms');

/** Times, the last one left out. */
interface Span {
  begin: number;
  end: number;
}

const inSpan = ' AND started_at >= :begin AND started_at < :end';

/** From the first to the last recording of the asked time, in which the page can be. */
function spanOf(database: Database, { time, values, after, column, descending }: Asked): Span | undefined {
  const edge = (order: 'ASC' | 'DESC') =>
    `(SELECT started_at FROM recording INDEXED BY recording_by_time WHERE TRUE${time} ORDER BY started_at ${order} LIMIT 1)`;
  const [found] = rows<{ first: number | null; last: number | null }>(
    database,
    `SELECT ${edge('ASC')} AS first, ${edge('DESC')} AS last`,
    values,
  );
  if (found?.first == null || found.last == null) return undefined;
  const [begin, end] = [found.first, found.last + 1];
  if (!after || column === 'duration_ms') return { begin, end };
  return descending
    ? { begin, end: Math.min(end, after.value + 1) }
    : { begin: Math.max(begin, after.value), end };
}

/**
 * How many entries a way looks at, up to one more than `most`. What several indexes find counts several times, so nothing
 * seems to be less than it is.
 */
function entriesOf(
  database: Database,
  { values }: Asked,
  span: Span,
  { branches }: Way,
  most: number,
): number {
  if (branches.length === 0) return 0;
  const counts = branches.map(
    ({ by, condition, isExact }) =>
      `(SELECT count(*) FROM (SELECT 1 FROM recording ${by} WHERE ${condition}${isExact ? inSpan : ''} LIMIT :most))`,
  );
  return number(database, `SELECT ${counts.join(' + ')} AS n`, { ...values, ...span, most: most + 1 });
}

/** The way with the least to look at in a span, in entries, if that is little. */
function shortWay(database: Database, asked: Asked, span: Span): { way: Way; entries: number } | undefined {
  const { words, sets, bounds } = asked;
  let short: { way: Way; entries: number } | undefined;
  // All of a time is never less than what a number finds in it.
  const isNumber =
    words.length === 1 && words.every(({ branches }) => branches.every(({ isExact }) => isExact));
  for (const way of [...words, ...(sets ? [inSets] : []), ...(isNumber ? [] : [inTime])]) {
    // The index of a number has the sets, and the one of the time has sets and numbers.
    const each = way !== inTime && words.some((word) => word !== way) ? ROW : 1;
    const most = Math.floor((short ? short.entries - 1 : bounds.slice) / each);
    const entries = most < 0 ? Infinity : entriesOf(database, asked, span, way, most);
    if (entries <= most) short = { way, entries: entries * each };
  }
  return short;
}

/** All that a way finds in a span, and that fit everything else. */
function gather(database: Database, asked: Asked, span: Span, way: Way): Found[] {
  const { column, sets, words, values } = asked;
  const others = `${sets && way !== inSets ? ` AND ${ofSets}` : ''}${wordsOf(words.filter((each) => each !== way))}`;
  const sql = way.branches
    .map(
      ({ by, condition }) =>
        `SELECT id, ${column} AS value FROM recording ${by} WHERE ${condition}${inSpan}${others}${laterOf(asked)}`,
    )
    .join(' UNION ');
  return sql === '' ? [] : rows<Found>(database, sql, { ...values, ...span });
}

const inOrder = ({ descending, limit }: Asked, found: readonly Found[]): Found[] => {
  const sign = descending ? -1 : 1;
  return found.toSorted((a, b) => sign * (a.value - b.value || a.id - b.id)).slice(0, limit + 1);
};

/**
 * Looks at everything in slices of time, of which each has few entries of one way. What is known already, the page or the
 * total, is not looked for.
 */
function* lookAtSlices(
  database: Database,
  asked: Asked,
  all: Span,
  known: { page: Found[] | undefined; total: number | undefined },
): Generator<undefined, Answer> {
  const { bounds, column, descending, limit } = asked;
  let { begin, end } = all;
  let width = end - begin;
  let found: Found[] = [];
  let total = 0;
  const isPageFull = () => known.page || (column === 'started_at' && found.length > limit);
  const isCounted = () => known.total !== undefined || total > bounds.counted;
  while (begin < end && !(isPageFull() && isCounted())) {
    width = Math.min(width, end - begin);
    const slice = descending ? { begin: end - width, end } : { begin, end: begin + width };
    const short = shortWay(database, asked, slice);
    if (!short && width > 1) {
      width = Math.ceil(width / 4);
    } else {
      const matches = gather(database, asked, slice, short?.way ?? inTime);
      total += matches.length;
      if (!known.page) found = inOrder(asked, [...found, ...matches]);
      if (descending) end = slice.begin;
      else begin = slice.end;
      if (short && 2 * short.entries <= bounds.slice) width *= 2;
    }
    yield;
  }
  return { found, total: Math.min(total, bounds.counted + 1) };
}

const wordsOf = (words: readonly Word[]): string =>
  words
    .map(({ branches }) => ` AND (${branches.map(({ condition }) => condition).join(' OR ') || 'FALSE'})`)
    .join('');

const laterOf = ({ after, column, descending }: Asked): string =>
  after ? ` AND (${column}, id) ${descending ? '<' : '>'} (:value, :row)` : '';

const orderOf = ({ descending }: Asked): string =>
  descending ? 'ORDER BY value DESC, id DESC' : 'ORDER BY value, id';

/** The page, where an index has the recordings in their order and it is not far to a page's end. */
function walk(database: Database, asked: Asked): Found[] | undefined {
  const { bounds, limit, sets, words, column } = asked;
  // The index of the duration does not have the numbers.
  const each = column === 'duration_ms' ? ROW : 1;
  const most = words.length > 0 ? Math.floor(bounds.slice / each) : bounds.looked;
  const soon = follow(database, asked, Math.max(most, limit + 1));
  if (soon.length > limit) return soon;
  if (isNarrow(asked)) return undefined;
  return sets ? merge(database, asked, sets) : soon;
}

/** Follows the index of the order, for so many entries. */
function follow(database: Database, asked: Asked, most: number): Found[] {
  const { column, sets, words, values, limit } = asked;
  const index = column === 'started_at' ? 'recording_by_time' : 'recording_by_duration';
  return rows<Found>(
    database,
    `SELECT id, value FROM (
       SELECT id, ${column} AS value, set_id, ani, dnis, uuid, call_uuid FROM recording INDEXED BY ${index}
       WHERE TRUE ${asked.time}${laterOf(asked)} ${orderOf(asked)} LIMIT :most
     ) WHERE TRUE${sets ? ` AND ${ofSets}` : ''}${wordsOf(words)} LIMIT :limit`,
    { ...values, most, limit: limit + 1 },
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
    const next = rows<Found>(
      database,
      `SELECT id, ${column} AS value FROM recording INDEXED BY ${index}
       WHERE set_id = :set AND ${column} ${beyond} :worst${time}${later} ${order} LIMIT :limit`,
      {
        ...asked.values,
        set: id,
        worst: worst?.value ?? sign * Number.MAX_SAFE_INTEGER,
        limit: limit + 1,
      },
    );
    found = inOrder(asked, [...found, ...next]);
  }
  return found;
}

/** How many match, up to one more than are counted; undefined where that is far to look. */
function countSoon(database: Database, asked: Asked, all: Span): number | undefined {
  const { sets, words, time, bounds } = asked;
  const countBy = (way: Way) => entriesOf(database, asked, all, way, bounds.counted);
  if (words.length === 0) return Math.min(countBy(sets ? inSets : inTime), bounds.counted + 1);
  // Where there is nothing but one word, an index that finds more than are counted is enough.
  const [only] = words.length === 1 && !sets ? words : [];
  const isMore = only?.branches.some(
    (branch) => (branch.isExact || time === '') && countBy({ branches: [branch] }) > bounds.counted,
  );
  return isMore ? bounds.counted + 1 : undefined;
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
