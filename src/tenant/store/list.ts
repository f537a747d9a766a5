import { MOST_COUNTED, type Order } from '../../domain/list.ts';
import type { Database } from './database.ts';
import type { Values } from './rows.ts';

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

/** Conditions in SQL, and the values that they name. */
export interface Condition {
  where: readonly string[];
  values?: Values;
}

/** The conditions of the filters that are given. Each names its own value. */
export function filtered<Filter extends string>(
  filters: Readonly<Record<Filter, string>>,
  asked: { readonly [F in Filter]?: Values[string] | undefined },
): Required<Condition> {
  const given = (Object.keys(filters) as Filter[]).flatMap((filter) => {
    const value = asked[filter];
    return value === undefined ? [] : [{ filter, value }];
  });
  return {
    where: given.map(({ filter }) => filters[filter]),
    values: Object.fromEntries(given.map(({ filter, value }) => [filter, value])),
  };
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
  const { from, id } = list;
  const value = list.sorts[key];
  const [direction, beyond] = sort.startsWith('-') ? ['DESC', '<'] : ['ASC', '>'];
  const isSearched = search.trim() !== '';
  const conditions = [...where, ...(isSearched ? [wordsIn(list)] : [])];
  const later = `(${value}, ${id}) ${beyond} (:afterValue, :afterId)`;
  const found = { ...values, ...(isSearched ? { search } : {}) };
  const { items, more: isCut } = database.page<Listed<Row>>(
    `${list.with ? `${list.with},` : 'WITH'} page AS MATERIALIZED (
       SELECT ${id} AS page_id, ${value} AS page_value FROM ${from}
       ${whereOf([...conditions, ...(after ? [later] : [])])}
       ORDER BY page_value ${direction}, ${id} ${direction} LIMIT :limit
     )
     SELECT ${list.columns}, page_value AS sort_value FROM page JOIN ${list.from} ON ${list.id} = page_id
     ORDER BY page_value ${direction}, page_id ${direction}`,
    { ...found, limit, ...(after && { afterId: after.id, afterValue: after.value }) },
  );
  // A list of one page is counted by it.
  if (!isCut && !after) return { items, isCut, total: items.length, more: false };
  const matching = `SELECT 1 FROM ${from} ${whereOf(conditions)} LIMIT ${MOST_COUNTED + 1}`;
  const counting = `${list.with ?? ''} SELECT count(*) AS total FROM (${matching})`;
  const total = database.one<{ total: number }>(counting, found)?.total ?? 0;
  return { items, isCut, total: Math.min(total, MOST_COUNTED), more: total > MOST_COUNTED };
}

/** The condition that a row contains every word of the search. */
export const wordsIn = ({ searched }: Pick<List<never>, 'searched'>): string =>
  `has_words(:search, ${searched.join(' || char(10) || ')})`;

export const whereOf = (conditions: readonly string[]): string =>
  conditions.length > 0 ? `WHERE ${conditions.map((each) => `(${each})`).join(' AND ')}` : '';
