import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { requestsQuery } from '../../client/queries/requests.ts';
import { certificateQuery } from '../../client/queries/certificates.ts';
import { ivrProfilesQuery } from '../../client/queries/ivr-profiles.ts';
import { RequestForm } from './request-form.tsx';

export const loader = (client: QueryClient, { params }: LoaderFunctionArgs) =>
  Promise.all([
    client.ensureQueryData(certificateQuery(params['id'] ?? '')),
    client.ensureQueryData(ivrProfilesQuery()),
    client.ensureQueryData(requestsQuery()),
  ]);

/** The dialog for one certificate, over its page. */
export function Component() {
  const id = useParams()['id'] ?? '';
  const { data: certificate } = useSuspenseQuery(certificateQuery(id));
  const navigate = useNavigate();
  return (
    <RequestForm
      certificates={[certificate]}
      onClose={() => void navigate(paths.certificate(id), { preventScrollReset: true })}
    />
  );
}
