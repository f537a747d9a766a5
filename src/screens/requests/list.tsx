import Box from '@mui/material/Box';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { paths } from '../../app/paths.ts';
import { requestsQuery, type ListedRequest } from '../../client/requests.ts';
import { sessionQuery } from '../../client/session.ts';
import { asksFor, requestStates, requestWords, stateText } from '../../domain/request.ts';
import { may } from '../../domain/session.ts';
import { minuteColumn, nameColumn } from '../../ui/columns.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { useListState } from '../../ui/list-state.ts';
import { Page } from '../../ui/page.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { StateChip } from './state-chip.tsx';

export const loader = (client: QueryClient) => async () => {
  await client.ensureQueryData(requestsQuery());
  return null;
};

/** A Genesys Professional sees the requests to answer, an administrator what became of their own requests. */
export function Component() {
  const all = useSuspenseQuery(requestsQuery()).data.items;
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const list = useListState({ sort: { column: 'requestedAt', descending: true } });
  const answers = session && may(session, 'answer requests');
  const state = list.get('state');
  const wide = useMediaQuery('(min-width: 1000px)');
  const narrow = useMediaQuery('(max-width: 719px)');
  const columns = useMemo(() => requestColumns(narrow), [narrow]);
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
          {requestStates.map((each) => (
            <option key={each} value={each}>
              {stateText[each]}
            </option>
          ))}
        </SelectField>
      </Box>
      <DataTable
        label="Requests"
        rows={rows}
        columns={columns}
        visible={wide ? undefined : narrow ? ['subjectName'] : ['subjectName', 'asksFor', 'state']}
        rowHeight={narrow ? 76 : 52}
        rowId={(row) => row.id}
        sort={list.sort}
        onSort={list.setSort}
        empty={all.length === 0 ? 'No requests yet.' : 'No request matches.'}
      />
    </Page>
  );
}

/** On a narrow screen, the first column also shows the state of the request. */
const requestColumns = (narrow: boolean): Column<ListedRequest>[] => [
  nameColumn('subjectName', 'Certificate', ({ certificate }) => certificate.subjectName, {
    to: ({ id }) => paths.request(id),
    under:
      narrow &&
      ((request) => (
        <div>
          <StateChip request={request} />
        </div>
      )),
  }),
  {
    ...requestWords.asksFor,
    cell: (request) => <span title={asksFor(request)}>{asksFor(request)}</span>,
  },
  minuteColumn('requestedAt', 'Requested', ({ requestedAt }) => requestedAt),
  requestWords.requestedBy,
  { ...requestWords.state, cell: (request) => <StateChip request={request} /> },
];
