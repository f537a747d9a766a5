import { paths } from '../../paths.ts';
import type { Key } from '../../client/queries/keys.ts';
import { keyStatus, keyWords } from '../../domain/certificate-columns.ts';
import { visible } from '../../domain/visible.ts';
import { nameColumn, statusColumn, subjectNameColumn, validUntilColumn } from '../../ui/list/columns.tsx';
import type { Column } from '../../ui/list/table.tsx';

/** *Key* and *Alias* are always shown; the other columns help to tell certificates apart. */
export function keyColumns(now: Date): Column<Key>[] {
  const { key, alias, keyBits } = keyWords<Key>(now);
  return [
    {
      ...nameColumn<Key>('key', 'Key', (row) => row.key ?? 'None', {
        to: (row) => paths.certificate(row.id),
      }),
      ...key,
    },
    { ...alias, cell: (row) => <code title={visible(row.alias)}>{visible(row.alias)}</code> },
    { ...subjectNameColumn(), width: 210, from: 720 },
    { ...validUntilColumn(), from: 1200 },
    { ...keyBits, from: 1200 },
    { ...statusColumn((row) => keyStatus(row, now)), from: 720 },
  ];
}
