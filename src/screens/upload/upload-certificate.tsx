import { useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { paths } from '../../app/paths.ts';
import { certificatesQuery, uploadMutation } from '../../client/certificates.ts';
import { UploadPanel } from './upload-panel.tsx';

export const loader = (client: QueryClient) => async () => {
  await client.ensureQueryData(certificatesQuery());
  return null;
};

/** Administration > Certificates > Upload: into the tenant's keystore. */
export function Component() {
  const client = useQueryClient();
  return (
    <UploadPanel
      platform="aws"
      keystore={useSuspenseQuery(certificatesQuery()).data.items}
      back={paths.certificates()}
      mutation={(take) => uploadMutation(client, take)}
      after={({ id }) => paths.certificatesAfterUpload(id)}
    />
  );
}
