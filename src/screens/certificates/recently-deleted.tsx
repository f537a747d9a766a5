import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { CallProblem } from '../../client/call.ts';
import {
  keystoreQuery,
  restoreMutation,
  type DeletedCertificate,
} from '../../client/queries/certificates.ts';
import { listLoader, listOf, useList } from '../../client/queries/list.ts';
import { deletedSorts, deletedWords } from '../../domain/certificate-columns.ts';
import { RESTORABLE_DAYS } from '../../domain/certificate.ts';
import { askedOf } from '../../domain/list.ts';
import { BackLink } from '../../ui/page/back-link.tsx';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { dayText, minuteText } from '../../ui/page/dates.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { To } from '../../ui/page/to.tsx';
import { serialNumberColumn, subjectNameColumn } from '../../ui/list/columns.tsx';
import { useColumns } from '../../ui/list/list.tsx';
import { ListPage } from '../../ui/list/list-page.tsx';
import { useListState } from '../../ui/list/state.ts';
import type { Column } from '../../ui/list/table.tsx';
import { PlayableAgain } from './playable-again.tsx';

const LATEST_FIRST = '-deletedAt';

const deleted = listOf({
  call: 'GET /api/deleted-certificates',
  noun: 'certificates',
  sort: LATEST_FIRST,
  asked: (get) => askedOf(get, deletedSorts, LATEST_FIRST),
});

export const loader = listLoader(deleted);

export function Component() {
  const list = useList(deleted, useListState(deleted));
  const changedElsewhere = useQuery(keystoreQuery()).data?.changedElsewhere;
  const restore = useAct(restoreMutation(), { repeatable: true });
  const twin = restore.error instanceof CallProblem ? restore.error.problem?.certificateId : undefined;
  const [restored, setRestored] = useState<{ id: string; name: string }>();

  const { serialNumber, deletedBy, ...words } = deletedWords<DeletedCertificate>();
  const columns = useColumns((narrow): Column<DeletedCertificate>[] => [
    subjectNameColumn({
      under:
        narrow &&
        ((row) => (
          <Box sx={{ color: 'text.secondary', whiteSpace: 'normal', fontSize: 'caption.fontSize' }}>
            Deleted on {dayText(row.deletedAt)}, destroyed after {dayText(row.destroyedAt)}
          </Box>
        )),
    }),
    { ...serialNumberColumn(), ...serialNumber, from: 1100 },
    { ...words.deletedAt, cell: (row) => minuteText(row.deletedAt), from: 720 },
    { ...deletedBy, from: 1100 },
    { ...words.destroyedAt, cell: (row) => dayText(row.destroyedAt), from: 720 },
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
            restore.mutate(row.id, { onSuccess: (pair) => setRestored({ id: pair.id, name: nameOf(pair) }) })
          }
        >
          Restore
        </Button>
      ),
    },
  ]);

  return (
    <ListPage
      title="Recently deleted"
      where={<BackLink to={paths.certificates()}>Certificates</BackLink>}
      intro={`Deleted pairs can be restored whole for ${RESTORABLE_DAYS} days. After that they are destroyed.`}
      noun={['deleted pair']}
      source={list}
      columns={columns}
      narrowHeight={104}
      nothing={`Nothing was deleted in the last ${RESTORABLE_DAYS} days.`}
    >
      {changedElsewhere && <ChangedElsewhere />}
      {restore.error && (
        <Alert role="alert" severity="error" sx={{ mb: 2 }}>
          {restore.error.message}{' '}
          {twin && (
            <To to={paths.certificate(twin)} color="inherit">
              Open the certificate
            </To>
          )}
        </Alert>
      )}
      {restored && !restore.error && (
        <Alert role="alert" severity="success" sx={{ mb: 2 }} onClose={() => setRestored(undefined)}>
          {restored.name} and its private key are in the keystore again.
          <PlayableAgain certificateId={restored.id} />
        </Alert>
      )}
    </ListPage>
  );
}
