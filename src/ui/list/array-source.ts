import { useMemo } from 'react';
import { hasWords, searchWords } from '../../domain/search.ts';
import { inFile, searchedText, type ColumnWords } from '../../domain/columns.ts';
import { loadCode } from '../hooks/load-code.ts';
import { valueOrder, type Sort } from './sort.ts';
import type { ListRows, ListSource } from './source.ts';
import type { ListState } from './state.ts';

const compare = valueOrder();

const csvCode = () => import('../../domain/csv.ts');

/** A list of rows that are in the page. It is sorted and searched here, by the columns' own values and texts. */
export function useArraySource<Row extends object>(
  rows: readonly Row[],
  columns: readonly ColumnWords<Row>[],
  state: ListState,
): ListSource<Row> {
  const { sort, search } = state;
  const list = useMemo(() => listOf(rows, columns, sort, search), [rows, columns, sort, search]);
  return { ...list, state };
}

export function listOf<Row>(
  rows: readonly Row[],
  columns: readonly ColumnWords<Row>[],
  { column, descending }: Sort,
  search: string,
): ListRows<Row> {
  const arranged = arrange(rows, columns, { column, descending }, search);
  return {
    asked: JSON.stringify([column, descending, search]),
    rows: arranged,
    from: 0,
    total: arranged.length,
    more: false,
    hasNext: false,
    isStale: false,
    loadAll: () => Promise.resolve(arranged),
    csvOf: async (shown) => {
      const { csvOf } = await loadCode(csvCode);
      const { headers, cellsOf } = inFile(shown);
      return csvOf([headers, ...arranged.map(cellsOf)]);
    },
  };
}

/** The rows that contain every word of the search, in the order of the sort. Equal rows keep their order. */
function arrange<Row>(
  rows: readonly Row[],
  columns: readonly ColumnWords<Row>[],
  { column, descending }: Sort,
  search: string,
): readonly Row[] {
  const words = searchWords(search);
  const textOf = searchedText(columns);
  const found = words.length > 0 ? rows.filter((row) => hasWords(textOf(row), words)) : rows;
  const sortBy = columns.find(({ id }) => id === column)?.sortBy;
  if (!sortBy) return found;
  const direction = descending ? -1 : 1;
  const keyed = found.map((row) => ({ row, key: sortBy(row) }));
  return keyed.sort((a, b) => direction * compare(a.key, b.key)).map(({ row }) => row);
}
