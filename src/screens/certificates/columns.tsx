import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import type { Certificate } from '../../client/certificates.ts';
import { backupState, backupText } from '../../domain/backup.ts';
import { statusLooks } from '../../domain/certificate.ts';
import {
  keySizeColumn,
  minuteColumn,
  serialNumberColumn,
  statusColumn,
  subjectNameColumn,
  validUntilColumn,
  wordsColumn,
} from '../../ui/columns.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { minuteText } from '../../ui/dates.ts';
import { StatusChip } from '../../ui/status-chip.tsx';
import { BackupChip } from './backup.tsx';
import { assignedText, backupTitle } from './cell-words.ts';

/** The columns of the list, in order. Their ids are those of the tenant's `sort`, where it has one. */
export const certificateColumns = (now: Date, narrow: boolean): Column<Certificate>[] => [
  subjectNameColumn({
    to: (row) => paths.certificate(row.id),
    // On a narrow screen the name needs the width of the status column.
    under: narrow && ((row) => <StatusChip {...statusLooks(row, now)} />),
  }),
  serialNumberColumn(),
  statusColumn((row) => statusLooks(row, now)),
  validUntilColumn(),
  {
    id: 'backup',
    header: 'Backup',
    width: 155,
    // Certificates that were never proven first, then the oldest proof.
    sortBy: (row) => Date.parse(row.backupCheck?.checkedAt ?? '1970-01-01'),
    text: (row) => backupText[backupState(row.backupCheck, now)],
    search: (row) => `${backupText[backupState(row.backupCheck, now)]} ${row.backupCheck?.location ?? ''}`,
    cell: (row) => (
      <span title={backupTitle(row, minuteText)}>
        <BackupChip certificate={row} now={now} />
      </span>
    ),
  },
  keySizeColumn(),
  {
    ...wordsColumn<Certificate>('assignedTo', 'Assigned to', 225, (row) => assignedText(row, now)),
    cell: (row) =>
      row.assignedTo.length === 0 ? (
        <StatusChip tone="neutral" text={assignedText(row, now)} />
      ) : (
        <span title={assignedText(row, now)}>{assignedText(row, now)}</span>
      ),
  },
  {
    ...wordsColumn<Certificate>('replacedBy', 'Replaced by', 200, (row) => row.replacedBy?.subjectName ?? ''),
    // A search for the successor should not find its predecessor.
    isSearched: false,
    cell: (row) =>
      row.replacedBy && <Link to={paths.certificate(row.replacedBy.id)}>{row.replacedBy.subjectName}</Link>,
  },
  wordsColumn('uploadedBy', 'Uploaded by', 140, (row) => row.uploadedBy),
  minuteColumn('uploadedAt', 'Uploaded', (row) => row.uploadedAt),
];
