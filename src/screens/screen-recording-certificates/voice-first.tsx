import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import { paths } from '../../paths.ts';
import type { VoiceSetUp } from '../../domain/screen-recording.ts';
import type { Session } from '../../domain/session.ts';
import { ASK_TO_ASSIGN } from '../../domain/said.ts';
import { To } from '../../ui/page/to.tsx';

interface VoiceFirstProps {
  state: Exclude<VoiceSetUp, 'done'>;
  session: Session;
  /**
   * Screen recordings are encrypted already, so the order no longer matters; only the missing step for voice is shown.
   */
  inUse: boolean;
}

/** The documented order, shown until the certificates for voice are set up. */
export function VoiceFirst({ state, session, inUse }: VoiceFirstProps) {
  const isAws = session.tenant.platform === 'aws';
  if (inUse) {
    return (
      <Alert severity="info">
        Voice recordings are not encrypted yet:{' '}
        {state === 'nothing assigned' ? (
          <span>
            no certificate is assigned to an IVR profile. Ask your Genesys Professional; see{' '}
            <To color="inherit" to={paths.ivrProfiles()}>
              IVR Profiles
            </To>
            .
          </span>
        ) : (
          <span>
            no certificate is in{' '}
            <To color="inherit" to={isAws ? paths.certificates() : paths.keys()}>
              {isAws ? 'Certificates' : 'Keys Management'}
            </To>
            .
          </span>
        )}
      </Alert>
    );
  }
  return (
    <Alert severity="info">
      <AlertTitle>Set up the certificates for your voice recordings first</AlertTitle>
      Screen recording is set up only after voice, in this order:
      <Box component="ol" sx={{ pl: 2.5, my: 1 }}>
        <li>
          Upload the recording certificate and its private key in{' '}
          <To to={isAws ? paths.certificates() : paths.keys()}>
            {isAws ? 'Certificates' : 'Keys Management'}
          </To>
          {state === 'nothing assigned' ? ' – done.' : '.'}
        </li>
        {isAws && (
          <li>
            {ASK_TO_ASSIGN} How that stands is shown in <To to={paths.ivrProfiles()}>IVR Profiles</To>.
          </li>
        )}
        <li>Then add it here, for your screen recordings.</li>
      </Box>
    </Alert>
  );
}
