import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { call } from './call.ts';

export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => call('GET /api/session', { signal }),
    staleTime: 60_000,
  });

/**
 * Whatever a session has seen belongs to it alone, so signing in empties the cache. The password is taken by
 * the function and not by the mutation, because the cache keeps a mutation's variables.
 */
export const signInMutation = (
  client: QueryClient,
  credentials: () => { username: string; password: string },
) =>
  mutationOptions({
    mutationFn: () => call('POST /api/session', { body: credentials() }),
    onSuccess: (state) => {
      client.clear();
      client.setQueryData(sessionQuery().queryKey, state);
    },
  });

/** Goes on with a new document, so that nothing the session has seen stays in the page's memory. */
export const signOutMutation = (goOn: string) =>
  mutationOptions({
    mutationFn: () => call('DELETE /api/session', {}),
    onSuccess: () => location.assign(goOn),
  });
