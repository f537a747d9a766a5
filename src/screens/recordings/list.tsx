import CallIcon from '@mui/icons-material/Call';
import Button from '@mui/material/Button';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { keystoreQuery } from '../../client/queries/certificates.ts';
import { listLoader, listOf, useList } from '../../client/queries/list.ts';
import { demoDataMutation } from '../../client/queries/recordings.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { askedOf } from '../../domain/list.ts';
import { recordingSorts } from '../../domain/recording-columns.ts';
import { playables, playableText } from '../../domain/recording.ts';
import { may } from '../../domain/session.ts';
import { DayFilters } from '../../ui/form/day-field.tsx';
import { momentsOf } from '../../ui/form/days.ts';
import { EmptyState } from '../../ui/page/empty-state.tsx';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import { useColumns } from '../../ui/list/list.tsx';
import { ListPage } from '../../ui/list/list-page.tsx';
import { useListState } from '../../ui/list/state.ts';
import { recordingColumns } from './columns.tsx';
import { CertificateField } from './certificate-field.tsx';
import { Problem } from '../../ui/page/problem.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';

const NEWEST_FIRST = '-startedAt';

const recordings = listOf({
  call: 'GET /api/recordings',
  noun: 'recordings',
  sort: NEWEST_FIRST,
  filters: ['certificate', 'playable', 'from', 'to'],
  asked: (get) => ({
    ...askedOf(get, recordingSorts, NEWEST_FIRST),
    certificate: get('certificate') || undefined,
    playable: playables.find((each) => each === get('playable')),
    ...momentsOf(get),
  }),
});

export const loader = listLoader(recordings);

export function Component() {
  const list = useList(recordings, useListState(recordings));
  const { get, set } = list.state;
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const { search } = useLocation();
  const mayCall = session !== null && may(session, 'make test calls');
  const testCall = mayCall && (
    <ButtonLink
      variant="contained"
      startIcon={<CallIcon />}
      to={{ pathname: paths.testCall(), search }}
      preventScrollReset
    >
      Test call
    </ButtonLink>
  );
  return (
    <ListPage
      title="Recordings"
      intro="What was recorded, whom it is encrypted for, and whether a private key in the keystore opens it."
      actions={(list.total > 0 || list.state.isFiltered) && testCall}
      noun={['recording']}
      source={list}
      columns={useColumns(recordingColumns)}
      narrowHeight={76}
      filters={
        <>
          <DayFilters get={get} set={set} />
          <CertificateField value={get('certificate')} onChange={(certificate) => set({ certificate })} />
          <ChoiceFilter
            name="playable"
            label="Can be played"
            state={list.state}
            choices={playableText}
            width={170}
          />
        </>
      }
      nothing={
        <Nothing testCall={testCall} mayFill={session !== null && may(session, 'fill with demo data')} />
      }
    />
  );
}

/** The empty list. A tenant without certificates can be filled with demo data. */
function Nothing({ testCall, mayFill }: { testCall: ReactNode; mayFill: boolean }) {
  const keystore = useQuery(keystoreQuery()).data;
  const fill = useAct(demoDataMutation());
  return (
    <EmptyState
      title="No recordings yet"
      action={
        <>
          {testCall}
          {mayFill && keystore?.total === 0 && (
            <Button loading={fill.isPending} onClick={() => fill.mutate()}>
              Fill with demo data
            </Button>
          )}
          <Problem text={fill.error?.message} sx={{ width: '100%' }} />
        </>
      }
    >
      A test call shows whether recordings are encrypted, for which certificates, and whether your private key
      opens them.
    </EmptyState>
  );
}
