import CallIcon from '@mui/icons-material/Call';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useInfiniteQuery, useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { Link, Outlet, useLocation, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useAct } from '../../client/act.ts';
import { certificatesQuery } from '../../client/certificates.ts';
import {
  demoDataMutation,
  recordingsQuery,
  type RecordingFilter,
  type RecordingSummary,
} from '../../client/recordings.ts';
import { usePages } from '../../client/list.ts';
import { sessionQuery } from '../../client/session.ts';
import { playables } from '../../domain/recording.ts';
import { may } from '../../domain/session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { csvOfRows } from '../../ui/list/array-source.ts';
import { List, useNarrow } from '../../ui/list/list.tsx';
import { readSort } from '../../ui/list/sort.ts';
import { useListState } from '../../ui/list/state.ts';
import type { Column } from '../../ui/list/table.tsx';
import { Page } from '../../ui/page.tsx';
import { recordingColumns } from './columns.tsx';
import { Filters } from './filters.tsx';

function filterOf(get: (key: string) => string | null | undefined): RecordingFilter {
  const certificate = get('certificate') || undefined;
  const playable = playables.find((each) => each === get('playable'));
  return { certificate, playable };
}

export const loader =
  (client: QueryClient) =>
  async ({ request }: LoaderFunctionArgs) => {
    const { searchParams } = new URL(request.url);
    await Promise.all([
      client.ensureInfiniteQueryData(recordingsQuery(filterOf((key) => searchParams.get(key)))),
      client.ensureQueryData(certificatesQuery()),
    ]);
    return null;
  };

const NEWEST_FIRST = readSort('-startedAt');

export function Component() {
  const list = useListState({ sort: NEWEST_FIRST, filters: ['certificate', 'playable'] });
  const filter = filterOf(list.get);
  const recordings = useInfiniteQuery(recordingsQuery(filter));
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const certificates = useSuspenseQuery(certificatesQuery()).data.items;
  const { search } = useLocation();
  const narrow = useNarrow();
  const columns = useMemo(() => recordingColumns(narrow), [narrow]);
  const pages = usePages(recordings);
  const source = {
    ...pages,
    csvOf: async (shown: readonly Column<RecordingSummary>[]) => csvOfRows(await pages.loadAll(), shown),
  };
  const mayCall = session !== null && may(session, 'make test calls');
  const testCall = mayCall && (
    <Button
      variant="contained"
      startIcon={<CallIcon />}
      component={Link}
      to={{ pathname: paths.testCall(), search }}
      preventScrollReset
    >
      Test call
    </Button>
  );
  return (
    <Page
      title="Recordings"
      intro="What was recorded, whom it is encrypted for, and whether a private key in the keystore opens it."
      actions={(source.total > 0 || list.isFiltered) && testCall}
    >
      <List
        label="Recordings"
        noun={['recording']}
        fileName="recordings"
        source={source}
        columns={columns}
        state={list}
        rowHeight={narrow ? 76 : 52}
        hasSearch={false}
        filters={<Filters filter={filter} certificates={certificates} onChange={list.set} />}
        nothing={
          <Nothing
            testCall={testCall}
            mayFill={certificates.length === 0 && session !== null && may(session, 'fill with demo data')}
          />
        }
      />
      <Outlet />
    </Page>
  );
}

/** The empty list. A tenant without certificates can be filled with demo data. */
function Nothing({ testCall, mayFill }: { testCall: ReactNode; mayFill: boolean }) {
  const fill = useAct(demoDataMutation(useQueryClient()));
  return (
    <EmptyState
      title="No recordings yet"
      action={
        <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', justifyContent: 'center' }}>
          {testCall}
          {mayFill && (
            <Button loading={fill.isPending} onClick={() => fill.mutate()}>
              Fill with demo data
            </Button>
          )}
          {fill.error && (
            <Alert role="alert" severity="error" sx={{ width: '100%' }}>
              {fill.error.message}
            </Alert>
          )}
        </Box>
      }
    >
      A test call shows whether recordings are encrypted, for which certificates, and whether your private key
      opens them.
    </EmptyState>
  );
}
