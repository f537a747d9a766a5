import CallIcon from '@mui/icons-material/Call';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import useMediaQuery from '@mui/material/useMediaQuery';
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
import { sessionQuery } from '../../client/session.ts';
import { counted } from '../../domain/counted.ts';
import { playables } from '../../domain/recording.ts';
import { may } from '../../domain/session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListBar } from '../../ui/list-bar.tsx';
import { useListState } from '../../ui/list-state.ts';
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

export function Component() {
  const list = useListState({ sort: { column: 'startedAt', descending: true } });
  const filter = filterOf(list.get);
  const recordings = useInfiniteQuery(recordingsQuery(filter));
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const certificates = useSuspenseQuery(certificatesQuery()).data.items;
  const { search } = useLocation();
  const narrow = useMediaQuery('(max-width: 719px)');
  const wide = useMediaQuery('(min-width: 1150px)');
  const columns = useMemo(() => recordingColumns(narrow), [narrow]);
  const visible =
    list.columns ??
    (wide
      ? columns.map(({ id }) => id)
      : narrow
        ? ['startedAt', 'kind']
        : ['startedAt', 'kind', 'encryptedFor', 'playable']);
  const rows = useMemo(() => recordings.data?.pages.flatMap(({ items }) => items) ?? [], [recordings.data]);
  const total = recordings.data?.pages[0]?.total ?? 0;
  const isPart = rows.length < total;
  const filtered = filter.certificate !== undefined || filter.playable !== undefined;
  const showAll = () => list.set({ certificate: undefined, playable: undefined });
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
  const nothing = total === 0 && !filtered && !recordings.isPlaceholderData && !recordings.error;

  return (
    <Page
      title="Recordings"
      intro="What was recorded, whom it is encrypted for, and whether a private key in the keystore opens it."
      actions={!nothing && testCall}
    >
      {recordings.error && (
        <Alert
          role="alert"
          severity="error"
          sx={{ mb: 2 }}
          action={
            <Button
              color="inherit"
              loading={recordings.isFetching}
              onClick={() =>
                void (recordings.isFetchNextPageError ? recordings.fetchNextPage() : recordings.refetch())
              }
            >
              Try again
            </Button>
          }
        >
          {recordings.error.message}
        </Alert>
      )}
      {nothing ? (
        <Nothing
          testCall={testCall}
          mayFill={certificates.length === 0 && session !== null && may(session, 'fill with demo data')}
        />
      ) : (
        <DataTable
          label="Recordings"
          rows={rows}
          columns={columns}
          visible={visible}
          rowHeight={narrow ? 76 : 52}
          rowId={(row: RecordingSummary) => row.id}
          sort={list.sort}
          onSort={list.setSort}
          bar={(shown) => (
            <>
              <ListBar
                shown={shown}
                // A file of a part must not look whole.
                fileName={isPart ? `recordings-newest-${rows.length}` : 'recordings'}
                count={`${isPart ? `The newest ${rows.length} of ` : ''}${counted(total, 'recording')}`}
                onColumns={list.setColumns}
              >
                <Filters filter={filter} certificates={certificates} onChange={list.set} />
                {recordings.hasNextPage && (
                  <Button
                    loading={recordings.isFetchingNextPage}
                    onClick={() => void recordings.fetchNextPage()}
                  >
                    Load older recordings
                  </Button>
                )}
              </ListBar>
              <Box sx={{ height: 4 }}>
                {recordings.isPlaceholderData && <LinearProgress aria-label="Loading recordings" />}
              </Box>
            </>
          )}
          empty={
            <>
              No recording matches. <Button onClick={showAll}>Show all</Button>
            </>
          }
        />
      )}
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
