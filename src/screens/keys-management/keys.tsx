import { GENERATE_A_PAIR } from '../../domain/said.ts';
import UploadIcon from '@mui/icons-material/Upload';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { paths } from '../../paths.ts';
import { listLoader, listOf, useList } from '../../client/queries/list.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { keySorts } from '../../domain/certificate-columns.ts';
import { askedOf } from '../../domain/list.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { EmptyState } from '../../ui/page/empty-state.tsx';
import { ListPage } from '../../ui/list/list-page.tsx';
import { useListState } from '../../ui/list/state.ts';
import { Term } from '../../ui/page/term.tsx';
import { Stacked } from '../../ui/page/two-columns.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { FirstSteps } from '../first-steps/first-steps.tsx';
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
          <ButtonLink to={paths.keyCalendar()}>Add to calendar</ButtonLink>
          <ButtonLink variant="contained" startIcon={<UploadIcon />} to={paths.uploadKey()}>
            Upload Certificate
          </ButtonLink>
        </>
      }
      noun={['key']}
      source={list}
      columns={columns}
      highlightedRow={uploaded}
      nothing={
        session && (
          <Stacked>
            <NoKeys />
            <FirstSteps tenant={session.tenant} />
          </Stacked>
        )
      }
    >
      {list.first?.changedElsewhere && <ChangedElsewhere />}
      {fresh && <Stored stored={fresh} onClose={() => list.state.set({ uploaded: undefined })} />}
    </ListPage>
  );
}

const NoKeys = () => (
  <EmptyState
    title="No keys yet"
    action={
      <>
        <ButtonLink variant="contained" startIcon={<UploadIcon />} to={paths.uploadKey()}>
          Upload your first certificate
        </ButtonLink>
        <ButtonLink to={paths.keyTool('generate')}>{GENERATE_A_PAIR}</ButtonLink>
      </>
    }
  >
    Voice recordings are encrypted with the certificate that you upload here together with its private key.
    You need both in PEM, such as tenant.pem and private.pem, and the key in PKCS#8.
  </EmptyState>
);
