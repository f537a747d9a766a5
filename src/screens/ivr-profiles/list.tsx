import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useQuery, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Link, useLocation } from 'react-router';
import { paths } from '../../paths.ts';
import { keystoreQuery } from '../../client/queries/certificates.ts';
import { ivrProfilesQuery, type IvrProfile } from '../../client/queries/ivr-profiles.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { encryptionOf, ivrProfileWords, recordsCalls, untilOf } from '../../domain/ivr-profile.ts';
import { namesApart } from '../../domain/same-name.ts';
import { may } from '../../domain/session.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { draftKeys, hasDraft } from '../../ui/form/drafts.ts';
import { useArraySource } from '../../ui/list/array-source.ts';
import { dayColumn } from '../../ui/list/columns.tsx';
import { useColumns } from '../../ui/list/list.tsx';
import { ListPage } from '../../ui/list/list-page.tsx';
import { useListState } from '../../ui/list/state.ts';
import type { Column } from '../../ui/list/table.tsx';
import { dayText } from '../../ui/page/dates.ts';
import { StatusChip } from '../../ui/page/status-chip.tsx';
import { Term } from '../../ui/page/term.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { Coverage } from './coverage.tsx';
import { EncryptionChip } from './encryption-chip.tsx';
import { MayNotAssign } from './may-not-assign.tsx';

export const loader = (client: QueryClient) => client.ensureQueryData(ivrProfilesQuery());

export function Component() {
  const { items } = useSuspenseQuery(ivrProfilesQuery()).data;
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const changedElsewhere = useQuery(keystoreQuery()).data?.changedElsewhere;
  const now = useNow();
  const username = session?.username ?? '';
  const columns = useColumns(
    useCallback(
      (narrow) => {
        const nameOf = namesApart(
          items.flatMap(({ certificates }) => certificates),
          dayText,
        );
        return profileColumns(now, narrow, username, nameOf);
      },
      [now, username, items],
    ),
  );
  const source = useArraySource(items, columns, useListState({ sort: 'name' }));
  const { done } = (useLocation().state ?? {}) as { done?: string };
  return (
    <ListPage
      title="IVR Profiles"
      intro={
        <>
          Each call picks one <Term of="IVR profile" />. The recorder encrypts its recording for every valid
          certificate of that profile.
        </>
      }
      actions={
        session && may(session, 'assign certificates') ? (
          <>
            {items.some(({ certificates }) => certificates.length > 0) && (
              <ButtonLink to={paths.removeFromIvrProfiles()}>Remove from several profiles</ButtonLink>
            )}
            <ButtonLink to={paths.assignToIvrProfiles()} variant="contained">
              Assign to several profiles
            </ButtonLink>
          </>
        ) : (
          session && <MayNotAssign session={session} label="Assign to several profiles" />
        )
      }
      noun={['IVR profile']}
      source={source}
      columns={columns}
      narrowHeight={76}
      nothing="This tenant has no IVR profile."
      below={<Coverage profiles={items} now={now} />}
    >
      {changedElsewhere && <ChangedElsewhere />}
      {done && (
        <Alert role="alert" severity="success" sx={{ mb: 2 }}>
          {done}
        </Alert>
      )}
    </ListPage>
  );
}

/** On a narrow screen, the first column also shows the most important facts of the other columns. */
function profileColumns(
  now: Date,
  narrow: boolean,
  username: string,
  nameOf: ReturnType<typeof namesApart>,
): Column<IvrProfile>[] {
  const { name, geoLocation, serviceType, encryption, certificates } = ivrProfileWords<IvrProfile>(
    now,
    nameOf,
  );
  return [
    {
      ...name,
      cell: (row) => (
        <>
          <div className="two-lines">
            <Link to={paths.ivrProfile(row.id)} title={row.name}>
              {row.name}
            </Link>
          </div>
          {hasDraft(draftKeys.assignment(username, row.id)) && (
            <Box component="span" sx={{ ml: 1 }}>
              <StatusChip tone="soon" text="Unsaved changes" />
            </Box>
          )}
          {narrow && (
            <div>
              <EncryptionChip encryption={encryptionOf(row, now)} />
            </div>
          )}
        </>
      ),
    },
    { ...geoLocation, from: 1100 },
    { ...serviceType, from: 1100 },
    { ...encryption, from: 720, cell: (row) => <EncryptionChip encryption={encryptionOf(row, now)} /> },
    { ...dayColumn<IvrProfile>('until', 'Until', (row) => untilOf(row, now)), from: 720 },
    {
      ...certificates,
      from: 720,
      twoLines: true,
      cell: (row) =>
        row.certificates.length > 0 ? (
          <span title={certificates.text?.(row)}>{certificates.text?.(row)}</span>
        ) : recordsCalls(row) ? (
          'None'
        ) : (
          '–'
        ),
    },
  ];
}
