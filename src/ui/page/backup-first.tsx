import Alert from '@mui/material/Alert';
import { backupLine, backupState, type BackupCheck } from '../../domain/backup.ts';
import { useNow } from '../hooks/use-now.ts';
import { dayText } from './dates.ts';
import { To } from './to.tsx';

interface BackupFirstProps {
  check: BackupCheck | null;
  whose?: string;
  /** The link to Check Backup follows. */
  prove?: string;
  /** The address of Check Backup. */
  checkBackup: string;
}

/** What is read first where a deletion is decided, with the way to prove a copy of the key. */
export function BackupFirst({
  check,
  whose = 'your own',
  prove = 'Prove it',
  checkBackup,
}: BackupFirstProps) {
  const now = useNow();
  const isProven = backupState(check, now) === 'proven';
  return (
    <Alert severity={isProven ? 'success' : 'error'}>
      <strong>{backupLine(check, now, dayText)}</strong>{' '}
      {!isProven && (
        <span>
          Once the pair is destroyed, only {whose} copy of the key opens its recordings. {prove} first with{' '}
          <To to={checkBackup} color="inherit">
            Check Backup
          </To>
          .
        </span>
      )}
    </Alert>
  );
}
