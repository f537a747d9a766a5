import { GENERATE_A_PAIR } from '../../domain/said.ts';
import UploadIcon from '@mui/icons-material/Upload';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Suspense, useCallback, useEffect, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import {
  certificateQuery,
  forgetCertificate,
  restoreMutation,
  type Certificate,
} from '../../client/queries/certificates.ts';
import { listLoader, listOf, useList } from '../../client/queries/list.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { askedCertificates } from '../../domain/certificate-columns.ts';
import { statusKindText } from '../../domain/certificate.ts';
import { may, refusal } from '../../domain/session.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { EmptyState } from '../../ui/page/empty-state.tsx';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import { useColumns } from '../../ui/list/list.tsx';
import { ListPage } from '../../ui/list/list-page.tsx';
import { useSelection } from '../../ui/list/left-behind.ts';
import { hiddenOf, stillThere } from '../../ui/list/row-selection.tsx';
import { useListState } from '../../ui/list/state.ts';
import { lazyCode } from '../../ui/hooks/load-code.ts';
import { MoreMenu } from '../../ui/page/more-menu.tsx';
import { Term } from '../../ui/page/term.tsx';
import { Stacked } from '../../ui/page/two-columns.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { FirstSteps } from '../first-steps/first-steps.tsx';
import { certificateColumns } from './columns.tsx';
import { useDownloadRecord } from './download-record.tsx';
import { SelectionBar } from './selection-bar.tsx';

const certificates = listOf({
  call: 'GET /api/certificates',
  noun: 'certificates',
  sort: '-uploadedAt',
  filters: ['status'],
  asked: askedCertificates,
});

export const loader = listLoader(certificates);

/** Needed only after an upload. If its code cannot be loaded, the list still shows what was uploaded. */
const NextSteps = lazyCode(async () => (await import('./next-steps.tsx')).NextSteps);

export function Component() {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const list = useList(certificates, useListState(certificates));
  const { state } = list;
  const now = useNow();
  const keepsKeys = session !== null && may(session, 'record backup checks');
  const columns = useColumns(
    useCallback((narrow) => certificateColumns(now, { narrow, keepsKeys }), [now, keepsKeys]),
  );
  // A dialog over the list must not change the list's state.
  const { search: listState } = useLocation();
  const [chosen, setSelected] = useSelection<Certificate>();
  const selected = useMemo(() => stillThere(chosen, list), [chosen, list]);
  const record = useDownloadRecord();
  const uploaded = state.get('uploaded');
  const refused = session && refusal(session, 'manage certificates');
  const isEmpty = list.total === 0 && !state.isFiltered;

  return (
    <ListPage
      title="Certificates"
      where="Administration"
      intro={
        <>
          The recording certificates and private keys in your tenant’s <Term of="keystore" />.
        </>
      }
      actions={
        <>
          <ButtonLink to={{ pathname: paths.certificateCalendar(), search: listState }}>
            Add to calendar
          </ButtonLink>
          {!refused && (
            <>
              <MoreMenu
                loading={record.isPending}
                items={[
                  { label: 'Recently deleted', does: paths.deletedCertificates() },
                  ...(isEmpty
                    ? []
                    : [
                        { label: 'Re-apply', does: paths.reApply() },
                        { label: 'Download record', does: record.save },
                      ]),
                ]}
              />
              <ButtonLink variant="contained" startIcon={<UploadIcon />} to={paths.uploadCertificate()}>
                Upload
              </ButtonLink>
            </>
          )}
        </>
      }
      noun={['certificate']}
      source={list}
      columns={columns}
      narrowHeight={96}
      highlightedRow={uploaded}
      selection={{ selected, onSelect: setSelected, nameOf }}
      filters={
        <ChoiceFilter name="status" label="Status" state={state} choices={statusKindText} width={150} />
      }
      footer={
        session && (
          <SelectionBar
            selected={selected}
            hidden={hiddenOf(selected, list)}
            session={session}
            onClear={() => setSelected(new Map())}
          />
        )
      }
      nothing={
        session && (
          <Stacked>
            <NoCertificates mayUpload={!refused} />
            <FirstSteps tenant={session.tenant} />
          </Stacked>
        )
      }
    >
      {list.first?.changedElsewhere && <ChangedElsewhere />}
      <Deleted />
      {record.outcome}
      {uploaded && <Uploaded id={uploaded} onClose={() => state.set({ uploaded: undefined })} />}
    </ListPage>
  );
}

function Uploaded({ id, onClose }: { id: string; onClose: () => void }) {
  const certificate = useQuery(certificateQuery(id)).data;
  return <Suspense>{certificate && <NextSteps certificate={certificate} onClose={onClose} />}</Suspense>;
}

const nameOf = ({ subjectName, serialNumber }: Certificate) =>
  `${subjectName}, serial number ${serialNumber.hex}`;

const NoCertificates = ({ mayUpload }: { mayUpload: boolean }) => (
  <EmptyState
    title="No certificates yet"
    action={
      mayUpload && (
        <>
          <ButtonLink variant="contained" startIcon={<UploadIcon />} to={paths.uploadCertificate()}>
            Upload your first certificate
          </ButtonLink>
          <ButtonLink to={paths.keyTool('generate')}>{GENERATE_A_PAIR}</ButtonLink>
          <ButtonLink to={paths.reApply()}>Re-apply from a backup</ButtonLink>
        </>
      )
    }
  >
    {mayUpload
      ? 'Recordings are encrypted with the certificate that you upload here together with its private key. You need both as PEM files, such as tenant.pem and tenant.key.'
      : 'The tenant’s administrator uploads recording certificates. You can assign them to IVR profiles once they are here.'}
  </EmptyState>
);

/** After a deletion: says where the pair is now, and offers to restore it. */
function Deleted() {
  const state = useLocation().state as { deleted?: DeletedPair } | null;
  return state?.deleted ? <UndoDeletion key={state.deleted.id} {...state.deleted} /> : null;
}

interface DeletedPair {
  id: string;
  name: string;
}

function UndoDeletion({ id, name }: DeletedPair) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const restore = useAct(restoreMutation());
  // Only now is the certificate's own page gone; before, it would have fetched the certificate again.
  useEffect(() => forgetCertificate(client, id), [client, id]);
  const close = () => void navigate({ search: location.search }, { replace: true, state: null });
  return (
    <Alert
      role="alert"
      severity={restore.error ? 'error' : 'info'}
      sx={{ mb: 2 }}
      onClose={close}
      action={
        <>
          <Button
            color="inherit"
            size="small"
            loading={restore.isPending}
            onClick={() => restore.mutate(id, { onSuccess: close })}
          >
            Undo
          </Button>
          <Button color="inherit" size="small" onClick={close}>
            Close
          </Button>
        </>
      }
    >
      <AlertTitle>{name} was deleted</AlertTitle>
      {restore.error
        ? restore.error.message
        : 'The certificate and its private key are in Recently deleted for 30 days and can be restored whole.'}
    </Alert>
  );
}
