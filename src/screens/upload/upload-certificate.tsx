import { paths } from '../../paths.ts';
import { uploadMutation } from '../../client/queries/certificates.ts';
import { forgetPair } from '../../client/queries/renewal-pairs.ts';
import { useRenewal } from './renewal.tsx';
import { UploadPanel } from './upload-panel.tsx';

export { renewalLoader as loader } from './renewal.tsx';

/**
 * Administration > Certificates > Upload: uploads into the tenant's keystore. A renewal then goes on with its next
 * step.
 */
export function Component() {
  const { renewed, note, replacing } = useRenewal();
  return (
    <UploadPanel
      platform="aws"
      note={note}
      back={renewed ? paths.renew(renewed.id) : paths.certificates()}
      mutation={(take) => uploadMutation(replacing(take))}
      after={({ id }) => {
        if (!renewed) return paths.certificatesAfterUpload(id);
        forgetPair(renewed.id);
        return paths.renew(renewed.id);
      }}
    />
  );
}
