import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { tellOtherTabs } from './other-tabs.ts';
import { forPage, sessionQuery, type Credentials, type PageSession } from './session.ts';

/**
 * For a page that stays open. If the same user signs in, the page goes on. If another user does, the page only learns who
 * it is. Where a second step follows, the session is still what it was.
 */
export const signedInOnPage =
  (client: QueryClient) =>
  (state: PageSession): void => {
    if (state.secondStep) return;
    client.setQueryData(sessionQuery().queryKey, forPage(client, state));
    tellOtherTabs();
  };

/** `credentials` returns the password. It is not one of the mutation's variables, because the cache would keep those. */
export const signInOnPageMutation = (client: QueryClient, credentials: () => Credentials) =>
  mutationOptions({
    mutationFn: () => call('POST /api/session', { body: credentials() }),
    onSuccess: signedInOnPage(client),
  });
