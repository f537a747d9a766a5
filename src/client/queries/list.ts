import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  type InfiniteData,
  type QueryClient,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AnswerOf, CallName, QueryOf } from '../../contract/calls.ts';
import { FIRST_ROWS, MOST_COUNTED, type Get } from '../../domain/list.ts';
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

const NEXT = 500;

/** The pages of a list. After a change of search, filters or order, the rows before stay until the new ones are there. */
export const listQuery = <K extends ListCall>(name: K, noun: string, asked: Asked<K>) =>
  infiniteQueryOptions({
    queryKey: [noun, 'list', name, asked],
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = { limit: cursor === undefined ? FIRST_ROWS : NEXT, ...asked, cursor };
      return call<K>(name, { query, signal } as unknown as Input<K>) as Promise<Page<K>>;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
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
  (client: QueryClient) =>
  async ({ request }: { request: Request }) => {
    const { searchParams } = new URL(request.url);
    const query = asked((key) => searchParams.get(key));
    await client.ensureInfiniteQueryData(listQuery(name, noun, query));
    return null;
  };

/** What `ui/list` shows of a list. */
export function useList<K extends ListCall, State extends { get: Get }>(
  { call: name, noun, asked, exported }: PagedList<K>,
  state: State,
) {
  const query = asked(state.get);
  const list = useInfiniteQuery(listQuery(name, noun, query));
  const csvOf = (columns: readonly { id: string }[]) => {
    const all = { ...query, ...(exported ?? { columns: columns.map(({ id }) => id).join() }) };
    return callForBlob(urlOf(`${name}.csv` as CallName, { query: all } as unknown as Input<CallName>));
  };
  return { ...usePages(list), csvOf, state };
}

interface AnyPage<Row> {
  items: Row[];
  total: number;
  more?: true | undefined;
}

/** What `ui/list` shows of the pages that have arrived. */
export function usePages<Page extends AnyPage<unknown>>(list: UseInfiniteQueryResult<InfiniteData<Page>>) {
  type Item = Page['items'][number];
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch, isFetchNextPageError } = list;
  const rows = useMemo(() => data?.pages.flatMap(({ items }): Item[] => items) ?? [], [data]);
  const last = data?.pages.at(-1);
  return {
    /** What the first page says beside its rows. */
    first: data?.pages[0],
    rows,
    total: last?.total ?? 0,
    more: last?.more ?? false,
    isStale: list.isPlaceholderData,
    loadMore: hasNextPage && !error ? () => void (isFetching || fetchNextPage()) : undefined,
    loadAll: async () => {
      let pages = data?.pages ?? [];
      for (let left = hasNextPage; left && pages.length * NEXT < MOST_COUNTED;) {
        const next = await fetchNextPage();
        if (next.error) break;
        pages = next.data?.pages ?? [];
        left = next.hasNextPage;
      }
      return pages.flatMap(({ items }): Item[] => items);
    },
    problem: error
      ? {
          message: sentenceOf(error),
          isLoading: isFetching,
          tryAgain: () => void (isFetchNextPageError ? fetchNextPage() : refetch()),
        }
      : undefined,
  };
}
