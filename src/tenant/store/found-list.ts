import { MOST_COUNTED } from '../../domain/list.ts';
import type { Database } from './database.ts';
import {
  whereOf,
  wordsIn,
  type Asked,
  type Condition,
  type List,
  type Listed,
  type ListPage,
  type Position,
} from './list.ts';

/**
 * An index of the texts of a list's rows. `table` has rows of the same numbers, and finds in the order of these all rows
 * that can fit; `orders` says which orders of the list that is.
 */
export interface TextIndex extends Required<Condition> {
  table: string;
  orders: readonly string[];
}

interface Entry {
  id: number;
  value: string | number;
  isFit: boolean;
}

/** So many rows are looked at between two looks of the event loop: a hundredth of a second of work. */
const SLICE = 1000;

/**
 * One page of a list whose rows an index of texts finds. They are looked at in slices, and the work yields between these.
 * In another order than that of the index, few rows are sorted; of many, the list's own order is followed.
 */
export function* foundPage<Row extends object, Key extends string>(
  database: Database,
  list: List<Key>,
  index: TextIndex,
  { where, values = {} }: Condition,
  { sort, search = '', limit, after }: Asked<Key>,
): Generator<undefined, ListPage<Row>> {
  const key = sort.replace(/^-/, '') as Key;
  const isOrdered = index.orders.includes(key);
  const value = isOrdered ? list.id : list.sorts[key];
  const [sign, direction, beyond] = sort.startsWith('-') ? [-1, 'DESC', '<'] : [1, 'ASC', '>'];
  const isSearched = search.trim() !== '';
  const fits = whereOf([...where, ...(isSearched ? [wordsIn(list)] : [])]);
  const found = index.where;

  /** The entries that fit of the index, or of all in the list's own order, slice by slice. */
  const slices = function* (way: 'index' | 'own', from: Position | undefined): Generator<Entry[]> {
    const isByIndex = way === 'index';
    const number = isByIndex ? `${index.table}.rowid` : list.id;
    const place = isByIndex ? [number] : [value, number];
    for (let past = from; ;) {
      const later = isByIndex ? `${number} ${beyond} :id` : `(${place.join(', ')}) ${beyond} (:value, :id)`;
      const seen = database.all<Entry>(
        `WITH slice AS MATERIALIZED (
           SELECT ${number} AS number FROM ${isByIndex ? index.table : list.from}
           ${whereOf([...(isByIndex ? found : []), ...(past ? [later] : [])])}
           ORDER BY ${place.map((each) => `${each} ${direction}`).join(', ')} LIMIT ${SLICE}
         )
         SELECT ${list.id} AS id, ${value} AS value, coalesce((${fits.replace(/^WHERE /, '') || '1'}), 0) <> 0 AS is_fit
         FROM slice CROSS JOIN ${list.from} ON ${list.id} = number ORDER BY value ${direction}, id ${direction}`,
        {
          ...values,
          ...(isSearched && { search }),
          ...(isByIndex && index.values),
          ...(past && { id: past.id, ...(!isByIndex && { value: past.value }) }),
        },
      );
      yield seen.filter(({ isFit }) => isFit);
      past = seen.at(-1);
      if (!past || seen.length < SLICE) return;
    }
  };

  let page: Entry[] = [];
  let total = 0;
  if (isOrdered || hasMany(database, index)) {
    // Whoever counts from the beginning in the order of the index comes by every row of the first page.
    const isCounted = isOrdered && !after;
    for (const slice of isCounted ? [] : slices(isOrdered ? 'index' : 'own', after)) {
      page.push(...slice);
      if (page.length > limit) break;
      yield;
    }
    for (const slice of slices('index', undefined)) {
      if (isCounted && page.length <= limit) page.push(...slice);
      total += slice.length;
      if (total > MOST_COUNTED) break;
      yield;
    }
  } else {
    for (const slice of slices('index', undefined)) {
      page.push(...slice);
      yield;
    }
    total = page.length;
    page = page
      .toSorted((a, b) => sign * inOrder(a, b))
      .filter((each) => !after || sign * inOrder(each, after) > 0);
  }
  const { items, more } = database.page<Listed<Row>>(
    `SELECT ${list.columns}, ${value} AS sort_value
     FROM json_each(:ids) AS asked CROSS JOIN ${list.from} ON ${list.id} = asked.value ORDER BY asked.key LIMIT :limit`,
    { ids: page.slice(0, limit).map(({ id }) => id), limit },
  );
  return {
    items,
    isCut: more || page.length > limit,
    total: Math.min(total, MOST_COUNTED),
    more: total > MOST_COUNTED,
  };
}

/** As SQLite compares: by bytes. */
const inOrder = (a: Position, b: Position): number =>
  Buffer.compare(Buffer.from(String(a.value)), Buffer.from(String(b.value))) || Number(a.id) - Number(b.id);

/** A row after as many as are counted. */
const hasMany = (database: Database, { table, where, values }: TextIndex): boolean =>
  database.has(`SELECT rowid FROM ${table} ${whereOf(where)} LIMIT 1 OFFSET ${MOST_COUNTED}`, values);
