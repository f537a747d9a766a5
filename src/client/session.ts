import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AnswerOf } from '../contract/calls.ts';
import type { Session } from '../domain/session.ts';
import { call } from './call.ts';
import { tellOtherTabs } from './other-tabs.ts';

/**
 * The session that this page belongs to. It stays when it has ended, so that the page and what was typed on it stay; then `now`
 * says what there is instead: null for none, or the session of another person who has signed in with this browser.
 */
export type PageSession = AnswerOf<'GET /api/session'> & { now?: Session | null };

const queryKey = ['session'];

const known = (client: QueryClient) => client.getQueryData<PageSession>(queryKey);

/** What the tenant says, as it concerns the page. */
export function forPage(client: QueryClient, said: AnswerOf<'GET /api/session'>): PageSession {
  const page = known(client);
  return page?.session && page.session.username !== said.session?.username
    ? { ...page, now: said.session }
    : said;
}

export const sessionQuery = () =>
  queryOptions({
    queryKey,
    queryFn: async ({ client, signal }) => forPage(client, await call('GET /api/session', { signal })),
    staleTime: 60_000,
  });

/** For when the tenant answers a call with `not_signed_in`. */
export const sessionHasEnded = (client: QueryClient): void => {
  client.setQueryData<PageSession>(queryKey, forPage(client, { session: null }));
};

/** Makes room for the sign-in page: nobody's page any more. Out of date, so that the tenant is asked. */
export const leaveSession = (client: QueryClient): void => {
  client.setQueryData<PageSession>(queryKey, { session: null }, { updatedAt: 1 });
};

export interface Credentials {
  username: string;
  password: string;
}

/**
 * Whatever a session has seen belongs to it alone, so signing in empties the cache. The password is taken by
 * the function and not by the mutation, because the cache keeps a mutation's variables.
 */
export const signInMutation = (client: QueryClient, credentials: () => Credentials) =>
  mutationOptions({
    mutationFn: () => call('POST /api/session', { body: credentials() }),
    onSuccess: (state) => {
      client.clear();
      client.setQueryData<PageSession>(queryKey, state);
      tellOtherTabs();
    },
  });
