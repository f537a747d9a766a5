import { useDeferredValue, useState } from 'react';
import { useSearchParams } from 'react-router';
import { readSort, sortText, type Sort } from './sort.ts';

/**
 * A list's search, filters, sorting and columns are in the query string, so that a person can send what they see as a
 * link. `sort` is "-notAfter" for descending order, as in the tenant's API.
 */
export function useListState(defaults: { sort: Sort }) {
  const [search, setSearch] = useSearchParams();
  const set = (changes: Record<string, string | undefined>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(changes)) {
          if (value === undefined || value === '') next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );

  // The field shows each letter at once. The list uses the deferred text, so that filtering does not delay typing.
  const [text, setText] = useState(search.get('q') ?? '');
  const sort = search.get('sort');
  return {
    search: text,
    deferredSearch: useDeferredValue(text),
    setSearch: (typed: string) => {
      setText(typed);
      set({ q: typed });
    },
    get: (key: string) => search.get(key) ?? undefined,
    set,
    sort: sort ? readSort(sort) : defaults.sort,
    setSort: (sort: Sort) => set({ sort: sortText(sort) }),
    columns: search.get('columns')?.split(','),
    setColumns: (columns: readonly string[] | undefined) => set({ columns: columns?.join(',') }),
  };
}
