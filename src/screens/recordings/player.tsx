import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useRef, useState } from 'react';
import { callForBytes, sentenceOf } from '../../client/call.ts';

interface PlayerProps {
  /** Where the tenant plays it, decrypted. */
  url: string;
  picture: boolean;
  label: string;
  autoPlay?: boolean;
  /** Why it will not play, where that is known before anybody tries. */
  refused?: string | undefined;
}

/**
 * The browser's own player. It asks the tenant only when somebody plays: playing is in the audit log. What the tenant
 * answers instead of a sound stands in the player's place.
 */
export function Player({ url, picture, label, autoPlay = false, refused }: PlayerProps) {
  const [problem, setProblem] = useState(refused);
  const [tries, setTries] = useState(0);
  const asking = useRef(false);

  const explain = async () => {
    // The element's error has no sentence: the tenant is asked for one.
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
  // Nobody has written down what is said in a call: there are no captions to offer.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  return picture ? <video {...common} playsInline /> : <audio {...common} />;
}
