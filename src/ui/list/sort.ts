import type { SortValue } from '../../domain/columns.ts';

export interface Sort {
  /** The id of the column. */
  column: string;
  descending: boolean;
}

/** Reads the form that the query string and the tenant's API use: "notAfter", or "-notAfter" for descending order. */
export const readSort = (text: string): Sort => ({
  column: text.replace(/^-/, ''),
  descending: text.startsWith('-'),
});

export const sortText = ({ column, descending }: Sort): string => `${descending ? '-' : ''}${column}`;

/** What a click on a column's header leads to: ascending order, and descending order at the second click. */
export const nextSort = (now: Sort, column: string): Sort => ({
  column,
  descending: now.column === column && !now.descending,
});

/** Compares two values of a column in a language; undefined stands for the browser's own. */
export function valueOrder(language?: string): (x: SortValue, y: SortValue) => number {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  return (x, y) => {
    if (typeof x === 'string' || typeof y === 'string') return collator.compare(String(x), String(y));
    return x < y ? -1 : Number(x > y);
  };
}
