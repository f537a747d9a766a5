import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { paths } from '../../paths.ts';
import { statusLooks } from '../../domain/certificate.ts';
import {
  minuteColumn,
  serialNumberColumn,
  statusColumn,
  subjectNameColumn,
  validUntilColumn,
} from '../../ui/list/columns.tsx';
import type { Column } from '../../ui/list/table.tsx';
import { dayText, minuteText } from '../../ui/page/dates.ts';
import { StatusChip } from '../../ui/page/status-chip.tsx';
import type { Row } from './rows.ts';

interface ColumnsOptions {
  now: Date;
  /** On a narrow window, the facts of a row are stacked in one cell. */
  compact: boolean;
  onUndo: (id: string) => void;
}

/** Identifies a row in the names of its controls, for screen readers. */
export const said = ({ subjectName, serialNumber }: Row) =>
  `${subjectName}, serial number ${serialNumber.hex}`;

export function columnsOf({ now, compact, onUndo }: ColumnsOptions): Column<Row>[] {
  const change: Column<Row> = {
    id: 'change',
    header: 'Not saved yet',
    width: 225,
    cell: (row) => <Pending row={row} onUndo={onUndo} />,
  };
  const status = statusColumn<Row>(({ certificate }) => certificate && statusLooks(certificate, now));
  const name: Column<Row> = { ...subjectNameColumn(), cell: (row) => <Name row={row} /> };
  if (compact) {
    const facts: Column<Row> = {
      ...name,
      cell: (row) => (
        <Box
          sx={{
            py: 1,
            minWidth: 0,
            '& > :not(div)': { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis' },
          }}
        >
          <Name row={row} />
          <Box component="code" title={row.serialNumber.hex} sx={{ fontSize: 'caption.fontSize' }}>
            {row.serialNumber.hex}
          </Box>
          <Small>{row.notAfter && `${status.text?.(row)}, until ${dayText(row.notAfter)}`}</Small>
          <Small>{row.added && `Added ${dayText(row.added.at)} by ${row.added.by}`}</Small>
          <Pending row={row} onUndo={onUndo} />
        </Box>
      ),
    };
    return [facts];
  }
  return [
    name,
    serialNumberColumn(),
    validUntilColumn(),
    status,
    {
      ...minuteColumn<Row>('added', 'Added', (row) => row.added?.at),
      width: 175,
      // In the order of the list: rows that are not saved yet come last.
      sortBy: (row) => (row.added ? Date.parse(row.added.at) : Number.MAX_SAFE_INTEGER),
      cell: (row) =>
        row.added ? (
          <>
            <span title={minuteText(row.added.at)}>{dayText(row.added.at)}</span>
            <Small>by {row.added.by}</Small>
          </>
        ) : (
          '–'
        ),
    },
    change,
  ];
}

const Name = ({ row: { id, subjectName, certificate, pending } }: { row: Row }) => (
  <Box
    component={pending === 'removed' ? 's' : 'span'}
    title={subjectName}
    sx={{ fontWeight: 'fontWeightMedium' }}
  >
    {certificate ? <Link to={paths.certificate(id)}>{subjectName}</Link> : subjectName}
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
  <Box component="span" sx={{ display: 'block', fontSize: 'caption.fontSize', color: 'text.secondary' }}>
    {children}
  </Box>
);
