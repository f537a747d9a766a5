import Typography from '@mui/material/Typography';
import { paths } from '../../paths.ts';
import type { Certificate } from '../../client/queries/certificates.ts';
import {
  BACKUP_CHECK_DAYS,
  backupState,
  backupText,
  backupTone,
  type BackupState,
} from '../../domain/backup.ts';
import { ONLY_COPIES_HELP } from '../../domain/said.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusChip } from '../../ui/page/status-chip.tsx';
import { To } from '../../ui/page/to.tsx';

export function BackupChip({ certificate: { backupCheck }, now }: { certificate: Certificate; now: Date }) {
  const state = backupState(backupCheck, now);
  return <StatusChip tone={backupTone[state]} text={backupText[state]} />;
}

const sentences: Record<BackupState, string> = {
  'never proven': `No check of a copy of the private key is recorded. ${ONLY_COPIES_HELP}`,
  'check again': `It is more than ${BACKUP_CHECK_DAYS} days since a copy of the private key was proven to open. Check again that the copy is still there and can be read.`,
  proven: 'A copy of the private key was proven to open what is encrypted for this certificate.',
};

/** Whether a copy of the private key was proven to open, and where the copy is kept. */
export function Backup({ certificate, now }: { certificate: Certificate; now: Date }) {
  const { backupCheck } = certificate;
  return (
    <Section title="Backup">
      <BackupChip certificate={certificate} now={now} />
      <Typography sx={{ my: 1 }}>
        {sentences[backupState(backupCheck, now)]} <To to={paths.keyTool('check-backup')}>Check Backup</To>{' '}
        proves it.
      </Typography>
      {backupCheck && (
        <Facts
          facts={[
            ['Proven', `${minuteText(backupCheck.checkedAt)} by ${backupCheck.checkedBy}`],
            ...(backupCheck.location === null ? [] : [['Kept', backupCheck.location] as const]),
          ]}
        />
      )}
    </Section>
  );
}
