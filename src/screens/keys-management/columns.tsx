import { paths } from '../../app/paths.ts';
import type { Key } from '../../client/keys.ts';
import { isAssignable, statusLooks } from '../../domain/certificate.ts';
import {
  keySizeColumn,
  nameColumn,
  statusColumn,
  subjectNameColumn,
  validUntilColumn,
} from '../../ui/columns.tsx';
import type { Column } from '../../ui/data-table.tsx';

/** Documented: *Key* and *Alias* are what Agent Setup displays; the rest helps to tell one from another. */
export const keyColumns = (now: Date): Column<Key>[] => [
  {
    ...nameColumn<Key>('key', 'Key', (row) => row.key ?? 'None', { to: (row) => paths.certificate(row.id) }),
    width: 150,
    // Those in no profile have none and come last.
    sortBy: (row) => row.key ?? '~',
    search: (row) => row.key ?? 'Waiting for assignment',
  },
  {
    id: 'alias',
    header: 'Alias',
    sortBy: (row) => row.alias,
    text: (row) => row.alias,
    cell: (row) => <code title={row.alias}>{row.alias}</code>,
  },
  { ...subjectNameColumn(), width: 210 },
  validUntilColumn(),
  keySizeColumn(),
  statusColumn((row) => statusOf(row, now)),
];

/** A valid certificate that stands in no profile encrypts nothing: that is said first. */
const statusOf = (row: Key, now: Date) =>
  row.assignedTo.length === 0 && isAssignable(row, now)
    ? ({ tone: 'neutral', text: 'Waiting for assignment' } as const)
    : statusLooks(row, now);
