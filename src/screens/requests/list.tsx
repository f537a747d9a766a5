import Alert from '@mui/material/Alert';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLocation } from 'react-router';
import { paths } from '../../paths.ts';
import { listLoader, useList } from '../../client/queries/list.ts';
import type { ListedRequest } from '../../client/queries/requests.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { askedOf, type Get } from '../../domain/list.ts';
import { asksFor, requestSorts, requestStates, requestWords, stateText } from '../../domain/request.ts';
import { SENT } from '../../domain/said.ts';
import { may } from '../../domain/session.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import { nameColumn } from '../../ui/list/columns.tsx';
import { List, useNarrow } from '../../ui/list/list.tsx';
import { useListState } from '../../ui/list/state.ts';
import type { Column } from '../../ui/list/table.tsx';
import { Page } from '../../ui/page/page.tsx';
import { StateChip } from './state-chip.tsx';

const NEWEST_FIRST = '-requestedAt';

const askedRequests = (get: Get) => ({
  ...askedOf(get, requestSorts, NEWEST_FIRST),
  state: requestStates.find((state) => state === get('state')),
});

export const loader = listLoader('GET /api/requests', 'requests', askedRequests);

/** A Genesys Professional sees the requests to answer, an administrator what became of their own requests. */
export function Component() {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const state = useListState({ sort: NEWEST_FIRST, filters: ['state'] });
  const asked = askedRequests(state.get);
  const list = useList('GET /api/requests', 'requests', asked);
  const answers = session && may(session, 'answer requests');
  const { sent } = (useLocation().state ?? {}) as { sent?: boolean };
  const narrow = useNarrow();
  const columns = useMemo(() => requestColumns(narrow), [narrow]);
  return (
    <Page
      title="Requests"
      intro={
        answers
          ? 'What administrators ask you to assign, and which deletions they ask you to agree to.'
          : 'What you asked your Genesys Professional to assign or to agree to, and the answers. To make a request, open a certificate.'
      }
    >
      {sent && !answers && (
        <Alert role="alert" severity="success" sx={{ mb: 2 }}>
          {SENT}
        </Alert>
      )}
      <List
        label="Requests"
        noun={['request']}
        fileName="requests"
        source={list}
        columns={columns}
        state={state}
        rowHeight={narrow ? 76 : 52}
        filters={
          <ChoiceFilter
            label="State"
            value={asked.state}
            choices={requestStates}
            texts={stateText}
            onChange={(value) => state.set({ state: value })}
            sx={{ minWidth: 210 }}
          />
        }
        nothing="No requests yet."
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
    from: 720,
    cell: (request) => <span title={asksFor(request)}>{asksFor(request)}</span>,
  },
  { ...requestWords.requestedAt, from: 1000, cell: ({ requestedAt }) => minuteText(requestedAt) },
  { ...requestWords.requestedBy, from: 1000 },
  { ...requestWords.state, from: 720, cell: (request) => <StateChip request={request} /> },
];
