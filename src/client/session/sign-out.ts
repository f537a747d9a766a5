import { mutationOptions } from '@tanstack/react-query';
import type { Session } from '../../domain/session.ts';
import { call } from '../call.ts';
import { tellOtherTabs } from './other-tabs.ts';

/**
 * Loads a new document, so that nothing that the session has seen stays in the page's memory. After a single sign-on, that
 * is the page that ends the session here and leads on to the identity provider.
 */
export const signOutMutation = (goOn: string, session: Session) =>
  mutationOptions({
    mutationFn: async () => {
      if (session.singleSignOn) return '/api/sign-in/end';
      await call('DELETE /api/session', {});
      return goOn;
    },
    onSuccess: (to) => {
      tellOtherTabs();
      location.assign(to);
    },
  });
