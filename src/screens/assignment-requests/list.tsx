import Box from '@mui/material/Box';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useSuspenseQueries, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { paths } from '../../app/paths.ts';
import { assignmentRequestsQuery, type AssignmentRequest } from '../../client/assignment-requests.ts';
import { deletionRequestsQuery, type DeletionRequest } from '../../client/deletion-requests.ts';
import { sessionQuery } from '../../client/session.ts';
import { may } from '../../domain/session.ts';
import { wordsColumn } from '../../domain/columns.ts';
import { minuteColumn, nameColumn } from '../../ui/columns.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { useListState } from '../../ui/list-state.ts';
import { Page } from '../../ui/page.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { DeletionStateChip, StateChip } from './state-chip.tsx';

export const loader = (client: QueryClient) => async () => {
  await Promise.all([
    client.ensureQueryData(assignmentRequestsQuery()),
    client.ensureQueryData(deletionRequestsQuery()),
  ]);
  return null;
};

/** The states of both kinds, in the order in which a request goes through them. */
const states = [
  ['waiting', 'Waiting'],
  ['assigned', 'Assigned'],
  ['agreed', 'Agreed'],
  ['declined', 'Declined'],
  ['withdrawn', 'Withdrawn'],
  ['deleted', 'Deleted'],
] as const;

/** A Genesys Professional sees the requests to answer, an administrator what became of their own requests. */
export function Component() {
  const [{ data: assignments }, { data: deletions }] = useSuspenseQueries({
    queries: [assignmentRequestsQuery(), deletionRequestsQuery()],
  });
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const list = useListState({ sort: { column: 'requestedAt', descending: true } });
  const answers = session && may(session, 'answer assignment requests');
  const state = list.get('state');
  const wide = useMediaQuery('(min-width: 1000px)');
  const narrow = useMediaQuery('(max-width: 719px)');
  const columns = useMemo(() => requestColumns(narrow), [narrow]);
  const all = useMemo(
    () => [...assignments.items.map(assignmentRow), ...deletions.items.map(deletionRow)],
    [assignments, deletions],
  );
  const rows = state ? all.filter((row) => row.state === state) : all;
  return (
    <Page
      title="Requests"
      intro={
        answers
          ? 'What administrators ask you to assign, and which deletions they ask you to agree to.'
          : 'What you asked your Genesys Professional to assign or to agree to, and the answers. To make a request, open a certificate.'
      }
    >
      <Box sx={{ mb: 1.5 }}>
        <SelectField
          label="State"
          value={state ?? ''}
          onChange={(value) => list.set({ state: value })}
          sx={{ minWidth: 210 }}
        >
          <option value="">All</option>
          {states.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </SelectField>
      </Box>
      <DataTable
        label="Requests"
        rows={rows}
        columns={columns}
        visible={wide ? undefined : narrow ? ['certificate'] : ['certificate', 'asksFor', 'state']}
        rowHeight={narrow ? 76 : 52}
        rowId={(row) => row.id}
        sort={list.sort}
        onSort={list.setSort}
        empty={all.length === 0 ? 'No requests yet.' : 'No request matches.'}
      />
    </Page>
  );
}

interface Row {
  id: string;
  to: string;
  subjectName: string;
  asksFor: string;
  requestedAt: string;
  requestedBy: string;
  state: string;
  chip: ReactNode;
}

const assignmentRow = (request: AssignmentRequest): Row => ({
  id: request.id,
  to: paths.assignmentRequest(request.id),
  subjectName: request.certificate.subjectName,
  asksFor: `Assignment to ${request.ivrProfiles.map(({ name }) => name).join(', ')}`,
  requestedAt: request.requestedAt,
  requestedBy: request.requestedBy,
  state: request.state,
  chip: <StateChip request={request} />,
});

const deletionRow = (request: DeletionRequest): Row => ({
  id: request.id,
  to: paths.deletionRequest(request.id),
  subjectName: request.certificate.subjectName,
  asksFor: 'Deletion',
  requestedAt: request.requestedAt,
  requestedBy: request.requestedBy,
  state: request.state,
  chip: <DeletionStateChip request={request} />,
});

/** On a narrow screen, the first column also shows the state of the request. */
const requestColumns = (narrow: boolean): Column<Row>[] => [
  nameColumn('certificate', 'Certificate', (row) => row.subjectName, {
    to: (row) => row.to,
    under: narrow && ((row) => <div>{row.chip}</div>),
  }),
  {
    ...wordsColumn<Row>('asksFor', 'Asks for', 320, (row) => row.asksFor),
    cell: (row) => <span title={row.asksFor}>{row.asksFor}</span>,
  },
  minuteColumn('requestedAt', 'Requested', (row) => row.requestedAt),
  wordsColumn('requestedBy', 'Requested by', 150, (row) => row.requestedBy),
  { ...wordsColumn<Row>('state', 'State', 200, (row) => row.state), cell: (row) => row.chip },
];
