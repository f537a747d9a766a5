import { useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { paths } from '../../app/paths.ts';
import { keysQuery, uploadKeyMutation } from '../../client/keys.ts';
import { UploadPanel } from './upload-panel.tsx';

export const loader = (client: QueryClient) => async () => {
  await client.ensureQueryData(keysQuery());
  return null;
};

/** Agent Setup > Contact Center Settings > Keys Management > Keys > Upload Certificate: into the `record` IVR profile. */
export function Component() {
  const client = useQueryClient();
  return (
    <UploadPanel
      platform="azure"
      keystore={useSuspenseQuery(keysQuery()).data.items}
      back={paths.keys()}
      mutation={(take) => uploadKeyMutation(client, take)}
      after={({ id }) => paths.keysAfterUpload(id)}
    />
  );
}
