import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../paths.ts';
import type { RecordingSummary } from '../../client/queries/recordings.ts';
import { states } from '../../domain/states.ts';

/** Says that a recording is not encrypted, and what to do so that the next one is. */
export function InTheClear({ recording }: { recording: RecordingSummary }) {
  const { kind, ivrProfile } = recording;
  return (
    <Alert severity="error">
      <AlertTitle>{states.notEncrypted}</AlertTitle>
      {kind === 'screen' ? (
        <span>
          There was no valid certificate in{' '}
          <Link component={RouterLink} to={paths.screenRecordingCertificates()} color="inherit">
            Screen Recording Certificates
          </Link>
          , so this screen recording is stored in the clear, and stays so. Add a valid certificate there: the
          next ones are encrypted for it.
        </span>
      ) : ivrProfile ? (
        <span>
          There was no valid certificate in the IVR profile{' '}
          <Link component={RouterLink} to={paths.ivrProfile(ivrProfile.id)} color="inherit">
            {ivrProfile.name}
          </Link>
          , so this recording is stored in the clear, and stays so. Have a valid certificate assigned to the
          profile: the next calls are encrypted for it.
        </span>
      ) : (
        <span>
          The call picked no IVR profile, so this recording is stored in the clear, and stays so. Ask your
          Genesys Professional for a profile that records such calls.
        </span>
      )}
    </Alert>
  );
}
