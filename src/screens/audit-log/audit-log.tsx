import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useSuspenseInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { paths } from '../../app/paths.ts';
import { auditLogQuery, type AuditEntry } from '../../client/audit-log.ts';
import { wordsColumn } from '../../domain/columns.ts';
import { minuteColumn, nameColumn } from '../../ui/columns.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { minuteText } from '../../ui/dates.ts';
import { useListState } from '../../ui/list-state.ts';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Chain } from './chain.tsx';
import { useExport } from './export.tsx';

export const loader = (client: QueryClient) => async () => {
  await client.ensureInfiniteQueryData(auditLogQuery());
  return null;
};

/** On a narrow screen there is one column: what was done, and under it when and by whom. */
const auditColumns = (narrow: boolean): Column<AuditEntry>[] => [
  { id: 'id', header: 'Entry', width: 90, sortBy: (row) => row.id, cell: (row) => row.id },
  { ...minuteColumn<AuditEntry>('at', 'When', (row) => row.at), sortBy: (row) => row.id },
  wordsColumn('username', 'Who', 170, (row) => row.username),
  {
    ...nameColumn<AuditEntry>('summary', 'What', (row) => row.summary, {
      to: ({ certificateId, action }) =>
        certificateId && !action.endsWith('destroyed') ? paths.certificate(certificateId) : undefined,
      title: (row) => row.summary,
      under:
        narrow &&
        ((row) => (
          <Box sx={{ color: 'text.secondary', fontSize: 'caption.fontSize' }}>
            {minuteText(row.at)}, {row.username}
          </Box>
        )),
    }),
    search: (row) => `${row.summary}\n${row.action}`,
  },
  {
    ...wordsColumn<AuditEntry>('session', 'Session', 130, (row) => row.session),
    cell: (row) => <code>{row.session}</code>,
  },
];

export function Component() {
  const log = useSuspenseInfiniteQuery(auditLogQuery());
  const list = useListState({ sort: { column: 'at', descending: true } });
  const rows = useMemo(() => log.data.pages.flatMap(({ items }) => items), [log.data]);
  const narrow = useMediaQuery('(max-width: 799px)');
  const columns = useMemo(() => auditColumns(narrow), [narrow]);
  const saved = useExport();
  return (
    <Page
      title="Audit Log"
      intro="Who did what, when, and from which session. Entries are never changed or removed."
      actions={saved.buttons}
    >
      {saved.outcome}
      <Chain />
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', mb: 1.5 }}>
        <SearchField value={list.search} onChange={list.setSearch} />
        {log.hasNextPage && (
          <Button loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            Load older entries
          </Button>
        )}
      </Box>
      <DataTable
        label="Audit Log"
        rows={rows}
        columns={columns}
        visible={narrow ? ['summary'] : undefined}
        rowHeight={narrow ? 84 : 52}
        rowId={(row) => String(row.id)}
        sort={list.sort}
        onSort={list.setSort}
        search={list.deferredSearch}
        empty="No entry matches."
      />
    </Page>
  );
}
