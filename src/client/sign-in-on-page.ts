import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import { call } from './call.ts';
import { tellOtherTabs } from './other-tabs.ts';
import { forPage, sessionQuery, type Credentials } from './session.ts';

/**
 * Signs in on a page that stays open. For the same person the page goes on; of another person it is only known that they
 * are there. The password is taken by the function and not by the mutation, because the cache keeps a mutation's variables.
 */
export const signInOnPageMutation = (client: QueryClient, credentials: () => Credentials) =>
  mutationOptions({
    mutationFn: () => call('POST /api/session', { body: credentials() }),
    onSuccess: (state) => {
      client.setQueryData(sessionQuery().queryKey, forPage(client, state));
      tellOtherTabs();
    },
  });
