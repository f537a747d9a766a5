import { paths } from '../../app/paths.ts';
import type { Certificate } from '../../client/certificates.ts';
import { backupLine, backupState } from '../../domain/backup.ts';
import { BackupLine } from '../../ui/backup-line.tsx';
import { dayText } from '../../ui/dates.ts';
import { useNow } from '../../ui/use-now.ts';

/** What the administrator reads first who wants to delete a pair. */
export function BackupFirst({ certificate: { backupCheck } }: { certificate: Certificate }) {
  const now = useNow();
  return (
    <BackupLine
      text={backupLine(backupCheck, now, dayText)}
      proven={backupState(backupCheck, now) === 'proven'}
      checkBackup={paths.keyTool('check-backup')}
    >
      Once the pair is destroyed, only your own copy of the key opens its recordings. Prove it first with
    </BackupLine>
  );
}
