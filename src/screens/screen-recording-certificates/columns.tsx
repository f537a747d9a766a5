import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Link from '@mui/material/Link';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../app/paths.ts';
import { certificateStatus, statusText, statusTone } from '../../domain/certificate.ts';
import type { Column } from '../../ui/data-table.tsx';
import { dayText, minuteText } from '../../ui/dates.ts';
import { StatusChip } from '../../ui/status-chip.tsx';
import type { Row } from './rows.ts';

interface ColumnsOptions {
  now: Date;
  /** On a narrow window a row's facts stand under each other in one cell. */
  compact: boolean;
  selected: ReadonlySet<string>;
  onToggle: (id: string) => void;
  onUndo: (id: string) => void;
}

const said = ({ name, serialNumber }: Row) => `${name}, serial number ${serialNumber}`;

export function columnsOf({ now, compact, selected, onToggle, onUndo }: ColumnsOptions): Column<Row>[] {
  const select: Column<Row> = {
    id: 'select',
    header: 'Select',
    width: 72,
    cell: (row) => (
      <Checkbox
        size="small"
        checked={selected.has(row.id)}
        disabled={row.pending === 'removed'}
        onChange={() => onToggle(row.id)}
        slotProps={{ input: { 'aria-label': `Select ${said(row)}` } }}
      />
    ),
  };
  const change: Column<Row> = {
    id: 'change',
    header: 'Not saved yet',
    width: 225,
    cell: (row) => <Pending row={row} onUndo={onUndo} />,
  };
  if (compact) {
    const facts: Column<Row> = {
      id: 'subjectName',
      header: 'Subject Name',
      sortBy: (row) => row.name,
      cell: (row) => (
        <Box
          sx={{
            py: 1,
            minWidth: 0,
            '& > :not(div)': { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis' },
          }}
        >
          <Name row={row} />
          <Box component="code" title={row.serialNumber} sx={{ fontSize: '0.75rem' }}>
            {row.serialNumber}
          </Box>
          <Small>
            {row.certificate &&
              `${statusText(certificateStatus(row.certificate, now))}, until ${dayText(row.certificate.notAfter)}`}
          </Small>
          <Small>{row.added && `Added ${dayText(row.added.at)} by ${row.added.by}`}</Small>
          <Pending row={row} onUndo={onUndo} />
        </Box>
      ),
    };
    return [select, facts];
  }
  return [
    select,
    {
      id: 'subjectName',
      header: 'Subject Name',
      sortBy: (row) => row.name,
      cell: (row) => <Name row={row} />,
    },
    {
      id: 'serialNumber',
      header: 'Serial Number',
      width: 150,
      sortBy: (row) => row.serialNumber.replace('-', '').padStart(64, '0'),
      cell: (row) => (
        <Box component="code" title={row.serialNumber} sx={{ fontSize: '0.8rem' }}>
          {row.serialNumber}
        </Box>
      ),
    },
    {
      id: 'notAfter',
      header: 'Valid until',
      width: 125,
      sortBy: (row) => (row.certificate ? Date.parse(row.certificate.notAfter) : 0),
      cell: (row) => row.certificate && dayText(row.certificate.notAfter),
    },
    {
      id: 'status',
      header: 'Status',
      width: 190,
      cell: (row) => {
        if (!row.certificate) return null;
        const status = certificateStatus(row.certificate, now);
        return <StatusChip tone={statusTone[status.kind]} text={statusText(status)} />;
      },
    },
    {
      id: 'added',
      header: 'Added',
      width: 175,
      // In the order of the list: what is not saved yet comes last.
      sortBy: (row) => (row.added ? Date.parse(row.added.at) : Number.MAX_SAFE_INTEGER),
      cell: (row) =>
        row.added ? (
          <>
            {minuteText(row.added.at)}
            <Small>by {row.added.by}</Small>
          </>
        ) : (
          '–'
        ),
    },
    change,
  ];
}

const Name = ({ row: { id, name, certificate, pending } }: { row: Row }) => (
  <Box component={pending === 'removed' ? 's' : 'span'} title={name} sx={{ fontWeight: 600 }}>
    {certificate ? (
      <Link component={RouterLink} to={paths.certificate(id)}>
        {name}
      </Link>
    ) : (
      name
    )}
  </Box>
);

const Pending = ({ row, onUndo }: { row: Row; onUndo: ColumnsOptions['onUndo'] }) =>
  row.pending && (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
      <StatusChip
        tone={row.pending === 'added' ? 'good' : 'bad'}
        text={row.pending === 'added' ? 'Will be added' : 'Will be removed'}
      />
      <Button
        size="small"
        aria-label={`Undo ${row.pending === 'added' ? 'adding' : 'removing'} ${said(row)}`}
        onClick={() => onUndo(row.id)}
      >
        Undo
      </Button>
    </Box>
  );

const Small = ({ children }: { children: ReactNode }) => (
  <Box component="span" sx={{ display: 'block', fontSize: '0.75rem', color: 'text.secondary' }}>
    {children}
  </Box>
);
