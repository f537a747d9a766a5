import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import type { Certificate } from '../../client/certificates.ts';
import { statusLooks } from '../../domain/certificate.ts';
import {
  serialNumberColumn,
  statusColumn,
  subjectNameColumn,
  validUntilColumn,
} from '../../ui/list/columns.tsx';
import type { Column } from '../../ui/list/table.tsx';
import { minuteText } from '../../ui/dates.ts';
import { StatusChip } from '../../ui/status-chip.tsx';
import { BackupChip } from './backup.tsx';
import { assignedText, backupTitle, certificateWords } from '../../domain/certificate-columns.ts';

interface Reader {
  narrow: boolean;
  /** A person who keeps no private keys is shown the size of the key in place of the backup. */
  keepsKeys: boolean;
}

/** The columns of the list, in order. Their ids are those of the tenant's `sort`. */
export function certificateColumns(now: Date, { narrow, keepsKeys }: Reader): Column<Certificate>[] {
  const { backup, keyBits, assignedTo, replacedBy, uploadedBy, uploadedAt } = certificateWords(now);
  return [
    subjectNameColumn({
      to: (row) => paths.certificate(row.id),
      // On a narrow screen the name needs the width of the status column.
      under: narrow && ((row) => <StatusChip {...statusLooks(row, now)} />),
    }),
    { ...serialNumberColumn(), from: 720 },
    { ...statusColumn((row) => statusLooks(row, now)), from: 720 },
    { ...validUntilColumn(), from: 720 },
    {
      ...backup,
      from: keepsKeys ? 1200 : Infinity,
      cell: (row) => (
        <span title={backupTitle(row, minuteText)}>
          <BackupChip certificate={row} now={now} />
        </span>
      ),
    },
    { ...keyBits, from: keepsKeys ? Infinity : 1200 },
    {
      ...assignedTo,
      from: 1200,
      cell: (row) =>
        row.assignedTo.length === 0 ? (
          <StatusChip tone="neutral" text={assignedText(row)} />
        ) : (
          <span title={assignedText(row)}>{assignedText(row)}</span>
        ),
    },
    {
      ...replacedBy,
      from: Infinity,
      cell: (row) =>
        row.replacedBy && <Link to={paths.certificate(row.replacedBy.id)}>{row.replacedBy.subjectName}</Link>,
    },
    { ...uploadedBy, from: 1500 },
    { ...uploadedAt, from: 1500, cell: (row) => minuteText(row.uploadedAt) },
  ];
}
