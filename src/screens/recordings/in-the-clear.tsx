import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import { useSuspenseQuery } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import type { RecordingSummary } from '../../client/queries/recordings.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { nextEncrypted } from '../../domain/recording.ts';
import { states } from '../../domain/states.ts';
import { To } from '../../ui/page/to.tsx';

/** Says that a recording is not encrypted, and what to do so that the next one is. */
export function InTheClear({ recording }: { recording: RecordingSummary }) {
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const { kind, ivrProfile } = recording;
  const next = (missing: Parameters<typeof nextEncrypted>[0]['in']) =>
    session && <span>{nextEncrypted({ in: missing }, session)}</span>;
  return (
    <Alert severity="error">
      <AlertTitle>{states.notEncrypted}</AlertTitle>
      {kind === 'screen' ? (
        <span>
          There was no valid certificate in{' '}
          <To to={paths.screenRecordingCertificates()} color="inherit" underline="hover">
            Screen Recording Certificates
          </To>
          , so this screen recording is stored in the clear, and stays so. {next('screen recording list')}
        </span>
      ) : ivrProfile ? (
        <span>
          There was no valid certificate in the IVR profile{' '}
          <To to={paths.ivrProfile(ivrProfile.id)} color="inherit" underline="hover">
            {ivrProfile.name}
          </To>
          , so this recording is stored in the clear, and stays so. {next('profile')}
        </span>
      ) : (
        <span>
          The call picked no IVR profile, so this recording is stored in the clear, and stays so.{' '}
          {next('no profile')}
        </span>
      )}
    </Alert>
  );
}
