import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useSuspenseInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../app/paths.ts';
import { auditLogQuery, type AuditEntry } from '../../client/audit-log.ts';
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

const columns: Column<AuditEntry>[] = [
  { id: 'id', header: 'Entry', width: 90, sortBy: (row) => row.id, cell: (row) => row.id },
  { id: 'at', header: 'When', width: 240, sortBy: (row) => row.id, cell: (row) => minuteText(row.at) },
  {
    id: 'username',
    header: 'Who',
    width: 170,
    sortBy: (row) => row.username,
    text: (row) => row.username,
    cell: (row) => row.username,
  },
  {
    id: 'summary',
    header: 'What',
    text: (row) => `${row.summary} ${row.action}`,
    cell: (row) =>
      row.certificateId && !row.action.endsWith('destroyed') ? (
        <Link component={RouterLink} to={paths.certificate(row.certificateId)} title={row.summary}>
          {row.summary}
        </Link>
      ) : (
        <span title={row.summary}>{row.summary}</span>
      ),
  },
  {
    id: 'session',
    header: 'Session',
    width: 130,
    text: (row) => row.session,
    cell: (row) => <code>{row.session}</code>,
  },
];

export function Component() {
  const log = useSuspenseInfiniteQuery(auditLogQuery());
  const list = useListState({ sort: { column: 'at', descending: true } });
  const rows = useMemo(() => log.data.pages.flatMap(({ items }) => items), [log.data]);
  const [search, setSearch] = useState(list.get('q') ?? '');
  const deferredSearch = useDeferredValue(search);
  const wide = useMediaQuery('(min-width: 800px)');
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
        <SearchField
          value={search}
          onChange={(text) => {
            setSearch(text);
            list.set({ q: text });
          }}
        />
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
        visible={wide ? undefined : ['at', 'summary']}
        rowId={(row) => String(row.id)}
        sort={list.sort}
        onSort={list.setSort}
        search={deferredSearch}
        empty="No entry matches."
      />
    </Page>
  );
}
