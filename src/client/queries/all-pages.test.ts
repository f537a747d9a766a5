import { expect, test } from 'vitest';
import { allPages } from './all-pages.ts';

interface Page {
  items: string[];
  total: number;
  nextCursor?: string;
}

const listOf = (pages: Record<string, Page>) => (cursor: string | undefined) =>
  Promise.resolve(pages[cursor ?? 'first']!);

test('the rows of all pages are one list, with what the first page says', async () => {
  const pages = {
    first: { items: ['a', 'b'], total: 4, nextCursor: 'second' },
    second: { items: ['c'], total: 5, nextCursor: 'third' },
    third: { items: ['d'], total: 5 },
  };
  expect(await allPages(listOf(pages))).toEqual({ items: ['a', 'b', 'c', 'd'], total: 4 });
});

test('a list of one page stays the very array', async () => {
  const first = { items: ['a'], total: 1 };
  expect((await allPages(listOf({ first }))).items).toBe(first.items);
});
