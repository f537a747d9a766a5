import { paths } from '../../app/paths.ts';
import type { Key } from '../../client/keys.ts';
import { isAssignable, statusLooks } from '../../domain/certificate.ts';
import { keySizeColumn } from '../../domain/columns.ts';
import { nameColumn, statusColumn, subjectNameColumn, validUntilColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/data-table.tsx';

/** Documented: Agent Setup displays *Key* and *Alias*; the other columns help to tell certificates apart. */
export const keyColumns = (now: Date): Column<Key>[] => [
  {
    ...nameColumn<Key>('key', 'Key', (row) => row.key ?? 'None', { to: (row) => paths.certificate(row.id) }),
    width: 150,
    // Certificates that are in no profile have no key and come last.
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

/** A valid certificate that is in no profile encrypts nothing, so that is shown instead of its validity. */
const statusOf = (row: Key, now: Date) =>
  row.assignedTo.length === 0 && isAssignable(row, now)
    ? ({ tone: 'neutral', text: 'Waiting for assignment' } as const)
    : statusLooks(row, now);
