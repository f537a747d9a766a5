import type { SQLInputValue } from 'node:sqlite';
import { MOST_COUNTED, type Order } from '../../domain/list.ts';
import type { Database } from './database.ts';

/** A list of the tenant in SQL: what its rows are made of, and by what they are sorted and searched. */
export interface List<Key extends string> {
  /** Common table expressions that the other parts use. */
  with?: string;
  /** The tables. */
  from: string;
  columns: string;
  /** What identifies a row. */
  id: string;
  /** Never NULL. An index on the expression and the id saves the sorting. */
  sorts: Readonly<Record<Key, string>>;
  /** The texts that the search looks at. */
  searched: readonly string[];
  /**
   * Rows found by an index instead of a look at each row. `table` has rows of the same numbers and finds them in the
   * order of these; `orders` says which orders of the list that is.
   */
  found?: { table: string; orders: readonly string[] } & Required<Condition>;
}

/** What is asked of a list, apart from its filters. */
export interface Asked<Key extends string> {
  sort: Order<Key>;
  search?: string | undefined;
  limit: number;
  /** The last row of the page before. */
  after?: Position | undefined;
}

/** Where a row is in a list. The next page starts after it, whatever was added or removed in the meantime. */
export interface Position {
  value: string | number;
  id: string | number;
}

/** Conditions in SQL, without those that are undefined, and the values that they name. */
export interface Condition {
  where: readonly (string | undefined)[];
  values?: Record<string, SQLInputValue>;
}

export type Listed<Row> = Row & { sortValue: string | number };

export interface ListPage<Row> {
  items: Listed<Row>[];
  /** Whether rows are left for another page. */
  isCut: boolean;
  total: number;
  /** Whether more rows match than `total` says. */
  more: boolean;
}

/**
 * One page of the rows that meet the conditions and contain every word of the search. A row's columns are read after
 * the page is known, so that sorting and searching do not read those of all rows.
 */
export function listPage<Row extends object, Key extends string>(
  database: Database,
  list: List<Key>,
  { where, values = {} }: Condition,
  { sort, search = '', limit, after }: Asked<Key>,
): ListPage<Row> {
  const key = sort.replace(/^-/, '') as Key;
  const { from, id, value, joined } = wayTo(database, list, key);
  const [direction, beyond] = sort.startsWith('-') ? ['DESC', '<'] : ['ASC', '>'];
  const isSearched = search.trim() !== '';
  const conditions = [
    ...joined,
    ...where.filter((each) => each !== undefined),
    ...(isSearched ? [`has_words(:search, ${list.searched.join(' || char(10) || ')})`] : []),
  ];
  // A virtual table knows its own order only by one column.
  const isById = value === id;
  const later = isById ? `${id} ${beyond} :afterId` : `(${value}, ${id}) ${beyond} (:afterValue, :afterId)`;
  const found = { ...values, ...list.found?.values, ...(isSearched ? { search } : {}) };
  const { items, more: isCut } = database.page<Listed<Row>>(
    `${list.with ? `${list.with},` : 'WITH'} page AS MATERIALIZED (
       SELECT ${id} AS page_id, ${value} AS page_value FROM ${from}
       ${whereOf([...conditions, ...(after ? [later] : [])])}
       ORDER BY ${isById ? '' : `page_value ${direction}, `}${id} ${direction} LIMIT :limit
     )
     SELECT ${list.columns}, page_value AS sort_value FROM page JOIN ${list.from} ON ${list.id} = page_id
     ORDER BY page_value ${direction}, page_id ${direction}`,
    {
      ...found,
      limit,
      ...(after && { afterId: after.id, ...(!isById && { afterValue: after.value }) }),
    },
  );
  // A list of one page is counted by it.
  if (!isCut && !after) return { items, isCut, total: items.length, more: false };
  const matching = `SELECT 1 FROM ${from} ${whereOf(conditions)} LIMIT ${MOST_COUNTED + 1}`;
  const [counted] = database.all<{ total: number }>(
    `${list.with ?? ''} SELECT count(*) AS total FROM (${matching})`,
    found,
  );
  const total = counted?.total ?? 0;
  return { items, isCut, total: Math.min(total, MOST_COUNTED), more: total > MOST_COUNTED };
}

/**
 * The tables from which a page's rows are found, and what orders them. In another order than that of the index, few rows
 * are sorted; of many, the list's own order is followed.
 */
function wayTo<Key extends string>(database: Database, list: List<Key>, key: Key) {
  const { from, id, sorts, found } = list;
  const own = { from, id, value: sorts[key], joined: [] as string[] };
  if (!found) return own;
  const { table, orders, where, values } = found;
  const asked = where.filter((each) => each !== undefined);
  const rows = `SELECT rowid FROM ${table} ${whereOf(asked)}`;
  const isOrdered = orders.includes(key);
  if (!isOrdered && countUpToMost(database, rows, values) > MOST_COUNTED) {
    return { ...own, joined: [`+${id} IN (${rows})`] };
  }
  const number = `${table}.rowid`;
  return {
    // Not for SQLite to choose: it does not know that few are found.
    from: `${table} CROSS JOIN ${from}`,
    id: number,
    value: isOrdered ? number : sorts[key],
    joined: [`${id} = ${number}`, ...asked],
  };
}

/** How many rows a statement has, up to one more than are counted. */
function countUpToMost(database: Database, rows: string, values: NonNullable<Condition['values']>): number {
  const [counted] = database.all<{ total: number }>(
    `SELECT count(*) AS total FROM (${rows} LIMIT ${MOST_COUNTED + 1})`,
    values,
  );
  return counted?.total ?? 0;
}

const whereOf = (conditions: readonly string[]): string =>
  conditions.length > 0 ? `WHERE ${conditions.map((each) => `(${each})`).join(' AND ')}` : '';
