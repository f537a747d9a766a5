import { paths } from '../../paths.ts';
import { uploadKeyMutation } from '../../client/queries/keys.ts';
import { forgetPair } from '../../client/queries/renewal-pairs.ts';
import { useRenewal } from './renewal.tsx';
import { UploadPanel } from './upload-panel.tsx';

export { renewalLoader as loader } from './renewal.tsx';

/**
 * Agent Setup > Contact Center Settings > Keys Management > Keys > Upload Certificate: uploads into the `record` IVR
 * profile. Documented: after *Save*, the list displays Key and Alias.
 */
export function Component() {
  const { renewed, note, replacing } = useRenewal();
  return (
    <UploadPanel
      platform="azure"
      note={note}
      back={renewed ? paths.renew(renewed.id) : paths.keys()}
      mutation={(take) => uploadKeyMutation(replacing(take))}
      after={({ id }) => {
        if (renewed) forgetPair(renewed.id);
        return paths.keysAfterUpload(id);
      }}
    />
  );
}
