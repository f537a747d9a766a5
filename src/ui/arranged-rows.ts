import { useEffect, useMemo, useState } from 'react';
import { hasWords, searchWords } from '../domain/search.ts';
import { searchedText, type ColumnWords, type SortValue } from '../domain/columns.ts';
import { valueOrder, type Sort } from './sort.ts';

/** A longer list is arranged in slices, between which the page answers to the person. */
const LONG = 2_000;
/** In milliseconds. A task of more than 50 is felt. */
const SLICE = 12;

const compare = valueOrder();

/**
 * The rows that contain every word of the search, in the order of the sort. Equal rows keep the order in which they are
 * given. Of a long list it is the last arrangement until the next one is made, which takes some tenths of a second.
 */
export function useArrangedRows<Row extends object>(
  rows: readonly Row[],
  columns: readonly ColumnWords<Row>[],
  { column, descending }: Sort,
  search: string,
): readonly Row[] {
  const textOf = useMemo(() => rememberedText(columns), [columns]);
  const sortBy = useMemo(() => columns.find(({ id }) => id === column)?.sortBy, [columns, column]);
  const isLong = rows.length > LONG;
  const atOnce = useMemo(() => {
    return isLong ? undefined : finish(arrange(rows, search, textOf, sortBy, descending));
  }, [isLong, rows, search, textOf, sortBy, descending]);

  const [inSlices, setInSlices] = useState<readonly Row[]>();
  useEffect(() => {
    if (!isLong) return;
    const stop = new AbortController();
    void finishInSlices(arrange(rows, search, textOf, sortBy, descending), stop.signal).then(
      (arranged) => arranged && setInSlices(arranged),
    );
    return () => stop.abort();
  }, [isLong, rows, search, textOf, sortBy, descending]);
  return atOnce ?? inSlices ?? rows;
}

/** Each row's text is made once, when it is first needed: every keystroke of the search reads it. */
function rememberedText<Row extends object>(columns: readonly ColumnWords<Row>[]): (row: Row) => string {
  const textOf = searchedText(columns);
  const texts = new WeakMap<Row, string>();
  return (row) => {
    let text = texts.get(row);
    if (text === undefined) texts.set(row, (text = textOf(row)));
    return text;
  };
}

interface Keyed<Row> {
  row: Row;
  index: number;
  key: SortValue;
}

/** Filters and sorts, and yields often, so that whoever drives it can pause. */
export function* arrange<Row>(
  rows: readonly Row[],
  search: string,
  textOf: (row: Row) => string,
  sortBy: ((row: Row) => SortValue) | undefined,
  descending: boolean,
): Generator<void, readonly Row[]> {
  const words = searchWords(search);
  const left: Keyed<Row>[] = [];
  for (const [index, row] of rows.entries()) {
    if (words.length === 0 || hasWords(textOf(row), words)) {
      left.push({ row, index, key: sortBy?.(row) ?? '' });
    }
    if (index % 128 === 127) yield;
  }
  if (!sortBy) return left.map(({ row }) => row);

  const direction = descending ? -1 : 1;
  const inOrder = (a: Keyed<Row>, b: Keyed<Row>) => direction * compare(a.key, b.key) || a.index - b.index;

  let runs: Keyed<Row>[][] = [];
  for (let start = 0; start < left.length; start += 256) {
    runs.push(left.slice(start, start + 256).sort(inOrder));
    yield;
  }
  while (runs.length > 1) {
    const merged: Keyed<Row>[][] = [];
    for (let i = 0; i < runs.length; i += 2)
      merged.push(yield* merge(runs[i] ?? [], runs[i + 1] ?? [], inOrder));
    runs = merged;
  }
  return (runs[0] ?? []).map(({ row }) => row);
}

function* merge<Item>(
  a: readonly Item[],
  b: readonly Item[],
  inOrder: (x: Item, y: Item) => number,
): Generator<void, Item[]> {
  const merged: Item[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [x, y] = [a[i], b[j]];
    if (x === undefined) return merged.concat(b.slice(j));
    if (y === undefined) return merged.concat(a.slice(i));
    if (inOrder(x, y) <= 0) {
      merged.push(x);
      i++;
    } else {
      merged.push(y);
      j++;
    }
    if (merged.length % 256 === 0) yield;
  }
}

function finish<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Undefined when it was stopped. */
async function finishInSlices<Result>(
  work: Generator<void, Result>,
  signal: AbortSignal,
): Promise<Result | undefined> {
  while (!signal.aborted) {
    const end = performance.now() + SLICE;
    while (performance.now() < end) {
      const step = work.next();
      if (step.done) return step.value;
    }
    // oxlint-disable-next-line no-await-in-loop -- between two slices the page answers
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
  }
  return undefined;
}
