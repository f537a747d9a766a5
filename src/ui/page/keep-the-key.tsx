import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router';

interface KeepTheKeyProps {
  /** Why, and where. */
  help: string;
  /** The address of Check Backup. */
  checkBackup: string;
}

/** What is said after every upload of a pair. */
export const KeepTheKey = ({ help, checkBackup }: KeepTheKeyProps) => (
  <span>
    <strong>Keep your private key safe.</strong> {help}{' '}
    <Link component={RouterLink} to={checkBackup} color="inherit" underline="always">
      Check Backup
    </Link>{' '}
    proves that a copy opens.
  </span>
);
