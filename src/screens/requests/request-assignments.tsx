import type { QueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { requestsQuery } from '../../client/queries/requests.ts';
import { loadCertificates, useCertificates } from '../../client/queries/certificates.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { RequestForm } from './request-form.tsx';

/** The certificate whose page is below the dialog, or those that are selected in the list below it. */
const idsOf = ({ id }: LoaderFunctionArgs['params'], search: URLSearchParams): string[] =>
  id === undefined ? (search.get('certificates')?.split(',') ?? []) : [id];

export const loader = (client: QueryClient, { params, request }: LoaderFunctionArgs) =>
  Promise.all([
    loadCertificates(client, idsOf(params, new URL(request.url).searchParams)),
    client.ensureQueryData(ivrProfilesQuery()),
    client.ensureQueryData(requestsQuery()),
  ]);

export function Component() {
  const navigate = useNavigate();
  const params = useParams();
  const [search] = useSearchParams();
  const certificates = useCertificates(idsOf(params, search));
  const close = () => {
    const list = new URLSearchParams(search);
    list.delete('certificates');
    const pathname = params['id'] === undefined ? paths.certificates() : paths.certificate(params['id']);
    void navigate({ pathname, search: `${list}` }, { preventScrollReset: true });
  };
  return <RequestForm certificates={certificates} onClose={close} />;
}
