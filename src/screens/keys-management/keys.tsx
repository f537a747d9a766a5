import { GENERATE_A_PAIR } from '../../domain/said.ts';
import UploadIcon from '@mui/icons-material/Upload';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { paths } from '../../paths.ts';
import { listLoader, listOf, useList } from '../../client/queries/list.ts';
import { overviewQuery } from '../../client/queries/overview.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { askForNewView } from '../../client/session/sign-in-again.ts';
import { keySorts } from '../../domain/certificate-columns.ts';
import { askedOf } from '../../domain/list.ts';
import type { Session } from '../../domain/session.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { EmptyState } from '../../ui/page/empty-state.tsx';
import { FirstSteps } from '../../ui/page/first-steps.tsx';
import { ListPage } from '../../ui/list/list-page.tsx';
import { useListState } from '../../ui/list/state.ts';
import { Term } from '../../ui/page/term.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { keyColumns } from './columns.tsx';
import { Stored } from './stored.tsx';

const BY_KEY = 'key';

const keys = listOf({
  call: 'GET /api/keys',
  noun: 'keys',
  sort: BY_KEY,
  asked: (get) => askedOf(get, keySorts, BY_KEY),
});

export const loader = listLoader(keys);

/** Agent Setup > Contact Center Settings > Keys Management > Keys, for a tenant that is hosted on Azure. */
export function Component() {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const list = useList(keys, useListState(keys));
  const now = useNow();
  const columns = useMemo(() => keyColumns(now), [now]);
  const uploaded = list.state.get('uploaded');
  const fresh = list.rows.find(({ id }) => id === uploaded);
  return (
    <ListPage
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
      noun={['key']}
      source={list}
      columns={columns}
      highlightedRow={uploaded}
      nothing={session && <Nothing session={session} />}
    >
      {list.first?.changedElsewhere && <ChangedElsewhere onSignInAgain={askForNewView} />}
      {fresh && <Stored stored={fresh} onClose={() => list.state.set({ uploaded: undefined })} />}
    </ListPage>
  );
}

/** With the way from here to a recording that a key opens, also for who has no pair yet. */
function Nothing({ session }: { session: Session }) {
  const overview = useQuery(overviewQuery()).data;
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      <NoKeys />
      <FirstSteps
        tenant={session.tenant.name}
        steps={overview?.firstSteps}
        toOf={(step) => paths.firstStep(step, session.tenant)}
      />
    </Box>
  );
}

const NoKeys = () => (
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
