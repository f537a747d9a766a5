import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import type { Certificate } from '../../client/certificates.ts';
import { statusLooks } from '../../domain/certificate.ts';
import { serialNumberColumn, statusColumn, subjectNameColumn, validUntilColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { minuteText } from '../../ui/dates.ts';
import { StatusChip } from '../../ui/status-chip.tsx';
import { BackupChip } from './backup.tsx';
import { assignedText, backupTitle, certificateWords } from '../../domain/certificate-columns.ts';

/** The columns of the list, in order. Their ids are those of the tenant's `sort`, where it has one. */
export function certificateColumns(now: Date, narrow: boolean): Column<Certificate>[] {
  const { backup, keyBits, assignedTo, replacedBy, uploadedBy, uploadedAt } = certificateWords(now);
  return [
    subjectNameColumn({
      to: (row) => paths.certificate(row.id),
      // On a narrow screen the name needs the width of the status column.
      under: narrow && ((row) => <StatusChip {...statusLooks(row, now)} />),
    }),
    serialNumberColumn(),
    statusColumn((row) => statusLooks(row, now)),
    validUntilColumn(),
    {
      ...backup,
      cell: (row) => (
        <span title={backupTitle(row, minuteText)}>
          <BackupChip certificate={row} now={now} />
        </span>
      ),
    },
    keyBits,
    {
      ...assignedTo,
      cell: (row) =>
        row.assignedTo.length === 0 ? (
          <StatusChip tone="neutral" text={assignedText(row, now)} />
        ) : (
          <span title={assignedText(row, now)}>{assignedText(row, now)}</span>
        ),
    },
    {
      ...replacedBy,
      cell: (row) =>
        row.replacedBy && <Link to={paths.certificate(row.replacedBy.id)}>{row.replacedBy.subjectName}</Link>,
    },
    uploadedBy,
    { ...uploadedAt, cell: (row) => minuteText(row.uploadedAt) },
  ];
}
