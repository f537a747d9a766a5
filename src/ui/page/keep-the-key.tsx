import { To } from './to.tsx';

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
    <To to={checkBackup} color="inherit">
      Check Backup
    </To>{' '}
    proves that a copy opens.
  </span>
);
