import type { QueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { requestsQuery } from '../../client/queries/requests.ts';
import { loadCertificates, useCertificates } from '../../client/queries/certificates.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { RequestForm } from './request-form.tsx';

const idsOf = (search: URLSearchParams): string[] => search.get('certificates')?.split(',') ?? [];

export const loader = (client: QueryClient, { request }: LoaderFunctionArgs) =>
  Promise.all([
    loadCertificates(client, idsOf(new URL(request.url).searchParams)),
    client.ensureQueryData(ivrProfilesQuery()),
    client.ensureQueryData(requestsQuery()),
  ]);

/** The dialog for the certificates that are selected in the list, over the list. */
export function Component() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const certificates = useCertificates(idsOf(search));
  const close = () => {
    const list = new URLSearchParams(search);
    list.delete('certificates');
    void navigate({ pathname: paths.certificates(), search: `${list}` }, { preventScrollReset: true });
  };
  return <RequestForm certificates={certificates} onClose={close} />;
}
