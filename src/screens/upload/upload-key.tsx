import { useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import { keysQuery, uploadKeyMutation } from '../../client/queries/keys.ts';
import { forgetPair } from '../../client/queries/renewal-pairs.ts';
import { useRenewal } from './renewal.tsx';
import { UploadPanel } from './upload-panel.tsx';

export const loader = (client: QueryClient) => async () => {
  await client.ensureQueryData(keysQuery());
  return null;
};

/**
 * Agent Setup > Contact Center Settings > Keys Management > Keys > Upload Certificate: uploads into the `record` IVR
 * profile. Documented: after *Save*, the list displays Key and Alias.
 */
export function Component() {
  const client = useQueryClient();
  const keystore = useSuspenseQuery(keysQuery()).data.items;
  const { renewed, note, replacing } = useRenewal(keystore);
  return (
    <UploadPanel
      platform="azure"
      keystore={keystore}
      note={note}
      back={renewed ? paths.renew(renewed.id) : paths.keys()}
      mutation={(take) => uploadKeyMutation(client, replacing(take))}
      after={({ id }) => {
        if (renewed) forgetPair(renewed.id);
        return paths.keysAfterUpload(id);
      }}
    />
  );
}
