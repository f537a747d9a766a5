import { GENERATE_A_PAIR } from '../../domain/said.ts';
import UploadIcon from '@mui/icons-material/Upload';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { paths } from '../../paths.ts';
import { listLoader, listOf, useList } from '../../client/queries/list.ts';
import { sessionQuery } from '../../client/session/session.ts';
import type { Key } from '../../client/queries/keys.ts';
import { keySorts, keyStatus, keyWords } from '../../domain/certificate-columns.ts';
import { visible } from '../../domain/visible.ts';
import { nameColumn, statusColumn, subjectNameColumn, validUntilColumn } from '../../ui/list/columns.tsx';
import type { Column } from '../../ui/list/table.tsx';
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

/** *Key* and *Alias* are always shown; the other columns help to tell certificates apart. */
function keyColumns(now: Date): Column<Key>[] {
  const { key, alias, keyBits } = keyWords<Key>(now);
  return [
    {
      ...nameColumn<Key>('key', 'Key', (row) => row.key ?? 'None', {
        to: (row) => paths.certificate(row.id),
      }),
      ...key,
    },
    { ...alias, cell: (row) => <code title={visible(row.alias)}>{visible(row.alias)}</code> },
    { ...subjectNameColumn(), width: 210, from: 720 },
    { ...validUntilColumn(), from: 1200 },
    { ...keyBits, from: 1200 },
    { ...statusColumn((row) => keyStatus(row, now)), from: 720 },
  ];
}
