import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import { certificatePemQuery, type Certificate } from '../../client/queries/certificates.ts';
import { hasNoExpiry, isAssignable } from '../../domain/certificate.ts';
import { certificateFileName } from '../../domain/file-name.ts';
import { KEEP_THE_KEY, PLAYS_BACK_ONLY } from '../../domain/said.ts';
import { KeepTheKey } from '../../ui/page/keep-the-key.tsx';
import { CopyButton } from '../../ui/page/copy-button.tsx';
import { nameOf } from '../../ui/page/name-of.ts';
import { ButtonLink } from '../../ui/page/button-link.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { AddToCalendar } from './add-to-calendar.tsx';
import { DownloadCertificate } from './download-certificate.tsx';
import { PlayableAgain } from './playable-again.tsx';

/** Shown after an upload: what the documentation asks the administrator to do next. */
export function NextSteps({ certificate, onClose }: { certificate: Certificate; onClose: () => void }) {
  const pem = useQuery(certificatePemQuery(certificate.id)).data;
  const now = useNow();
  return (
    <Alert role="alert" severity="success" sx={{ mb: 2 }} onClose={onClose}>
      <AlertTitle>{nameOf(certificate)} is in the keystore</AlertTitle>
      The certificate and its private key are stored in the secure keystore dedicated to your tenant.
      <PlayableAgain certificateId={certificate.id} /> Next:
      <Box component="ol" sx={{ pl: 2.5, my: 1 }}>
        <li>
          <KeepTheKey help={KEEP_THE_KEY} checkBackup={paths.keyTool('check-backup')} />
        </li>
        {isAssignable(certificate, now) ? (
          <li>
            <strong>Contact your Genesys Professional</strong> and ask to have the certificate assigned to
            your IVR profile. <em>Request assignment</em> sends them a copy of this certificate; they do not
            need your private key.
          </li>
        ) : (
          <li>This certificate has expired: {PLAYS_BACK_ONLY}</li>
        )}
      </Box>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        {isAssignable(certificate, now) && (
          <ButtonLink size="small" variant="contained" to={paths.requestAssignment(certificate.id)}>
            Request assignment
          </ButtonLink>
        )}
        {isAssignable(certificate, now) && !hasNoExpiry(certificate) && (
          <AddToCalendar certificates={[certificate]} fileName={certificateFileName(certificate)} />
        )}
        <DownloadCertificate certificate={certificate} />
        {pem !== undefined && <CopyButton label="Copy PEM" text="Copy PEM" value={pem} />}
      </Box>
    </Alert>
  );
}
