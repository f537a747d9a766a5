import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';

interface ChangedElsewhereProps {
  onSignInAgain: () => void;
  pending: boolean;
  problem: string | undefined;
}

/**
 * The documented rule, told where it bites: what another session uploads or deletes shows here only after signing
 * in again.
 */
export function ChangedElsewhere({ onSignInAgain, pending, problem }: ChangedElsewhereProps) {
  return (
    <Alert
      severity="info"
      sx={{ mb: 2 }}
      action={
        <Button color="inherit" loading={pending} onClick={onSignInAgain}>
          Sign in again
        </Button>
      }
    >
      {problem ??
        'Certificates were uploaded or deleted in another session. This list shows them after you sign out and in again.'}
    </Alert>
  );
}
