import PlayIcon from '@mui/icons-material/PlayArrow';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { paths } from '../../paths.ts';
import {
  playUrl,
  recordingQuery,
  type RecordingSummary,
  type TestCall,
} from '../../client/queries/recordings.ts';
import { pickedByText } from '../../domain/ivr-profile.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { durationText } from '../../domain/duration.ts';
import { InTheClear } from './in-the-clear.tsx';
import { RecordingPlayer } from './player.tsx';
import { Recipients } from './recipients.tsx';
import { kindText } from '../../domain/recording-columns.ts';
import { Problem } from '../../ui/page/problem.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';
import { To } from '../../ui/page/to.tsx';

/**
 * The result of the test call: which profile was picked and why, for which certificates the recording is encrypted, and
 * the player as a proof.
 */
export function TestCallOutcome({ made, onClose }: { made: TestCall; onClose: () => void }) {
  const clear = made.recordings.filter(({ playable }) => playable === 'not encrypted').length;
  const title =
    clear === 0
      ? 'Recorded and encrypted'
      : clear === made.recordings.length
        ? 'Recorded, but not encrypted'
        : 'Recorded, in part not encrypted';
  return (
    <ConfirmDialog title={title} onClose={onClose}>
      <Typography>
        {made.picked ? (
          <span>
            The call picked the IVR profile{' '}
            <To to={paths.ivrProfile(made.picked.ivrProfile.id)}>{made.picked.ivrProfile.name}</To>.{' '}
            {pickedByText[made.picked.by]}
          </span>
        ) : (
          <span>The call picked no IVR profile.</span>
        )}
      </Typography>
      {made.recordings.map((recording) => (
        <Made key={recording.id} recording={recording} alone={made.recordings.length === 1} />
      ))}
    </ConfirmDialog>
  );
}

function Made({ recording, alone }: { recording: RecordingSummary; alone: boolean }) {
  const [playing, setPlaying] = useState(false);
  const title = `${kindText[recording.kind]}, ${durationText(recording.durationMs)}`;
  return (
    <Box component="section" aria-label={kindText[recording.kind]} sx={{ display: 'grid', gap: 1.5 }}>
      {!alone && <Typography variant="h3">{title}</Typography>}
      {recording.playable === 'not encrypted' ? (
        <InTheClear recording={recording} />
      ) : (
        <>
          <Typography>Its session key is wrapped for:</Typography>
          <Recipients recording={recording} />
        </>
      )}
      {playing && <PlayNow recording={recording} />}
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        {!playing && (
          <Button variant="contained" startIcon={<PlayIcon />} onClick={() => setPlaying(true)}>
            Play now
          </Button>
        )}
        <ButtonLink to={paths.recording(recording.id)}>Open the recording</ButtonLink>
      </Box>
    </Box>
  );
}

function PlayNow({ recording }: { recording: RecordingSummary }) {
  const { data, error } = useQuery(recordingQuery(recording.id));
  const media = data?.recording.mediaFiles[0];
  if (error) return <Problem text={error.message} />;
  if (!media) return <Typography role="status">Loading…</Typography>;
  return (
    <RecordingPlayer
      url={playUrl(recording.id, media)}
      picture={recording.kind === 'screen'}
      label={`${kindText[recording.kind]} recording`}
      durationMs={recording.durationMs}
      bytes={Number(media.size)}
      autoPlay
    />
  );
}
