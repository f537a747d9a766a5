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
  /** What is asked for: another one begins at its first row. */
  asked: string;
  /** Some of the rows one after the other, in their order. */
  rows: readonly Row[];
  /** How many rows are before them. */
  from: number;
  /** How many rows match. */
  total: number;
  /** Whether more rows match than `total` says. */
  more: boolean;
  /** Whether rows come after them. */
  hasNext: boolean;
  /** Whether `rows` are still those of the search, the filters or the order before. */
  isStale: boolean;
  /**
   * Loads rows between these two that are missing; undefined where all are there. While rows are on their way, it waits
   * for them. Rows that are far from these are dropped.
   */
  load?: (from: number, to: number) => void;
  /** Answers all rows that match, as far as they are counted. */
  loadAll: () => Promise<readonly Row[]>;
  /** Why rows are missing. */
  problem?: { message: string; isLoading: boolean; tryAgain: () => void } | undefined;
  /** Answers a CSV file of all rows that match, with these columns. */
  csvOf: (columns: readonly Column<Row>[]) => Promise<string | Blob>;
}
