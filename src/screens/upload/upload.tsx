import { useLocation } from 'react-router';
import { paths } from '../../paths.ts';
import { uploadMutation } from '../../client/queries/certificates.ts';
import { forgetPair } from '../../client/queries/renewal-pairs.ts';
import { useRenewal } from './renewal.tsx';
import { UploadPanel } from './upload-panel.tsx';

export { renewalLoader as loader } from './renewal.tsx';

/**
 * Administration > Certificates > Upload: uploads into the tenant's keystore. A renewal then goes on with its next step.
 * Agent Setup > Contact Center Settings > Keys Management > Keys > Upload Certificate: uploads into the `record` IVR
 * profile. Documented: after *Save*, the list displays Key and Alias.
 */
export function Component() {
  const isAzure = useLocation().pathname.startsWith(paths.keys());
  const { renewed, note, replacing } = useRenewal();
  const list = isAzure ? paths.keys() : paths.certificates();
  return (
    <UploadPanel
      platform={isAzure ? 'azure' : 'aws'}
      note={note}
      back={renewed ? paths.renew(renewed.id) : list}
      mutation={(take) => uploadMutation(isAzure ? 'Keys' : 'Certificates', replacing(take))}
      after={({ id }) => {
        if (renewed) forgetPair(renewed.id);
        if (isAzure) return paths.keysAfterUpload(id);
        return renewed ? paths.renew(renewed.id) : paths.certificatesAfterUpload(id);
      }}
    />
  );
}
