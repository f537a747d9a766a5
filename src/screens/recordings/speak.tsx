import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { MAX_SPEECH_MS } from '../../domain/recording.ts';
import { durationText } from '../../domain/duration.ts';
import type { useMicrophone } from './microphone.ts';
import { Problem } from '../../ui/page/problem.tsx';

/** Lets a person speak, stop, listen, and speak again. */
export function Speak({ microphone }: { microphone: ReturnType<typeof useMicrophone> }) {
  const { state, start, stop } = microphone;
  const limit = durationText(MAX_SPEECH_MS);
  return (
    <Box role="group" aria-label="Microphone" sx={{ display: 'grid', gap: 1.5, justifyItems: 'start' }}>
      {(state.kind === 'off' || state.kind === 'asking') && (
        <>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {state.kind === 'off'
              ? `At most ${limit} minutes. The browser asks whether it may use the microphone. What you say is stored as a recording of your tenant.`
              : 'Allow the microphone where the browser asks for it.'}
          </Typography>
          <Button variant="outlined" loading={state.kind === 'asking'} onClick={start}>
            Speak now
          </Button>
        </>
      )}
      {state.kind === 'recording' && (
        <>
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', width: '100%' }}>
            <Typography role="timer" sx={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
              {`${durationText(state.elapsedMs)} of ${limit}`}
            </Typography>
            <LinearProgress
              variant="determinate"
              aria-label="Level"
              value={Math.round(state.level * 100)}
              sx={{ flex: 1, height: 8, borderRadius: 4, '& .MuiLinearProgress-bar': { transition: 'none' } }}
            />
          </Box>
          <Button variant="outlined" autoFocus onClick={stop}>
            Stop
          </Button>
        </>
      )}
      {state.kind === 'recorded' && (
        <>
          <Typography role="status">{`Recorded: ${durationText(state.speech.durationMs)}`}</Typography>
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the person knows what they just said */}
          <audio controls src={state.speech.url} aria-label="Listen again" style={{ width: '100%' }} />
          <Button onClick={start}>Record again</Button>
        </>
      )}
      {state.kind === 'failed' && (
        <>
          <Problem text={state.sentence} />
          <Button variant="outlined" onClick={start}>
            Try again
          </Button>
        </>
      )}
    </Box>
  );
}
