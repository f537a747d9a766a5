import { paths } from '../../paths.ts';
import type { Certificate } from '../../client/queries/certificates.ts';
import { backupLine, backupState } from '../../domain/backup.ts';
import { BackupLine } from '../../ui/page/backup-line.tsx';
import { dayText } from '../../ui/page/dates.ts';
import { useNow } from '../../ui/hooks/use-now.ts';

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
