import UploadIcon from '@mui/icons-material/Upload';
import Button from '@mui/material/Button';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, Outlet } from 'react-router';
import { paths } from '../../app/paths.ts';
import { keysQuery, type Key } from '../../client/keys.ts';
import { askForNewView } from '../../client/sign-in-again.ts';
import { countedOf } from '../../domain/counted.ts';
import { ChangedElsewhere } from '../../ui/changed-elsewhere.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListBar } from '../../ui/list-bar.tsx';
import { useListState } from '../../ui/list-state.ts';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Term } from '../../ui/term.tsx';
import { useNow } from '../../ui/use-now.ts';
import { keyColumns } from './columns.tsx';
import { Stored } from './stored.tsx';

export const loader = (client: QueryClient) => async () => {
  await client.ensureQueryData(keysQuery());
  return null;
};

/** Agent Setup > Contact Center Settings > Keys Management > Keys, for a tenant that is hosted on Azure. */
export function Component() {
  const { items, changedElsewhere } = useSuspenseQuery(keysQuery()).data;
  const list = useListState({ sort: { column: 'key', descending: false } });
  const now = useNow();
  const columns = useMemo(() => keyColumns(now), [now]);
  const defaultColumns = useDefaultColumns();
  const visible = list.columns ?? defaultColumns;
  const uploaded = list.get('uploaded');
  const fresh = items.find(({ id }) => id === uploaded);
  return (
    <Page
      title="Keys"
      where="Agent Setup › Contact Center Settings › Keys Management"
      intro={
        <>
          The recording certificates of your tenant’s record <Term of="IVR profile" />. Their private keys are
          in the tenant’s <Term of="keystore" />, which finds each by its <Term of="alias" />.
        </>
      }
      actions={
        <>
          <Button component={Link} to={paths.keyCalendar()}>
            Add to calendar
          </Button>
          <Button variant="contained" startIcon={<UploadIcon />} component={Link} to={paths.uploadKey()}>
            Upload Certificate
          </Button>
        </>
      }
    >
      {changedElsewhere && <ChangedElsewhere onSignInAgain={askForNewView} />}
      {fresh && <Stored stored={fresh} onClose={() => list.set({ uploaded: undefined })} />}
      {items.length === 0 ? (
        <Nothing />
      ) : (
        <DataTable
          label="Keys"
          rows={items}
          columns={columns}
          visible={visible}
          rowId={idOf}
          sort={list.sort}
          onSort={list.setSort}
          search={list.deferredSearch}
          highlightedRow={uploaded}
          bar={(shown) => (
            <ListBar
              shown={shown}
              fileName="keys"
              count={countedOf(shown.rows.length, items.length, 'key')}
              onColumns={list.setColumns}
            >
              <SearchField value={list.search} onChange={list.setSearch} />
            </ListBar>
          )}
          empty="No key matches."
        />
      )}
      <Outlet />
    </Page>
  );
}

const idOf = ({ id }: Key) => id;

/** *Key* and *Alias* are always shown, other columns where there is room. */
function useDefaultColumns(): string[] {
  const wide = useMediaQuery('(min-width: 1200px)');
  const medium = useMediaQuery('(min-width: 720px)');
  return [
    'key',
    'alias',
    ...(medium ? ['subjectName', 'status'] : []),
    ...(wide ? ['notAfter', 'keyBits'] : []),
  ];
}

const Nothing = () => (
  <EmptyState
    title="No keys yet"
    action={
      <Button variant="contained" startIcon={<UploadIcon />} component={Link} to={paths.uploadKey()}>
        Upload your first certificate
      </Button>
    }
  >
    Voice recordings are encrypted with the certificate that you upload here together with its private key.
    You need both in PEM, such as tenant.pem and private.pem, and the key in PKCS#8.
  </EmptyState>
);
