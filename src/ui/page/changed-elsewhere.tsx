import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';

/**
 * The documented rule, shown where it matters: uploads and deletions of another session show here only after signing in
 * again.
 */
export const ChangedElsewhere = ({ onSignInAgain }: { onSignInAgain: () => void }) => (
  <Alert
    role="alert"
    severity="info"
    sx={{ mb: 2, flexWrap: 'wrap', '& .MuiAlert-message': { flex: '1 1 220px' } }}
    action={
      <Button color="inherit" sx={{ whiteSpace: 'nowrap' }} onClick={onSignInAgain}>
        Sign in again
      </Button>
    }
  >
    Certificates were uploaded or deleted in another session. You see them here after you sign in again.
  </Alert>
);
