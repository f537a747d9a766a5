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
 * turned into sets of recipients first. Then there are three ways to the ids of a page:
 *
 * - Words that fit few recordings: their indexes find all of them, which are sorted.
 * - Sets: the index of each set has them in order, and the heads of these are merged.
 * - Otherwise: the index of the order is followed until the page is full.
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

/** What is asked, as conditions in SQL and the values that they name. */
interface Asked {
  sets: readonly number[] | undefined;
  /** Of `started_at` and `set_id`, which the indexes of words have, too. */
  time: string;
  words: Word[];
  column: 'started_at' | 'duration_ms';
  descending: boolean;
  limit: number;
  after: RecordingPosition | undefined;
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
  }: { sort: Order<RecordingSortKey>; limit: number; after: RecordingPosition | undefined },
): RecordingPage {
  const words = recordingSearch(filter.search ?? '').map(wordOf);
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
    values: {
      ...(from === undefined ? {} : { from: Date.parse(from) }),
      ...(to === undefined ? {} : { to: Date.parse(to) }),
      ...(sets && { sets: JSON.stringify(sets) }),
      ...(after && { value: after.value, row: after.row }),
      ...(Object.assign({}, ...words.map((word) => word.values)) as Values),
    },
  };
  const few = indexesToGather(asked).find((source) => countBy(database, asked, source) <= MOST_COUNTED);
  const found = few
    ? gather(database, asked, few)
    : sets
      ? merge(database, asked, sets)
      : follow(database, asked);
  const [page, more] = [found.slice(0, limit), found.length > limit];
  const items = rowsOf(database, page);
  const total = after?.total ?? count(database, { ...asked, after: undefined }, few);
  // A page may be shorter than its limit, because a recording was removed meanwhile; it is never longer.
  const last = page.at(-1);
  return { items, total, next: more && last ? { value: last.value, row: last.id, total } : undefined };
}

/** A word as SQL: for each column that may begin with it, the index and the condition. */
interface Word {
  branches: { index: string; condition: string }[];
  values: Values;
}

const whole = (index: string): Pick<Word, 'branches'> => ({ branches: [{ index, condition: 'TRUE' }] });

/** What may be gathered: a word, or all of the asked time or sets where their order is not the asked one. */
function indexesToGather({ words, time, sets, column }: Asked): Pick<Word, 'branches'>[] {
  return [
    ...words,
    ...(time !== '' && (words.length > 0 || column === 'duration_ms') ? [whole('recording_by_time')] : []),
    ...(sets && words.length > 0 ? [whole('recording_by_set_time')] : []),
  ];
}

function wordOf({ numbers, calls }: SearchedPrefixes, place: number): Word {
  const values: Values = {};
  const branch = (column: string, index: string, prefix: string, name: string, further = '') => {
    values[name] = prefix;
    return { index, condition: `${column} >= :${name} AND ${column} < :${name} || char(1114111)${further}` };
  };
  const branches = [
    ...numbers.flatMap((prefix, n) => [
      branch('ani', 'recording_by_caller', prefix, `number_${place}_${n}`),
      branch('dnis', 'recording_by_dialed', prefix, `number_${place}_${n}`),
    ]),
    ...calls.flatMap((prefix, n) => [
      branch('call_uuid', 'recording_by_call', prefix, `call_${place}_${n}`, ` AND call_uuid <> ''`),
      branch('uuid', 'sqlite_autoindex_recording_1', prefix, `call_${place}_${n}`, ` AND call_uuid = ''`),
    ]),
  ];
  return { branches, values };
}

/** The recordings that one index finds for a word, in the asked time and sets. */
const branchSql = ({ sets, time }: Asked, { index, condition }: Word['branches'][number], columns: string) =>
  `SELECT ${columns} FROM recording INDEXED BY ${index}
   WHERE ${condition} ${time} ${sets ? 'AND set_id IN (SELECT value FROM json_each(:sets))' : ''}`;

/** What several indexes find counts several times, so nothing seems to be less than it is. */
function countBy(database: Database, asked: Asked, { branches }: Pick<Word, 'branches'>): number {
  const counts = branches.map(
    (branch) => `(SELECT count(*) FROM (${branchSql(asked, branch, '1')} LIMIT ${MOST_COUNTED + 1}))`,
  );
  return number(database, `SELECT ${counts.join(' + ')} AS n`, asked.values);
}

const wordsOf = (words: readonly Word[]): string =>
  words.map(({ branches }) => ` AND (${branches.map(({ condition }) => condition).join(' OR ')})`).join('');

const laterOf = ({ after, column, descending }: Asked): string =>
  after ? ` AND (${column}, id) ${descending ? '<' : '>'} (:value, :row)` : '';

const orderOf = ({ descending }: Asked): string =>
  descending ? 'ORDER BY value DESC, id DESC' : 'ORDER BY value, id';

/** Those that a word with few matches finds, and that fit the other words. */
const gatheredSql = (asked: Asked, word: Pick<Word, 'branches'>): string => {
  const others = wordsOf(asked.words.filter((each) => each !== word));
  return word.branches
    .map((branch) => `${branchSql(asked, branch, `id, ${asked.column} AS value`)}${others}${laterOf(asked)}`)
    .join(' UNION ');
};

const gather = (database: Database, asked: Asked, word: Pick<Word, 'branches'>): Found[] =>
  all<Found>(database, `${gatheredSql(asked, word)} ${orderOf(asked)} LIMIT :limit`, asked);

const follow = (database: Database, asked: Asked): Found[] => {
  const index = asked.column === 'started_at' ? 'recording_by_time' : 'recording_by_duration';
  return all<Found>(
    database,
    `SELECT id, ${asked.column} AS value FROM recording INDEXED BY ${index}
     WHERE TRUE ${asked.time}${wordsOf(asked.words)}${laterOf(asked)} ${orderOf(asked)} LIMIT :limit`,
    asked,
  );
};

/**
 * The first ones of several sets. The more are found, the fewer of the next set can be among them; the sets come in the
 * order of their first recordings, so that most of them need not be read.
 */
function merge(database: Database, asked: Asked, sets: readonly number[]): Found[] {
  const { column, descending, limit } = asked;
  const index = column === 'started_at' ? 'recording_by_set_time' : 'recording_by_set_duration';
  const [best, beyond, sign] = descending ? ['max', '>=', -1] : ['min', '<=', 1];
  const plain = asked.time === '' && asked.words.length === 0 && !asked.after;
  const heads = plain
    ? database
        .all<{ id: number; head: number }>(
          `SELECT value AS id, (SELECT ${best}(${column}) FROM recording WHERE set_id = value) AS head
           FROM json_each(:sets)`,
          { sets: JSON.stringify(sets) },
        )
        .toSorted((a, b) => sign * (a.head - b.head))
    : sets.map((id) => ({ id, head: -sign * Infinity }));
  let found: Found[] = [];
  for (const { id, head } of heads) {
    const worst = found[limit];
    if (worst && sign * (head - worst.value) > 0) break;
    const next = all<Found>(
      database,
      `SELECT id, ${column} AS value FROM recording INDEXED BY ${index}
       WHERE set_id = :set AND ${column} ${beyond} :worst ${asked.time}${wordsOf(asked.words)}${laterOf(asked)}
       ${orderOf(asked)} LIMIT :limit`,
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
function count(database: Database, asked: Asked, few: Pick<Word, 'branches'> | undefined): number {
  const { sets, words, time, values } = asked;
  if (few) return number(database, `SELECT count(*) AS n FROM (${gatheredSql(asked, few)})`, values);
  // An index finds a recording once. So where there is one word, an index that finds more than are counted is enough.
  const [only] = words.length === 1 ? words : [];
  const more = only?.branches.find(
    (branch) => countBy(database, asked, { branches: [branch] }) > MOST_COUNTED,
  );
  if (more) return MOST_COUNTED + 1;
  const from = sets
    ? '(SELECT value AS asked FROM json_each(:sets)) CROSS JOIN recording INDEXED BY recording_by_set_time ON set_id = asked'
    : 'recording INDEXED BY recording_by_time';
  return number(
    database,
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${from} WHERE TRUE ${time}${wordsOf(words)} LIMIT ${MOST_COUNTED + 1})`,
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
  database.all<{ n: number }>(sql, named(sql, values))[0]?.n ?? 0;

const all = <T extends object>(database: Database, sql: string, { values, limit }: Asked): T[] =>
  database.all<T>(sql, named(sql, { ...values, limit: limit + 1 }));

/** The values that a statement names: SQLite refuses others. */
const named = (sql: string, values: Values): Values => {
  const names = new Set(sql.match(/:\w+/g));
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(`:${name}`)));
};
