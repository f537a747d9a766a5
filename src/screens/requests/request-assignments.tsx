import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { paths } from '../../paths.ts';
import { requestsQuery } from '../../client/queries/requests.ts';
import { certificatesQuery } from '../../client/queries/certificates.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { RequestForm } from './request-form.tsx';

export const loader = (client: QueryClient) => async () => {
  await Promise.all([
    client.ensureQueryData(certificatesQuery()),
    client.ensureQueryData(ivrProfilesQuery()),
    client.ensureQueryData(requestsQuery()),
  ]);
  return null;
};

/** The dialog for the certificates that are selected in the list, over the list. */
export function Component() {
  const { items } = useSuspenseQuery(certificatesQuery()).data;
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const ids = search.get('certificates')?.split(',') ?? [];
  const close = () => {
    const list = new URLSearchParams(search);
    list.delete('certificates');
    void navigate({ pathname: paths.certificates(), search: `${list}` }, { preventScrollReset: true });
  };
  return <RequestForm certificates={items.filter(({ id }) => ids.includes(id))} onClose={close} />;
}
