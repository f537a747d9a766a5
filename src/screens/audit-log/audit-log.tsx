import Box from '@mui/material/Box';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { paths } from '../../paths.ts';
import type { AuditEntry } from '../../client/queries/audit-log.ts';
import { listLoader, useList } from '../../client/queries/list.ts';
import { auditActions, auditSorts, summaryText } from '../../domain/audit.ts';
import { wordsColumn } from '../../domain/columns.ts';
import { askedOf, type Get } from '../../domain/list.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { momentsOf } from '../../ui/form/days.ts';
import { minuteColumn, nameColumn } from '../../ui/list/columns.tsx';
import { List, useNarrow } from '../../ui/list/list.tsx';
import { useListState } from '../../ui/list/state.ts';
import type { Column } from '../../ui/list/table.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Chain } from './chain.tsx';
import { useExport } from './export.tsx';
import { filterNames, Filters } from './filters.tsx';
import { Summary } from './summary.tsx';

const NEWEST_FIRST = '-at';

const askedEntries = (get: Get) => ({
  ...askedOf(get, auditSorts, NEWEST_FIRST),
  ...momentsOf(get),
  username: get('person')?.slice(0, 200) || undefined,
  action: auditActions.find((each) => each === get('action')),
  about: get('about')?.slice(0, 300) || undefined,
  certificateId: get('certificate') || undefined,
});

export const loader = listLoader('GET /api/audit-log', 'audit-log', askedEntries);

/** The exported file has every column, in the order of the chain. */
const exported = { sort: 'id' } as const;

/** Cannot be sorted: the tenant would read the whole log. */
function whatColumn(narrow: boolean): Column<AuditEntry> {
  const { sortBy: _, ...column } = nameColumn<AuditEntry>('summary', 'What', summaryText, {
    shown: (row) => <Summary entry={row} />,
    title: summaryText,
    under:
      narrow &&
      ((row) => (
        <Box sx={{ color: 'text.secondary', fontSize: 'caption.fontSize' }}>
          <Link to={paths.auditEntry(row.id)}>{minuteText(row.at)}</Link>, {row.username}
        </Box>
      )),
  });
  return column;
}

/** On a narrow screen there is one column: what was done, and under it when and by whom. */
const auditColumns = (narrow: boolean): Column<AuditEntry>[] => [
  {
    id: 'id',
    header: 'Entry',
    width: 90,
    from: 720,
    sortBy: (row) => row.id,
    cell: ({ id }) => <Link to={paths.auditEntry(id)}>{id}</Link>,
  },
  { ...minuteColumn<AuditEntry>('at', 'When', (row) => row.at), from: 720 },
  { ...wordsColumn<AuditEntry>('username', 'Who', 170, (row) => row.username), from: 720 },
  whatColumn(narrow),
  {
    ...wordsColumn<AuditEntry>('session', 'Session', 130, (row) => row.session),
    from: 800,
    cell: (row) => <code>{row.session}</code>,
  },
];

export function Component() {
  const state = useListState({ sort: NEWEST_FIRST, filters: filterNames });
  const list = useList('GET /api/audit-log', 'audit-log', askedEntries(state.get), exported);
  const narrow = useNarrow();
  const columns = useMemo(() => auditColumns(narrow), [narrow]);
  const saved = useExport();
  return (
    <Page
      title="Audit Log"
      intro="Who did what, when, and from which session. Entries are never changed or removed."
      actions={saved.button}
    >
      {saved.outcome}
      <Chain />
      <List
        label="Audit Log"
        noun={['entry', 'entries']}
        fileName="audit-log"
        source={list}
        columns={columns}
        state={state}
        rowHeight={narrow ? 84 : 52}
        filters={<Filters get={state.get} onChange={state.set} />}
        nothing="Nothing has been done yet."
      />
    </Page>
  );
}
