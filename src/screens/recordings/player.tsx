import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useRef, useState } from 'react';
import { callForBytes, sentenceOf } from '../../client/call.ts';

interface PlayerProps {
  /** The address at which the tenant decrypts and plays the recording. */
  url: string;
  picture: boolean;
  label: string;
  autoPlay?: boolean;
  /** The reason why it cannot be played, if that is known beforehand. */
  refused?: string | undefined;
}

/**
 * The browser's own player. It fetches nothing before a person plays, because the audit log records every playing. If
 * the tenant refuses, its reason replaces the player.
 */
export function Player({ url, picture, label, autoPlay = false, refused }: PlayerProps) {
  const [problem, setProblem] = useState(refused);
  const [tries, setTries] = useState(0);
  const asking = useRef(false);

  const explain = async () => {
    // The error of the media element has no message, so the first byte is fetched again to get the tenant's reason.
    if (asking.current) return;
    asking.current = true;
    try {
      await callForBytes(url, 'bytes=0-0');
      setProblem('The tenant decrypted this recording, but the browser cannot play it. Download it instead.');
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    asking.current = false;
  };

  if (problem !== undefined) {
    return (
      <Alert
        role="alert"
        severity="error"
        action={
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
        }
      >
        {problem}
      </Alert>
    );
  }
  const common = {
    src: url,
    controls: true,
    preload: 'none',
    autoPlay: autoPlay || tries > 0,
    'aria-label': label,
    onError: () => void explain(),
    style: { width: '100%' },
  } as const;
  // There is no transcript of a call, so there are no captions to offer.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  return picture ? <video {...common} playsInline /> : <audio {...common} />;
}
