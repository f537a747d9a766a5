import UploadIcon from '@mui/icons-material/Upload';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useQuery, useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useAct } from '../../client/act.ts';
import {
  certificatesQuery,
  firstCertificatesQuery,
  matchingCertificatesQuery,
  forgetCertificate,
  restoreMutation,
  type Certificate,
} from '../../client/certificates.ts';
import { sessionQuery } from '../../client/session.ts';
import { askForNewView } from '../../client/sign-in-again.ts';
import { certificateStatus, type StatusKind } from '../../domain/certificate.ts';
import { counted, countedOf, numberText } from '../../domain/counted.ts';
import { may, refusal } from '../../domain/session.ts';
import { ChangedElsewhere } from '../../ui/changed-elsewhere.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListBar } from '../../ui/list-bar.tsx';
import { useListState } from '../../ui/list-state.ts';
import { loadCode } from '../../ui/load-code.ts';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { Sort } from '../../ui/sort.ts';
import { Term } from '../../ui/term.tsx';
import { useNow } from '../../ui/use-now.ts';
import { NEWEST_FIRST } from '../../domain/certificate-columns.ts';
import { certificateColumns } from './columns.tsx';
import { useDownloadRecord } from './download-record.tsx';
import { SelectionBar } from './selection-bar.tsx';

export const loader = (client: QueryClient) => async () => {
  await client.ensureQueryData(firstCertificatesQuery());
  return null;
};

/** Needed only after an upload. If its code cannot be loaded, the list still shows what was uploaded. */
const NextSteps = lazy(async () => {
  try {
    return { default: (await loadCode(() => import('./next-steps.tsx'))).NextSteps };
  } catch {
    return { default: (_: { certificate: Certificate; onClose: () => void }) => <></> };
  }
});

const statuses: { kind: StatusKind; label: string }[] = [
  { kind: 'valid', label: 'Valid' },
  { kind: 'expires soon', label: 'Expires soon' },
  { kind: 'expired', label: 'Expired' },
  { kind: 'not yet valid', label: 'Not yet valid' },
];

export function Component() {
  // The first page is shown as soon as it is there, and the rest is loaded behind it.
  const first = useSuspenseQuery(firstCertificatesQuery()).data.answer;
  const whole = useQuery(certificatesQuery());
  const { changedElsewhere, total } = whole.data ?? first;
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const list = useListState({ sort: NEWEST_FIRST });
  const isWhole = whole.data !== undefined || first.nextCursor === undefined;
  const status = statuses.find(({ kind }) => kind === list.get('status'))?.kind;
  const asked = {
    sort: tenantSort(list.sort) ?? '-uploadedAt',
    search: list.deferredSearch.slice(0, 200) || undefined,
    status,
  };
  const matching = useQuery({
    ...matchingCertificatesQuery(asked),
    enabled: !isWhole && (asked.sort !== '-uploadedAt' || asked.search !== undefined || status !== undefined),
  });
  // The search here finds more than the tenant's, such as places: so what is loaded is looked at as well.
  const items = useMemo(
    () => whole.data?.items ?? withoutDoubles(matching.data, first.items),
    [whole.data, matching.data, first.items],
  );
  const now = useNow();
  const narrow = useMediaQuery('(max-width: 719px)');
  const columns = useMemo(() => certificateColumns(now, narrow), [now, narrow]);
  // A person who keeps no private keys gets a different column instead of *Backup*.
  const keepsKeys = session ? may(session, 'record backup checks') : false;
  const defaultColumns = useDefaultColumns(narrow, keepsKeys ? 'backup' : 'keyBits');
  const visible = list.columns ?? defaultColumns;
  // A dialog over the list must not change the list's state.
  const { search: listState } = useLocation();
  const rows = useMemo(
    () => (status ? items.filter((item) => certificateStatus(item, now).kind === status) : items),
    [items, status, now],
  );
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  // A certificate that another session deleted is no longer selected.
  const chosen = useMemo(() => items.filter(({ id }) => selected.has(id)), [items, selected]);
  const record = useDownloadRecord();
  const uploaded = list.get('uploaded');
  const fresh = items.find(({ id }) => id === uploaded);
  const refused = session && refusal(session, 'manage certificates');

  const showAll = () => {
    list.setSearch('');
    list.set({ status: undefined });
  };

  return (
    <Page
      title="Certificates"
      where="Administration"
      intro={
        <>
          The recording certificates and private keys in your tenant’s <Term of="keystore" />.
        </>
      }
      actions={
        <>
          <Button component={Link} to={{ pathname: paths.certificateCalendar(), search: listState }}>
            Add to calendar
          </Button>
          {!refused && (
            <>
              <MoreMenu
                loading={record.isPending}
                items={[
                  { label: 'Recently deleted', does: paths.deletedCertificates() },
                  ...(items.length > 0
                    ? [
                        { label: 'Re-apply', does: paths.reApply() },
                        { label: 'Download record', does: record.save },
                      ]
                    : []),
                ]}
              />
              <Button
                variant="contained"
                startIcon={<UploadIcon />}
                component={Link}
                to={paths.uploadCertificate()}
              >
                Upload
              </Button>
            </>
          )}
        </>
      }
    >
      {changedElsewhere && <ChangedElsewhere onSignInAgain={askForNewView} />}
      {whole.error && items.length < total && (
        <RestIsMissing loaded={items.length} total={total} onAgain={() => void whole.refetch()} />
      )}
      <Deleted />
      {record.outcome}
      {fresh && (
        <Suspense>
          <NextSteps certificate={fresh} onClose={() => list.set({ uploaded: undefined })} />
        </Suspense>
      )}
      {items.length === 0 ? (
        <Nothing mayUpload={!refused} />
      ) : (
        <DataTable
          label="Certificates"
          rows={rows}
          columns={columns}
          visible={visible}
          rowId={idOf}
          rowHeight={narrow ? 76 : 52}
          sort={list.sort}
          onSort={list.setSort}
          search={list.deferredSearch}
          highlightedRow={uploaded}
          selection={{ selected, onSelect: setSelected, nameOf }}
          bar={(shown) => (
            <ListBar
              shown={shown}
              fileName="certificates"
              isLoading={!isWhole}
              count={countText(shown.rows.length, items.length, total)}
              onColumns={list.setColumns}
            >
              <SearchField value={list.search} onChange={list.setSearch} />
              <SelectField
                label="Status"
                value={status ?? ''}
                onChange={(value) => list.set({ status: value })}
                sx={{ minWidth: 150 }}
              >
                <option value="">All</option>
                {statuses.map(({ kind, label }) => (
                  <option key={kind} value={kind}>
                    {label}
                  </option>
                ))}
              </SelectField>
            </ListBar>
          )}
          footer={(shown) =>
            session && (
              <SelectionBar
                chosen={chosen}
                shown={shown.rows}
                session={session}
                onClear={() => setSelected(new Set())}
              />
            )
          }
          empty={
            <>
              {isWhole ? 'No certificate matches.' : 'No certificate matches so far. Loading the rest…'}{' '}
              <Button onClick={showAll}>Show all</Button>
            </>
          }
        />
      )}
      <Outlet />
    </Page>
  );
}

function withoutDoubles(matching: readonly Certificate[] | undefined, first: readonly Certificate[]) {
  if (!matching) return first;
  const ids = new Set(matching.map(({ id }) => id));
  return [...matching, ...first.filter(({ id }) => !ids.has(id))];
}

/** The order of the tenant's `sort`; undefined for a column that it does not sort by. */
function tenantSort({ column, descending }: Sort) {
  const by = column === 'status' ? 'notAfter' : column;
  const known = sortKeys.find((each) => each === by);
  return known && (descending ? (`-${known}` as const) : known);
}

const sortKeys = ['uploadedAt', 'subjectName', 'serialNumber', 'notAfter', 'keyBits'] as const;

/** Says while the rest is loaded that it is. */
function countText(shown: number, loaded: number, total: number): string {
  if (loaded === total) return countedOf(shown, total, 'certificate');
  const all = counted(total, 'certificate');
  return shown === loaded ? `${all}, loading…` : `${numberText(shown)} so far, loading ${all}…`;
}

const RestIsMissing = (props: { loaded: number; total: number; onAgain: () => void }) => (
  <Alert
    severity="error"
    sx={{ mb: 2 }}
    action={
      <Button color="inherit" size="small" onClick={props.onAgain}>
        Try again
      </Button>
    }
  >
    Only {numberText(props.loaded)} of {numberText(props.total)} certificates could be loaded. The search may
    not find the others.
  </Alert>
);

const idOf = ({ id }: Certificate) => id;
const nameOf = ({ subjectName, serialNumber }: Certificate) =>
  `${subjectName}, serial number ${serialNumber.hex}`;

/** The columns that fit without scrolling sideways; the person can choose others. */
function useDefaultColumns(narrow: boolean, preferred: 'backup' | 'keyBits'): string[] {
  const wide = useMediaQuery('(min-width: 1500px)');
  const medium = useMediaQuery('(min-width: 1200px)');
  return [
    'subjectName',
    ...(narrow ? [] : ['serialNumber', 'status', 'notAfter']),
    ...(medium ? [preferred, 'assignedTo'] : []),
    ...(wide ? ['uploadedAt', 'uploadedBy'] : []),
  ];
}

const Nothing = ({ mayUpload }: { mayUpload: boolean }) => (
  <EmptyState
    title="No certificates yet"
    action={
      mayUpload && (
        <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', justifyContent: 'center' }}>
          <Button
            variant="contained"
            startIcon={<UploadIcon />}
            component={Link}
            to={paths.uploadCertificate()}
          >
            Upload your first certificate
          </Button>
          <Button component={Link} to={paths.reApply()}>
            Re-apply from a backup
          </Button>
        </Box>
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
  subjectName: string;
}

function UndoDeletion({ id, subjectName }: DeletedPair) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const restore = useAct(restoreMutation(client));
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
      <AlertTitle>{subjectName} was deleted</AlertTitle>
      {restore.error
        ? restore.error.message
        : 'The certificate and its private key are in Recently deleted for 30 days and can be restored whole.'}
    </Alert>
  );
}
