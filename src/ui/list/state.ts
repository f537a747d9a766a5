import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigation, useSearchParams } from 'react-router';
import { usePaused } from '../hooks/paused.ts';
import { useLeftSearch } from './left-behind.ts';
import { readSort, sortText, type Sort } from './sort.ts';

export type ListState = ReturnType<typeof useListState>;

/** Reads and changes filters in the query string. */
export type FilterState = Pick<ListState, 'get' | 'set'>;

/**
 * A list's search, filters, sorting and columns are in the query string, so that a person can send what they see as a
 * link. `sort` is "-notAfter" for descending order, as in the tenant's API.
 *
 * @param sort the order in which the list begins, as in the query string
 * @param filters the names of the filters in the query string
 */
export function useListState({
  sort: defaultSort,
  filters = [],
}: {
  sort: string;
  filters?: readonly string[];
}) {
  const [params, setParams] = useSearchParams();
  useLeftSearch(params.size > 0 ? `?${params}` : '');
  // The address changes only when the list of the last change is there. Another change meanwhile adds to it.
  const wanted = useRef(params);
  const { state } = useNavigation();
  useEffect(() => {
    if (state === 'idle') wanted.current = params;
  }, [params, state]);
  const set = (changes: Record<string, string | undefined>) => {
    const next = new URLSearchParams(wanted.current);
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined || value === '') next.delete(key);
      else next.set(key, value);
    }
    wanted.current = next;
    setParams(next, { replace: true, preventScrollReset: true });
  };

  // The field shows each letter at once.
  const [typed, setTyped] = useState(params.get('q') ?? '');
  const order = params.get('sort') || defaultSort;
  const sort = useMemo(() => readSort(order), [order]);
  const search = usePaused(typed);
  return {
    typed,
    search,
    setSearch: (text: string) => {
      setTyped(text);
      set({ q: text });
    },
    /** What the query string says; of the search, what is searched for. */
    get: (key: string) => (key === 'q' ? search : (params.get(key) ?? undefined)),
    set,
    sort,
    setSort: (sort: Sort) => set({ sort: sortText(sort) }),
    columns: params.get('columns')?.split(','),
    setColumns: (columns: readonly string[] | undefined) => set({ columns: columns?.join(',') }),
    /** Whether search or filters leave rows out. */
    isFiltered: search.trim() !== '' || filters.some((key) => params.has(key)),
    showAll: () => {
      setTyped('');
      set({ q: undefined, ...Object.fromEntries(filters.map((key) => [key, undefined])) });
    },
  };
}
