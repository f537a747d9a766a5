import { GENERATE_A_PAIR } from '../../domain/said.ts';
import UploadIcon from '@mui/icons-material/Upload';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMemo } from 'react';
import { Link, Outlet } from 'react-router';
import { paths } from '../../paths.ts';
import { listLoader, useList } from '../../client/queries/list.ts';
import { askForNewView } from '../../client/session/sign-in-again.ts';
import { keySorts } from '../../domain/certificate-columns.ts';
import { askedOf, type Get } from '../../domain/list.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { EmptyState } from '../../ui/page/empty-state.tsx';
import { List } from '../../ui/list/list.tsx';
import { useListState } from '../../ui/list/state.ts';
import { Page } from '../../ui/page/page.tsx';
import { Term } from '../../ui/page/term.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { keyColumns } from './columns.tsx';
import { Stored } from './stored.tsx';

const BY_KEY = 'key';

const askedKeys = (get: Get) => askedOf(get, keySorts, BY_KEY);

export const loader = listLoader('GET /api/keys', 'keys', askedKeys);

/** Agent Setup > Contact Center Settings > Keys Management > Keys, for a tenant that is hosted on Azure. */
export function Component() {
  const state = useListState({ sort: BY_KEY });
  const list = useList('GET /api/keys', 'keys', askedKeys(state.get));
  const now = useNow();
  const columns = useMemo(() => keyColumns(now), [now]);
  const uploaded = state.get('uploaded');
  const fresh = list.rows.find(({ id }) => id === uploaded);
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
      {list.first?.changedElsewhere && <ChangedElsewhere onSignInAgain={askForNewView} />}
      {fresh && <Stored stored={fresh} onClose={() => state.set({ uploaded: undefined })} />}
      <List
        label="Keys"
        noun={['key']}
        fileName="keys"
        source={list}
        columns={columns}
        state={state}
        highlightedRow={uploaded}
        nothing={<Nothing />}
      />
      <Outlet />
    </Page>
  );
}

const Nothing = () => (
  <EmptyState
    title="No keys yet"
    action={
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', justifyContent: 'center' }}>
        <Button variant="contained" startIcon={<UploadIcon />} component={Link} to={paths.uploadKey()}>
          Upload your first certificate
        </Button>
        <Button component={Link} to={paths.keyTool('generate')}>
          {GENERATE_A_PAIR}
        </Button>
      </Box>
    }
  >
    Voice recordings are encrypted with the certificate that you upload here together with its private key.
    You need both in PEM, such as tenant.pem and private.pem, and the key in PKCS#8.
  </EmptyState>
);
