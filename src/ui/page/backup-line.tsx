import Alert from '@mui/material/Alert';
import Link from '@mui/material/Link';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';

interface BackupLineProps {
  /** "Backup: never proven." */
  text: string;
  proven: boolean;
  /** The address of Check Backup. */
  checkBackup: string;
  /** Who proves it, before the link. */
  children: ReactNode;
}

/** The first line of a page on which a deletion is decided, with the way to prove a copy of the key. */
export const BackupLine = ({ text, proven, checkBackup, children }: BackupLineProps) => (
  <Alert severity={proven ? 'success' : 'error'} sx={{ '& .MuiAlert-message': { minWidth: 0 } }}>
    <strong>{text}</strong>{' '}
    {!proven && (
      <>
        {children}{' '}
        <Link component={RouterLink} to={checkBackup} color="inherit" underline="always">
          Check Backup
        </Link>
        .
      </>
    )}
  </Alert>
);
