import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
  type QueryKey,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { AnswerOf, CallName, QueryOf } from '../../contract/calls.ts';
import { FIRST_ROWS, MOST_COUNTED, MOST_ROWS, type Get } from '../../domain/list.ts';
import { allPages } from './all-pages.ts';
import { call, callForBlob, sentenceOf, urlOf, type Input } from '../call.ts';

/** The calls that answer a list (contract/lists.ts). */
type ListCall = { [K in CallName]: `${K}.csv` extends CallName ? K : never }[CallName];
type Row<K extends ListCall> = AnswerOf<K> extends { items: (infer R)[] } ? R : never;
type Page<K extends ListCall> = AnswerOf<K> & {
  items: Row<K>[];
  total: number;
  more?: true | undefined;
  nextCursor?: string | undefined;
};
type Asked<K extends ListCall> = Omit<NonNullable<QueryOf<K>>, 'limit' | 'cursor'>;

/**
 * Where a page begins. The tenant only goes on from a page to the next one, so the beginnings of all pages that have
 * been there are kept: a page that was dropped is asked for again.
 */
export interface Start {
  cursor?: string | undefined;
  /** How many rows are before it. */
  from: number;
  before?: Start;
}

/** How many rows are asked for. */
export const rowsFrom = ({ cursor }: Start): number => (cursor === undefined ? FIRST_ROWS : 500);

interface AnyPage<Row> {
  items: Row[];
  total: number;
  more?: true | undefined;
  nextCursor?: string | undefined;
}

const first: Start = { from: 0 };

/** A list of any length: the browser has the page in sight and its neighbours, and only these are fetched again. */
export const inPages = {
  initialPageParam: first,
  getNextPageParam: ({ items, nextCursor }: AnyPage<unknown>, _: unknown, start: Start): Start | undefined =>
    nextCursor === undefined
      ? undefined
      : { cursor: nextCursor, from: start.from + items.length, before: start },
  getPreviousPageParam: (_page: unknown, _pages: unknown, start: Start) => start.before,
  maxPages: 3,
};

/** The pages of a list. After a change of search, filters or order, the rows before stay until the new ones are there. */
export const listQuery = <K extends ListCall>(name: K, noun: string, asked: Asked<K>) =>
  infiniteQueryOptions({
    queryKey: [noun, 'list', name, asked],
    queryFn: ({ pageParam: start, signal }) => {
      const query = { limit: rowsFrom(start), ...asked, cursor: start.cursor };
      return call<K>(name, { query, signal } as unknown as Input<K>) as Promise<Page<K>>;
    },
    ...inPages,
    placeholderData: keepPreviousData,
  });

/** A list that is a page: what it asks the tenant for is in the query string. */
interface PagedList<K extends ListCall> {
  call: K;
  noun: string;
  /** The order in which it begins. */
  sort: string;
  /** The names of the filters in the query string. */
  filters?: readonly string[];
  asked: (get: Get) => Asked<K>;
  /** Asked of the exported file in place of the order and the columns. */
  exported?: Partial<Asked<K>>;
}

/** For `listLoader`, `useList` and `useListState`. */
export const listOf = <K extends ListCall>(list: PagedList<K>) => list;

/** Waits for the first page of the list that a URL asks for. */
export const listLoader =
  <K extends ListCall>({ call: name, noun, asked }: PagedList<K>) =>
  (client: QueryClient, { request }: { request: Request }) => {
    const { searchParams } = new URL(request.url);
    const query = asked((key) => searchParams.get(key));
    return client.ensureInfiniteQueryData(listQuery(name, noun, query));
  };

/** What `ui/list` shows of a list. */
export function useList<K extends ListCall, State extends { get: Get }>(
  { call: name, noun, asked, exported }: PagedList<K>,
  state: State,
) {
  const query = asked(state.get);
  const options = listQuery(name, noun, query);
  const pages = usePages(options.queryKey, useInfiniteQuery(options));
  const loadAll = async () => {
    if (pages.from === 0 && !pages.hasNext && !pages.isStale) return pages.rows;
    const { items } = await allPages((cursor) => {
      const next = { ...query, limit: MOST_ROWS, cursor };
      return call<K>(name, { query: next } as unknown as Input<K>) as Promise<Page<K>>;
    }, MOST_COUNTED);
    return items;
  };
  const csvOf = (columns: readonly { id: string }[]) => {
    const all = { ...query, ...(exported ?? { columns: columns.map(({ id }) => id).join() }) };
    return callForBlob(urlOf(`${name}.csv` as CallName, { query: all } as unknown as Input<CallName>));
  };
  return { ...pages, loadAll, csvOf, state };
}

/** What `ui/list` shows of the pages that have arrived. */
export function usePages<Page extends AnyPage<unknown>>(
  queryKey: QueryKey,
  list: UseInfiniteQueryResult<InfiniteData<Page>>,
) {
  type Item = Page['items'][number];
  const client = useQueryClient();
  const { data: arrived, error, isFetching, isPlaceholderData, hasNextPage } = list;
  const data = useMemo(() => arrived && joined(arrived as InfiniteData<Page, Start>), [arrived]);
  useEffect(() => {
    if (data !== arrived && !isPlaceholderData) client.setQueryData(queryKey, data);
  });
  const rows = useMemo(() => data?.pages.flatMap(({ items }): Item[] => items) ?? [], [data]);
  const last = data?.pages.at(-1);
  const start = data?.pageParams[0] ?? first;
  // Rows that came or went before the ones that are here are not known of, but where the last one is here, its place is.
  const isEnd = start.before && rows.length > 0 && !hasNextPage && !isPlaceholderData && !last?.more;
  const above = isEnd ? (last?.total ?? 0) - rows.length : start.from;

  /** Drops all pages, and asks for the one that begins here. The number of rows stays. */
  const beginAt = (there: Start) => {
    if (!last) return;
    const empty = { ...last, items: [], nextCursor: undefined };
    client.setQueryData(queryKey, { pages: [empty], pageParams: [there] });
    void list.refetch();
  };

  return {
    /** What is asked for. */
    asked: JSON.stringify(queryKey),
    /** What a page says beside its rows. */
    first: data?.pages[0],
    rows,
    from: above,
    total: last?.total ?? 0,
    more: last?.more ?? false,
    hasNext: hasNextPage,
    isStale: isPlaceholderData,
    load: (from: number, to: number) => {
      if (error || isPlaceholderData || data !== arrived) return;
      if (start.before && from < start.before.from) beginAt(startOf(start.before, from));
      else if (isFetching) return;
      else if (start.before && from < above) void list.fetchPreviousPage();
      else if (hasNextPage && to >= above + rows.length) void list.fetchNextPage();
    },
    problem: error
      ? {
          message: sentenceOf(error),
          isLoading: isFetching,
          tryAgain: () => void tryAgain(list),
        }
      : undefined,
  };
}

const tryAgain = ({
  isFetchNextPageError,
  isFetchPreviousPageError,
  fetchNextPage,
  fetchPreviousPage,
  refetch,
}: UseInfiniteQueryResult) =>
  isFetchNextPageError ? fetchNextPage() : isFetchPreviousPageError ? fetchPreviousPage() : refetch();

/** The start of the page with this row, from those before. */
function startOf(last: Start, row: number): Start {
  let start = last;
  while (start.before && start.from > row) start = start.before;
  return start;
}

/**
 * The pages up to one that does not end where the next one begins: rows were added or removed since the next ones were
 * fetched, so these are asked for again.
 */
export function joined<Page extends AnyPage<unknown>>(
  data: InfiniteData<Page, Start>,
): InfiniteData<Page, Start> {
  const { pages, pageParams } = data;
  const torn = pages.findIndex(
    ({ nextCursor }, index) => index + 1 < pages.length && nextCursor !== pageParams[index + 1]?.cursor,
  );
  if (torn < 0) return data;
  return { pages: pages.slice(0, torn + 1), pageParams: pageParams.slice(0, torn + 1) };
}
