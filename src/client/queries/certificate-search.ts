import { keepPreviousData, useInfiniteQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { certificateQuery, foundCertificatesQuery } from './certificates.ts';

/** Waits for what the window shows first, so that it opens with its check boxes. */
export const loadFirstFound = (client: QueryClient) =>
  client.ensureInfiniteQueryData(foundCertificatesQuery(''));

/** A window in which certificates of the keystore are chosen: the first that the tenant finds, and how many there are. */
export function useCertificateSearch() {
  const client = useQueryClient();
  const [search, onSearch] = useState('');
  const query = useInfiniteQuery({
    ...foundCertificatesQuery(search),
    placeholderData: keepPreviousData,
  });
  const page = query.data?.pages[0];
  const items = page?.items ?? [];
  return {
    search,
    onSearch,
    items,
    total: page?.total ?? 0,
    isPending: query.isPending,
    changedElsewhere: page?.changedElsewhere ?? false,
    /** The page below shows them at once. */
    remember: (ids: readonly string[]) => {
      for (const each of items.filter(({ id }) => ids.includes(id))) {
        client.setQueryData(certificateQuery(each.id).queryKey, (before) => before ?? each);
      }
    },
  };
}
