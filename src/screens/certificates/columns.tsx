import Box from '@mui/material/Box';
import { Link } from 'react-router';
import { paths } from '../../paths.ts';
import type { Certificate } from '../../client/queries/certificates.ts';
import { CONFIRMING_DIGITS } from '../../domain/certificate.ts';
import {
  serialNumberColumn,
  statusColumn,
  subjectNameColumn,
  validUntilColumn,
} from '../../ui/list/columns.tsx';
import type { Column } from '../../ui/list/table.tsx';
import { dayText, minuteText } from '../../ui/page/dates.ts';
import { StatusChip } from '../../ui/page/status-chip.tsx';
import { BackupChip } from './backup.tsx';
import {
  assignedText,
  backupTitle,
  certificateWords,
  keptStatus,
  successorName,
} from '../../domain/certificate-columns.ts';

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
      // On a narrow screen the name needs the width of the other columns.
      under:
        narrow &&
        ((row) => (
          <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, alignItems: 'center' }}>
            <StatusChip {...keptStatus(row, now)} />
            <Box component="span" sx={{ color: 'text.secondary', fontSize: 'caption.fontSize' }}>
              <code title={row.serialNumber.hex}>…{row.serialNumber.hex.slice(-CONFIRMING_DIGITS)}</code>,
              until {dayText(row.notAfter)}
            </Box>
          </Box>
        )),
    }),
    { ...serialNumberColumn(), from: 720 },
    { ...statusColumn((row) => keptStatus(row, now)), from: 720 },
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
      twoLines: true,
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
        row.replacedBy && (
          <Link to={paths.certificate(row.replacedBy.id)}>{successorName(row, dayText)}</Link>
        ),
    },
    { ...uploadedBy, from: 1500 },
    { ...uploadedAt, from: 1500, cell: (row) => minuteText(row.uploadedAt) },
  ];
}
