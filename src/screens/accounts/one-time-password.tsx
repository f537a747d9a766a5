import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CopyButton } from '../../ui/page/copy-button.tsx';
import { minuteText } from '../../ui/page/dates.ts';

interface OneTimePasswordProps {
  username: string;
  oneTimePassword: string;
  until: string;
}

/** Shown once, to whoever gives it to the person. */
export const OneTimePassword = ({ username, oneTimePassword, until }: OneTimePasswordProps) => (
  <Alert role="status" severity="success">
    <Typography variant="body2">
      The one-time password of {username}, until {minuteText(until)}:
    </Typography>
    <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 1, my: 0.5 }}>
      <code>{oneTimePassword}</code>
      <CopyButton label="Copy one-time password" text="Copy" value={oneTimePassword} />
    </Box>
    <Typography variant="body2">
      It is shown this once. Give it to {username} over a way that you trust; with it, they set a password of
      their own.
    </Typography>
  </Alert>
);
