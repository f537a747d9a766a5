import type { ListState } from './state.ts';
import type { Column } from './table.tsx';

export interface Identified {
  id: string | number;
}

/** Where the rows of a list come from: the tenant (client/queries/list.ts), or an array in the page (array-source.ts). */
export interface ListSource<Row> extends ListRows<Row> {
  /** What the rows are asked for with. */
  state: ListState;
}

export interface ListRows<Row> {
  /** The rows that have arrived, in their order. */
  rows: readonly Row[];
  /** How many rows match. */
  total: number;
  /** Whether more rows match than `total` says. */
  more: boolean;
  /** Whether `rows` are still those of the search, the filters or the order before. */
  isStale: boolean;
  /** Loads the next rows; undefined where all have arrived. While rows are on their way, it does nothing. */
  loadMore?: (() => void) | undefined;
  /** Answers all rows that match, as far as they are counted. */
  loadAll: () => Promise<readonly Row[]>;
  /** Why rows are missing. */
  problem?: { message: string; isLoading: boolean; tryAgain: () => void } | undefined;
  /** Answers a CSV file of all rows that match, with these columns. */
  csvOf: (columns: readonly Column<Row>[]) => Promise<string | Blob>;
}
