import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { askForNewView } from '../../client/session/sign-in-again.ts';

/**
 * The documented rule, shown where it matters: uploads and deletions of another session show here only after signing in
 * again.
 */
export const ChangedElsewhere = () => (
  <Alert
    role="alert"
    severity="info"
    sx={{ mb: 2, flexWrap: 'wrap', '& .MuiAlert-message': { flex: '1 1 220px' } }}
    action={
      <Button color="inherit" sx={{ whiteSpace: 'nowrap' }} onClick={askForNewView}>
        Sign in again
      </Button>
    }
  >
    Certificates were uploaded or deleted in another session. You see them here after you sign in again.
  </Alert>
);
