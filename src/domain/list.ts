import { MAX_SEARCH_LENGTH } from './search.ts';

/** The rules of every list: in the contract, at the tenant and in the browser. */

/** The order of a list: the id of a column, "-" before it for descending order. */
export type Order<Key extends string = string> = Key | `-${Key}`;

/** The first page of a list fills the window and comes with the document. */
export const FIRST_ROWS = 100;

/** The most rows of a page. */
export const MOST_ROWS = 1000;

/** Rows are counted exactly up to here. A count of all costs what all data costs. */
export const MOST_COUNTED = 10_000;

/**
 * A text that sorts as people read: without regard to case and accents, and numbers by their value, so that "Berlin 2"
 * comes before "Berlin 10".
 */
export const textOrder = (text: string): string =>
  (/[^\0-\x7F]/.test(text) ? text.normalize('NFD').replaceAll(/[\u0300-\u036F]/g, '') : text)
    .toLowerCase()
    .replaceAll(/\d+/g, (digits) => {
      const value = digits.replace(/^0+(?=\d)/, '');
      return `${String(value.length).padStart(4, '0')}${value}`;
    });

/** Reads a member of a query string. */
export type Get = (key: string) => string | null | undefined;

/** The order and the search that the query string of a page says. */
export function askedOf<Key extends string>(get: Get, sorts: readonly Key[], sort: Order<Key>) {
  const known = sorts.flatMap((key): Order<Key>[] => [key, `-${key}`]);
  return {
    sort: known.find((each) => each === get('sort')) ?? sort,
    search: get('q')?.trim().slice(0, MAX_SEARCH_LENGTH) || undefined,
  };
}
