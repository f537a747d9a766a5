import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../app/paths.ts';
import type { Key } from '../../client/keys.ts';
import { certificateStatus, statusText, statusTone } from '../../domain/certificate.ts';
import type { Column } from '../../ui/data-table.tsx';
import { dayText } from '../../ui/dates.ts';
import { StatusChip } from '../../ui/status-chip.tsx';

/** Documented: *Key* and *Alias* are what Agent Setup displays; the rest helps to tell one from another. */
export const keyColumns = (now: Date): Column<Key>[] => [
  {
    id: 'key',
    header: 'Key',
    width: 150,
    // Those in no profile have none and come last.
    sortBy: (row) => row.key ?? '~',
    text: (row) => row.key ?? 'Waiting for assignment',
    cell: (row) => (
      <Link component={RouterLink} to={paths.certificate(row.id)} sx={{ fontWeight: 600 }}>
        {row.key ?? 'None'}
      </Link>
    ),
  },
  {
    id: 'alias',
    header: 'Alias',
    sortBy: (row) => row.alias,
    text: (row) => row.alias,
    cell: (row) => (
      <Box component="code" title={row.alias} sx={{ fontSize: '0.8rem' }}>
        {row.alias}
      </Box>
    ),
  },
  {
    id: 'subjectName',
    header: 'Subject Name',
    width: 210,
    sortBy: (row) => row.subjectName,
    text: (row) => `${row.subjectName} ${row.subjectDn} ${row.sha256}`,
    cell: (row) => <span title={row.subjectDn}>{row.subjectName}</span>,
  },
  {
    id: 'notAfter',
    header: 'Valid until',
    width: 135,
    sortBy: (row) => Date.parse(row.notAfter),
    cell: (row) => dayText(row.notAfter),
  },
  {
    id: 'keyBits',
    header: 'Key size',
    width: 115,
    sortBy: (row) => row.keyBits,
    text: (row) => `${row.keyBits} bits`,
    cell: (row) => `${row.keyBits} bits`,
  },
  {
    id: 'status',
    header: 'Status',
    width: 190,
    sortBy: (row) => Date.parse(row.notAfter),
    text: (row) => statusOf(row, now).text,
    cell: (row) => <StatusChip {...statusOf(row, now)} />,
  },
];

/** A valid certificate that stands in no profile encrypts nothing: that is said first. */
function statusOf(row: Key, now: Date) {
  const status = certificateStatus(row, now);
  return row.assignedTo.length === 0 && status.kind !== 'expired'
    ? ({ tone: 'neutral', text: 'Waiting for assignment' } as const)
    : { tone: statusTone[status.kind], text: statusText(status) };
}
