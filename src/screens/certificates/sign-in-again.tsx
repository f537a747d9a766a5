import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { paths } from '../../app/paths.ts';
import { sessionQuery, signOutMutation } from '../../client/session.ts';

/**
 * The documented rule, told where it bites: what another session uploads or deletes shows here only after signing
 * in again.
 */
export function SignInAgain() {
  const { pathname, search } = useLocation();
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const signOut = useMutation(
    signOutMutation(paths.signIn({ back: pathname + search, username: session?.username })),
  );
  return (
    <Alert
      severity="info"
      sx={{ mb: 2 }}
      action={
        <Button color="inherit" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign in again
        </Button>
      }
    >
      {signOut.error?.message ??
        'Certificates were uploaded or deleted in another session. This list shows them after you sign out and in again.'}
    </Alert>
  );
}
