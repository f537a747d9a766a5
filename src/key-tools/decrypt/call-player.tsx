import Alert from '@mui/material/Alert';
import { useState } from 'react';
import { ZIP } from '../../pki/media/media-type.ts';
import { lookAtMedia } from '../../pki/media/media-codec.ts';
import { Player } from '../../ui/player/player.tsx';
import { notPlayedText } from '../../ui/player/words.ts';
import type { Run } from './runs.ts';

type Opened = Extract<Run, { kind: 'opened' }>;

interface CallPlayerProps {
  label: string;
  main: Opened;
  /** The screen recording of the same call. */
  screen: Opened | undefined;
  screenStartsLaterMs: number;
  durationMs: number | undefined;
  /** Its metadata say that it has no picture: some voice recordings are MP4. */
  isVoice: boolean;
  autoPlay: boolean;
  hasKeys: boolean;
  onPlayed: () => void;
}

/** Plays opened media. What the browser cannot play is named: the decrypted file is whole, and is to be saved. */
export function CallPlayer({
  isVoice,
  label,
  main,
  screen,
  screenStartsLaterMs,
  durationMs,
  autoPlay,
  hasKeys,
  onPlayed,
}: CallPlayerProps) {
  const [failed, setFailed] = useState<{ codec: string | undefined }>();
  if (main.type === ZIP) return undefined;
  if (failed) {
    return (
      <Alert severity="warning" role="alert">
        {notPlayedText(failed.codec)} Save it, and play it with another program.
      </Alert>
    );
  }
  return (
    <Player
      label={label}
      url={main.url}
      picture={!isVoice && main.type.startsWith('video/')}
      screen={screen && { url: screen.url, startsLaterMs: screenStartsLaterMs }}
      whole={{ media: main.blob, look: lookAtMedia }}
      seconds={durationMs === undefined ? undefined : durationMs / 1000}
      autoPlay={autoPlay}
      hasKeys={hasKeys}
      onPlayed={onPlayed}
      onFailed={(codec) => setFailed({ codec })}
    />
  );
}
