import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRef, useState } from 'react';
import { callForBlob, sentenceOf } from '../../client/call.ts';
import { loadCode } from '../../ui/hooks/load-code.ts';
import { Player } from '../../ui/player/player.tsx';
import { MAX_WAVEFORM_BYTES } from '../../ui/player/waveform.ts';
import { notPlayedText } from '../../ui/player/words.ts';

interface RecordingPlayerProps {
  /** The address at which the tenant decrypts and plays the recording. */
  url: string;
  picture: boolean;
  label: string;
  durationMs: number;
  /** The screen recording of the same call. */
  screen?: { url: string; startsLaterMs: number };
  /** Of the stored file. */
  bytes: number;
  autoPlay?: boolean;
  hasKeys?: boolean;
  /** The reason why it cannot be played, if that is known beforehand. */
  refused?: string | undefined;
}

const codecCode = () => import('../../pki/media/media-codec.ts');

const look = async (media: Blob) => (await loadCode(codecCode)).lookAtMedia(media);

/** The beginning of a file, which says what it is encoded with. */
const START = 'bytes=0-65535';

/**
 * Plays what the tenant decrypts. It fetches nothing before a person plays, because the audit log records every
 * playing. If the tenant refuses, its reason replaces the player; if the browser cannot play it, the media is offered.
 */
export function RecordingPlayer(props: RecordingPlayerProps) {
  const {
    url,
    picture,
    screen,
    label,
    durationMs,
    bytes,
    autoPlay = false,
    hasKeys = false,
    refused,
  } = props;
  const [problem, setProblem] = useState<{ text: string; save: boolean } | undefined>(
    refused === undefined ? undefined : { text: refused, save: false },
  );
  const [tries, setTries] = useState(0);
  const asking = useRef(false);

  const explain = async () => {
    // The error of the media element has no message, so the beginning is fetched again to get the tenant's reason.
    if (asking.current) return;
    asking.current = true;
    try {
      const { codec } = await look(await callForBlob(url, START));
      setProblem({ text: `The tenant decrypted this recording. ${notPlayedText(codec)}`, save: true });
    } catch (error) {
      setProblem({ text: sentenceOf(error), save: false });
    }
    asking.current = false;
  };

  const save = (
    <Button color="inherit" size="small" component="a" href={url} download={label}>
      Save
    </Button>
  );
  if (problem !== undefined) {
    return (
      <Alert
        role="alert"
        severity="error"
        action={
          <Box>
            {problem.save && save}
            <Button
              color="inherit"
              size="small"
              onClick={() => {
                setProblem(undefined);
                setTries(tries + 1);
              }}
            >
              Try again
            </Button>
          </Box>
        }
      >
        {problem.text}
      </Alert>
    );
  }
  return (
    <Player
      url={url}
      picture={picture}
      screen={screen}
      label={label}
      seconds={durationMs / 1000}
      whole={bytes > MAX_WAVEFORM_BYTES ? undefined : { media: () => callForBlob(url), look }}
      autoPlay={autoPlay || tries > 0}
      hasKeys={hasKeys}
      onFailed={() => void explain()}
      save={save}
    />
  );
}
