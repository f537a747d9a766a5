import Box from '@mui/material/Box';
import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import Link from '@mui/material/Link';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../app/paths.ts';
import { assignmentRequestsQuery, type AssignmentRequest } from '../../client/assignment-requests.ts';
import { sessionQuery } from '../../client/session.ts';
import { requestStates, requestStateText } from '../../domain/assignment-request.ts';
import { may } from '../../domain/session.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { minuteText } from '../../ui/dates.ts';
import { useListState } from '../../ui/list-state.ts';
import { Page } from '../../ui/page.tsx';
import { StateChip } from './state-chip.tsx';

export const loader = (client: QueryClient) => async () => {
  await client.ensureQueryData(assignmentRequestsQuery());
  return null;
};

/** The inbox of a Genesys Professional; for an administrator, what became of what they asked for. */
export function Component() {
  const { items } = useSuspenseQuery(assignmentRequestsQuery()).data;
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const list = useListState({ sort: { column: 'requestedAt', descending: true } });
  const answers = session && may(session, 'answer assignment requests');
  const state = list.get('state');
  const wide = useMediaQuery('(min-width: 1000px)');
  const narrow = useMediaQuery('(max-width: 719px)');
  const columns = useMemo(() => requestColumns(narrow), [narrow]);
  const rows = state ? items.filter((request) => request.state === state) : items;
  return (
    <Page
      title="Assignment Requests"
      intro={
        answers
          ? 'What administrators ask you to assign. Each request carries a copy of the certificate.'
          : 'What you asked your Genesys Professional to assign, and what became of it. Open a certificate to request its assignment.'
      }
    >
      <Box sx={{ mb: 1.5 }}>
        <FormControl size="small" sx={{ minWidth: 210 }}>
          <InputLabel htmlFor="state" shrink>
            State
          </InputLabel>
          <NativeSelect
            input={<OutlinedInput label="State" notched />}
            inputProps={{ id: 'state' }}
            value={state ?? ''}
            onChange={(event) => list.set({ state: event.target.value })}
          >
            <option value="">All</option>
            {requestStates.map((each) => (
              <option key={each} value={each}>
                {requestStateText[each]}
              </option>
            ))}
          </NativeSelect>
        </FormControl>
      </Box>
      <DataTable
        label="Assignment Requests"
        rows={rows}
        columns={columns}
        visible={wide ? undefined : narrow ? ['certificate'] : ['certificate', 'profiles', 'state']}
        rowHeight={narrow ? 76 : 52}
        rowId={(row) => row.id}
        sort={list.sort}
        onSort={list.setSort}
        empty={items.length === 0 ? 'There is no assignment request yet.' : 'No assignment request matches.'}
      />
    </Page>
  );
}

const profileNames = ({ ivrProfiles }: AssignmentRequest) => ivrProfiles.map(({ name }) => name).join(', ');

/** On a narrow screen the first column says how the request stands, too. */
const requestColumns = (narrow: boolean): Column<AssignmentRequest>[] => [
  {
    id: 'certificate',
    header: 'Certificate',
    sortBy: (row) => row.certificate.subjectName,
    cell: (row) => (
      <>
        <Link component={RouterLink} to={paths.assignmentRequest(row.id)} sx={{ fontWeight: 600 }}>
          {row.certificate.subjectName}
        </Link>
        {narrow && (
          <div>
            <StateChip request={row} />
          </div>
        )}
      </>
    ),
  },
  {
    id: 'profiles',
    header: 'IVR profiles',
    width: 300,
    sortBy: profileNames,
    cell: (row) => <span title={profileNames(row)}>{profileNames(row)}</span>,
  },
  {
    id: 'requestedAt',
    header: 'Requested',
    width: 190,
    sortBy: (row) => Date.parse(row.requestedAt),
    cell: (row) => minuteText(row.requestedAt),
  },
  {
    id: 'requestedBy',
    header: 'Requested by',
    width: 150,
    sortBy: (row) => row.requestedBy,
    cell: (row) => row.requestedBy,
  },
  {
    id: 'state',
    header: 'State',
    width: 200,
    sortBy: (row) => requestStateText[row.state],
    cell: (row) => <StateChip request={row} />,
  },
];
