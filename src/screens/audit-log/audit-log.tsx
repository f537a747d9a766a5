import Box from '@mui/material/Box';
import { Link } from 'react-router';
import { paths } from '../../paths.ts';
import type { AuditEntry } from '../../client/queries/audit-log.ts';
import { listLoader, listOf, useList } from '../../client/queries/list.ts';
import { auditActions, auditSorts, summaryText } from '../../domain/audit.ts';
import { wordsColumn } from '../../domain/columns.ts';
import { askedOf, type Get } from '../../domain/list.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { momentsOf } from '../../ui/form/days.ts';
import { minuteColumn, nameColumn } from '../../ui/list/columns.tsx';
import { useColumns } from '../../ui/list/list.tsx';
import { ListPage } from '../../ui/list/list-page.tsx';
import { useListState } from '../../ui/list/state.ts';
import type { Column } from '../../ui/list/table.tsx';
import { Chain } from './chain.tsx';
import { useExport } from './export.tsx';
import { shownDate } from './shown-date.ts';
import { filterNames, Filters } from './filters.tsx';
import { Summary } from './summary.tsx';

const NEWEST_FIRST = '-at';

const entries = listOf({
  call: 'GET /api/audit-log',
  noun: 'audit-log',
  sort: NEWEST_FIRST,
  filters: filterNames,
  asked: (get) => ({
    ...searched(get),
    username: get('person')?.slice(0, 200) || undefined,
    action: auditActions.find((each) => each === get('action')),
    about: get('about')?.slice(0, 300) || undefined,
    certificateId: get('certificate') || undefined,
  }),
  // The exported file has every column, in the order of the chain.
  exported: { sort: 'id' },
});

/** A date among the words of the search narrows the days that are chosen. */
function searched(get: Get) {
  const { words, from, to } = shownDate(get('q') ?? '');
  const chosen = momentsOf(get);
  return {
    ...askedOf((key) => (key === 'q' ? words : get(key)), auditSorts, NEWEST_FIRST),
    from: from && chosen.from && chosen.from > from ? chosen.from : (from ?? chosen.from),
    to: to && chosen.to && chosen.to < to ? chosen.to : (to ?? chosen.to),
  };
}

export const loader = listLoader(entries);

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
  const list = useList(entries, useListState(entries));
  const saved = useExport();
  return (
    <ListPage
      title="Audit Log"
      intro="Who did what, when, and from which session. Entries are never changed or removed."
      actions={saved.button}
      noun={['entry', 'entries']}
      source={list}
      columns={useColumns(auditColumns)}
      narrowHeight={84}
      filters={<Filters state={list.state} />}
      nothing="Nothing has been done yet."
    >
      {saved.outcome}
      <Chain />
    </ListPage>
  );
}
