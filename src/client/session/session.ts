import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AnswerOf } from '../../contract/calls.ts';
import type { Session } from '../../domain/session.ts';
import { call } from '../call.ts';
import { tellOtherTabs } from './other-tabs.ts';

/**
 * The session of the user who signed in on this page. It stays after it has ended, so that the page and everything
 * typed on it stay. Then `now` is the browser's current session: null for none, or that of another user.
 */
export type PageSession = AnswerOf<'GET /api/session'> & { now?: Session | null };

const queryKey = ['session'];

const known = (client: QueryClient) => client.getQueryData<PageSession>(queryKey);

/** The tenant's answer about the session, merged with the session that this page belongs to. */
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

/** Called when the tenant answers a call with `not_signed_in`. */
export const sessionHasEnded = (client: QueryClient): void => {
  client.setQueryData<PageSession>(queryKey, forPage(client, { session: null }));
};

/**
 * The page no longer belongs to a user, so that the sign-in page can be shown. `updatedAt: 1` marks the answer as out
 * of date, so that the tenant is asked.
 */
export const leaveSession = (client: QueryClient): void => {
  client.setQueryData<PageSession>(queryKey, { session: null }, { updatedAt: 1 });
};

export interface Credentials {
  username: string;
  password: string;
  /** Where the password is a one-time password. */
  newPassword?: string;
}

/**
 * For the sign-in page. What a session has seen must not be shown in another one, so signing in empties the cache. Where a
 * second step follows, nobody is signed in yet.
 */
export const signedInOn =
  (client: QueryClient) =>
  (state: PageSession): void => {
    client.clear();
    client.setQueryData<PageSession>(queryKey, state);
    if (state.session) tellOtherTabs();
  };

/**
 * For a page that stays open. If the same user signs in, the page goes on. If another user does, the page only learns who
 * it is. Where a second step follows, the session is still what it was.
 */
export const signedInOnPage =
  (client: QueryClient) =>
  (state: PageSession): void => {
    if (state.secondStep) return;
    client.setQueryData(queryKey, forPage(client, state));
    tellOtherTabs();
  };

/**
 * `credentials` returns the password. It is not one of the mutation's variables, because the cache would keep those.
 * `signedIn` is what a sign-in does on this page.
 */
export const signInMutation = (credentials: () => Credentials, signedIn: (state: PageSession) => void) =>
  mutationOptions({
    mutationFn: () => call('POST /api/session', { body: credentials() }),
    onSuccess: signedIn,
  });
