import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { inPages, joined, rowsFrom } from './list.ts';

/** A list of numbers at a tenant; a cursor is the last number of a page. */
function listOf(rows: number[]) {
  const asked: (string | undefined)[] = [];
  const list = new InfiniteQueryObserver(new QueryClient(), {
    queryKey: ['numbers'],
    queryFn: ({ pageParam: start }) => {
      asked.push(start.cursor);
      const left = rows.filter((row) => row > Number(start.cursor ?? -1));
      const items = left.slice(0, rowsFrom(start));
      const nextCursor = left.length > items.length ? String(items.at(-1)) : undefined;
      return { items, total: rows.length, nextCursor };
    },
    ...inPages,
  });
  /** What was asked, and the rows that are kept. */
  const after = async ({ data }: Awaited<ReturnType<typeof list.refetch>>) => {
    const kept = data ? joined(data as Parameters<typeof joined>[0]) : undefined;
    const numbers = kept?.pages.flatMap(({ items }) => items as number[]) ?? [];
    return {
      asked: asked.splice(0),
      from: kept?.pageParams[0]?.from,
      first: numbers[0],
      last: numbers.at(-1),
    };
  };
  return {
    rows,
    refetch: async () => after(await list.refetch()),
    next: async () => after(await list.fetchNextPage()),
    previous: async () => after(await list.fetchPreviousPage()),
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index * 10);

async function deep() {
  const list = listOf(numbers(100_000));
  await list.refetch();
  for (let page = 1; page < 19; page++) await list.next();
  return list;
}

test('however far a list is read, three pages are kept, and only these are fetched again', async () => {
  const list = await deep();
  expect(await list.next()).toEqual({ asked: ['90990'], from: 8100, first: 81_000, last: 95_990 });
  expect(await list.refetch()).toMatchObject({ asked: ['80990', '85990', '90990'], from: 8100 });
});

test('a page that was dropped is asked for again on the way back, up to the first', async () => {
  const list = await deep();
  expect(await list.previous()).toEqual({ asked: ['70990'], from: 7100, first: 71_000, last: 85_990 });
  for (let page = 0; page < 14; page++) await list.previous();
  expect(await list.previous()).toMatchObject({ asked: [undefined], from: 0, first: 0 });
  expect(await list.previous()).toMatchObject({ asked: [] });
});

test.each([
  ['came in', (rows: number[]) => rows.splice(7500, 0, 74_995, 74_996)],
  ['went', (rows: number[]) => rows.splice(7500, 2)],
])(
  'where rows %s before a page that is kept, it is asked for again: none is missing or twice',
  async (_, change) => {
    const list = await deep();
    change(list.rows);
    const back = await list.previous();
    expect(back).toMatchObject({ from: 7100, first: 71_000, last: list.rows[7599] });
  },
);
