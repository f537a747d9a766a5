import { queryOptions, type QueryKey } from '@tanstack/react-query';
import type { AnswerOf } from '../../contract/calls.ts';
import { callAgain, type Tagged } from '../call.ts';

type Versions = AnswerOf<'GET /api/versions'>;

/**
 * The queries that are fetched again when a list changes, on pages about a single item as in lists. Those that are not
 * on screen are only marked. What a person has typed or drafted stays, and a draft on an older version shows both.
 */
const queriesOf: Record<keyof Versions, QueryKey[]> = {
  certificates: [['certificates'], ['ivr-profiles'], ['coverage'], ['overview']],
  keys: [['keys']],
  requests: [['requests'], ['overview']],
  'screen-recording-certificates': [['screen-recording-certificates'], ['overview']],
};

/**
 * Notices changes of other sessions while a list stays open: fetches the versions of all lists, a few bytes, and then
 * only those lists that may have changed.
 */
export const versionsQuery = () =>
  queryOptions({
    queryKey: ['versions'],
    queryFn: async ({ client, signal, queryKey }): Promise<Tagged<Versions>> => {
      const before = client.getQueryData<Tagged<Versions>>(queryKey);
      const now = await callAgain('GET /api/versions', { signal }, before);
      for (const [list, queries] of Object.entries(queriesOf) as [keyof Versions, QueryKey[]][]) {
        if (!before || before.answer[list] === now.answer[list]) continue;
        for (const each of queries) void client.invalidateQueries({ queryKey: each });
      }
      return now;
    },
    refetchInterval: 15_000,
  });
