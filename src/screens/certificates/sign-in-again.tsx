import { useSuspenseQuery } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useAct } from '../../client/act.ts';
import { sessionQuery, signOutMutation } from '../../client/session.ts';
import { ChangedElsewhere } from '../../ui/changed-elsewhere.tsx';

/** Signs out, and comes back here after signing in. */
export function SignInAgain() {
  const { pathname, search } = useLocation();
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const signOut = useAct(
    signOutMutation(paths.signIn({ back: pathname + search, username: session?.username })),
  );
  return (
    <ChangedElsewhere
      onSignInAgain={() => signOut.mutate()}
      pending={signOut.isPending}
      problem={signOut.error?.message}
    />
  );
}
