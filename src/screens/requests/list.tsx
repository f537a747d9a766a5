import Alert from '@mui/material/Alert';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { paths } from '../../paths.ts';
import { listLoader, listOf, useList } from '../../client/queries/list.ts';
import type { ListedRequest } from '../../client/queries/requests.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { askedOf } from '../../domain/list.ts';
import { asksFor, requestSorts, requestStates, requestWords, stateText } from '../../domain/request.ts';
import { SENT } from '../../domain/said.ts';
import { may } from '../../domain/session.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import { nameColumn } from '../../ui/list/columns.tsx';
import { useColumns } from '../../ui/list/list.tsx';
import { ListPage } from '../../ui/list/list-page.tsx';
import { useListState } from '../../ui/list/state.ts';
import type { Column } from '../../ui/list/table.tsx';
import { StateChip } from './state-chip.tsx';

const NEWEST_FIRST = '-requestedAt';

const requests = listOf({
  call: 'GET /api/requests',
  noun: 'requests',
  sort: NEWEST_FIRST,
  filters: ['state'],
  asked: (get) => ({
    ...askedOf(get, requestSorts, NEWEST_FIRST),
    state: requestStates.find((state) => state === get('state')),
  }),
});

export const loader = listLoader(requests);

/** A Genesys Professional sees the requests to answer, an administrator what became of their own requests. */
export function Component() {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const list = useList(requests, useListState(requests));
  const answers = session && may(session, 'answer requests');
  const { sent } = (useLocation().state ?? {}) as { sent?: boolean };
  return (
    <ListPage
      title="Requests"
      intro={
        answers
          ? 'What administrators ask you to assign, and which deletions they ask you to agree to.'
          : 'What you asked your Genesys Professional to assign or to agree to, and the answers. To make a request, open a certificate.'
      }
      noun={['request']}
      source={list}
      columns={useColumns(requestColumns)}
      narrowHeight={76}
      filters={<ChoiceFilter name="state" label="State" state={list.state} choices={stateText} width={210} />}
      nothing="No requests yet."
    >
      {sent && !answers && (
        <Alert role="alert" severity="success" sx={{ mb: 2 }}>
          {SENT}
        </Alert>
      )}
    </ListPage>
  );
}

/** On a narrow screen, the first column also shows the state of the request. */
const requestColumns = (narrow: boolean): Column<ListedRequest>[] => [
  nameColumn('subjectName', 'Certificate', ({ certificate }) => nameOf(certificate), {
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
