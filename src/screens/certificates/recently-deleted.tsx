import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useQuery, useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useAct } from '../../client/act.ts';
import { CallProblem } from '../../client/call.ts';
import {
  deletedCertificatesQuery,
  keystoreChangedQuery,
  restoreMutation,
  type DeletedCertificate,
} from '../../client/certificates.ts';
import { askForNewView } from '../../client/sign-in-again.ts';
import { RESTORABLE_DAYS } from '../../domain/certificate.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { ChangedElsewhere } from '../../ui/changed-elsewhere.tsx';
import { wordsColumn } from '../../domain/columns.ts';
import { dayColumn, minuteColumn, serialNumberColumn, subjectNameColumn } from '../../ui/columns.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { dayText } from '../../ui/dates.ts';
import { useListState } from '../../ui/list-state.ts';
import { Page } from '../../ui/page.tsx';
import { PlayableAgain } from './playable-again.tsx';

export const loader = (client: QueryClient) => async () => {
  await client.ensureQueryData(deletedCertificatesQuery());
  return null;
};

export function Component() {
  const { items } = useSuspenseQuery(deletedCertificatesQuery()).data;
  const changedElsewhere = useQuery(keystoreChangedQuery()).data;
  const list = useListState({ sort: { column: 'deletedAt', descending: true } });
  const restore = useAct(restoreMutation(useQueryClient()), { repeatable: true });
  const twin = restore.error instanceof CallProblem ? restore.error.problem?.certificateId : undefined;
  const narrow = useMediaQuery('(max-width: 719px)');
  const wide = useMediaQuery('(min-width: 1100px)');
  const [restored, setRestored] = useState<{ id: string; subjectName: string }>();

  const columns: Column<DeletedCertificate>[] = [
    subjectNameColumn({
      under:
        narrow &&
        ((row) => (
          <Box sx={{ color: 'text.secondary', whiteSpace: 'normal', fontSize: 'caption.fontSize' }}>
            Deleted on {dayText(row.deletedAt)}, destroyed after {dayText(row.destroyedAt)}
          </Box>
        )),
    }),
    { ...serialNumberColumn(), width: 200 },
    minuteColumn('deletedAt', 'Deleted', (row) => row.deletedAt),
    wordsColumn('deletedBy', 'Deleted by', 140, (row) => row.deletedBy),
    {
      ...dayColumn<DeletedCertificate>('destroyedAt', 'Destroyed after', (row) => row.destroyedAt),
      width: 155,
    },
    {
      id: 'restore',
      header: 'Restore',
      width: 120,
      cell: (row) => (
        <Button
          size="small"
          aria-label={`Restore ${row.subjectName}, serial number ${row.serialNumber.hex}`}
          loading={restore.isPending && restore.variables === row.id}
          onClick={() =>
            restore.mutate(row.id, { onSuccess: ({ id, subjectName }) => setRestored({ id, subjectName }) })
          }
        >
          Restore
        </Button>
      ),
    },
  ];

  return (
    <Page
      title="Recently deleted"
      where={<BackLink to={paths.certificates()}>Certificates</BackLink>}
      intro={`Deleted pairs can be restored whole for ${RESTORABLE_DAYS} days. After that they are destroyed.`}
    >
      {changedElsewhere && <ChangedElsewhere onSignInAgain={askForNewView} />}
      {restore.error && (
        <Alert role="alert" severity="error" sx={{ mb: 2 }}>
          {restore.error.message}{' '}
          {twin && (
            <Link component={RouterLink} to={paths.certificate(twin)} color="inherit" underline="always">
              Open the certificate
            </Link>
          )}
        </Alert>
      )}
      {restored && !restore.error && (
        <Alert role="alert" severity="success" sx={{ mb: 2 }} onClose={() => setRestored(undefined)}>
          {restored.subjectName} and its private key are in the keystore again.
          <PlayableAgain certificateId={restored.id} />
        </Alert>
      )}
      <DataTable
        label="Recently deleted"
        rows={items}
        columns={columns}
        // On a narrow or magnified screen only the essential columns: the name, and *Restore*.
        visible={
          narrow
            ? ['subjectName', 'restore']
            : wide
              ? undefined
              : ['subjectName', 'deletedAt', 'destroyedAt', 'restore']
        }
        rowHeight={narrow ? 104 : 52}
        rowId={(row) => row.id}
        sort={list.sort}
        onSort={list.setSort}
        empty="Nothing was deleted in the last 30 days."
      />
    </Page>
  );
}
