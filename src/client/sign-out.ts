import { mutationOptions } from '@tanstack/react-query';
import { call } from './call.ts';
import { tellOtherTabs } from './other-tabs.ts';

/** Loads a new document, so that nothing that the session has seen stays in the page's memory. */
export const signOutMutation = (goOn: string) =>
  mutationOptions({
    mutationFn: () => call('DELETE /api/session', {}),
    onSuccess: () => {
      tellOtherTabs();
      location.assign(goOn);
    },
  });
