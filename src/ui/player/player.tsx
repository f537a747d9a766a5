import ForwardIcon from '@mui/icons-material/Forward10';
import FullscreenIcon from '@mui/icons-material/Fullscreen';
import PauseIcon from '@mui/icons-material/Pause';
import PlayIcon from '@mui/icons-material/PlayArrow';
import BackIcon from '@mui/icons-material/Replay10';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { durationText } from '../../domain/duration.ts';
import { SelectField } from '../form/select-field.tsx';
import { useShortcut } from '../hooks/shortcut.ts';
import { followLeader } from './follow.ts';
import { Position } from './position.tsx';
import { useMedia, type Whole } from './use-media.ts';
import { noPictureText } from './words.ts';

interface PlayerProps {
  label: string;
  /** Where the browser gets the media. */
  url: string;
  /** Whether it has a picture. */
  picture: boolean;
  /** The screen recording of the same call: its picture runs with the sound. */
  screen?: { url: string; startsLaterMs: number } | undefined;
  /** All of the media. A function is called when the person plays, because playing is recorded. Undefined: too large. */
  whole: Whole | undefined;
  /** The length by the metadata, in seconds: until the browser has read it. */
  seconds?: number | undefined;
  autoPlay?: boolean;
  /** Whether the keys of the player work in all of the page: for one player in a page. */
  hasKeys?: boolean;
  onPlayed?: (() => void) | undefined;
  /** The browser cannot play it. */
  onFailed: (codec: string | undefined) => void;
  /** Saves the media; offered where the picture is not shown. */
  save?: ReactNode;
}

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const STEP_SECONDS = 10;

/** Whoever listens to one call faster listens to the next one faster, until the page is closed. */
let speedOfVisit = 1;

/** Plays a recording: with its waveform where the browser can decode it, at a chosen speed, by mouse and by keys. */
export function Player(props: PlayerProps) {
  const { label, url, picture, screen, whole, seconds = 0, autoPlay = false, hasKeys = false } = props;
  const element = useRef<HTMLMediaElement>(null);
  const follower = useRef<HTMLVideoElement>(null);
  const [now, setNow] = useState({ playing: false, time: 0, duration: 0 });
  const [speed, setSpeed] = useState(speedOfVisit);
  const [hasNoPicture, setNoPicture] = useState(false);
  /** Whether it plays as soon as the media has an address. */
  const [begins, setBegins] = useState(autoPlay);
  const [isFullScreen, setFullScreen] = useState(false);
  const media = useMedia(url, whole);
  const { src } = media;
  /** The place at which the same media goes on when it comes from another address. */
  const goOn = useRef<number>(undefined);

  const duration =
    Number.isFinite(now.duration) && now.duration > 0 ? now.duration : (media.seconds ?? seconds);
  const noticed = () => {
    const player = element.current;
    if (!player) return;
    setNow({ playing: !player.paused && !player.ended, time: player.currentTime, duration: player.duration });
    if (follower.current && screen) followLeader(player, follower.current, screen.startsLaterMs / 1000);
  };
  const seek = (time: number) => {
    const player = element.current;
    if (!player) return;
    player.currentTime = Math.min(Math.max(0, time), Math.max(0, duration - 0.05));
    noticed();
  };
  const toggle = () => {
    const player = element.current;
    if (!player) return;
    // An element that gets its address while it looks for one forgets that it was to play.
    if (src === undefined) return setBegins(!begins);
    // Why it is not played is told by the element's own event.
    if (player.paused) player.play().catch(() => undefined);
    else player.pause();
  };
  const move = (by: number) => seek((element.current?.currentTime ?? 0) + by);
  const change = (next: number | undefined) => {
    if (next === undefined) return;
    speedOfVisit = next;
    setSpeed(next);
  };
  useEffect(() => {
    const player = element.current;
    if (!player) return;
    player.defaultPlaybackRate = player.playbackRate = speed;
  }, [speed]);

  const showFull = async () => {
    const shown = screen ? follower.current : element.current;
    if (!shown) return;
    await shown.requestFullscreen();
    setFullScreen(true);
    shown.addEventListener('fullscreenchange', () => setFullScreen(false), { once: true });
  };

  const before = useRef(src);
  useEffect(() => {
    if (before.current === src) return;
    if (before.current !== undefined) goOn.current = now.time;
    before.current = src;
    if (goOn.current !== undefined && now.playing) element.current?.play().catch(() => undefined);
  });
  const loaded = () => {
    const player = element.current;
    if (player && goOn.current !== undefined) player.currentTime = goOn.current;
    goOn.current = undefined;
    if (player instanceof HTMLVideoElement) setNoPicture(player.videoWidth === 0);
    noticed();
  };

  const common = {
    src,
    preload: typeof whole?.media === 'object' ? 'auto' : 'none',
    autoPlay: begins,
    onLoadedMetadata: loaded,
    onDurationChange: noticed,
    onTimeUpdate: noticed,
    onSeeked: noticed,
    onRateChange: noticed,
    onPause: noticed,
    onEnded: noticed,
    onPlay: () => {
      setBegins(false);
      media.fetchWhole();
      if (follower.current) follower.current.preload = 'auto';
      props.onPlayed?.();
      noticed();
    },
    onError: () => props.onFailed(media.codec),
  } as const;
  const video = {
    playsInline: true,
    controls: isFullScreen,
    style: { width: '100%', maxHeight: '60vh', background: 'var(--mui-palette-common-black)' },
  } as const;
  const { time } = now;
  const playing = src === undefined ? begins : now.playing;
  return (
    <Box role="group" aria-label={label} sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
      {hasKeys && (
        <Keys toggle={toggle} move={move} faster={(by) => change(SPEEDS[SPEEDS.indexOf(speed) + by])} />
      )}
      {/* There is no transcript of a call, so there are no captions to offer. */}
      {picture ? (
        // oxlint-disable-next-line jsx-a11y/media-has-caption
        <video
          {...common}
          {...video}
          ref={(video) => {
            element.current = video;
          }}
          onClick={toggle}
        />
      ) : (
        // oxlint-disable-next-line jsx-a11y/media-has-caption
        <audio
          {...common}
          ref={(audio) => {
            element.current = audio;
          }}
        />
      )}
      {screen && (
        <video
          {...video}
          ref={follower}
          src={screen.url}
          muted
          preload={common.preload}
          onLoadedMetadata={noticed}
        />
      )}
      {hasNoPicture && (
        <Alert severity="warning" action={props.save}>
          {noPictureText(media.codec)}
        </Alert>
      )}
      <Position time={time} duration={duration} peaks={media.peaks} onSeek={seek} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 0.5, columnGap: 1 }}>
        <IconButton aria-label="Back 10 seconds" aria-keyshortcuts="j" onClick={() => move(-STEP_SECONDS)}>
          <BackIcon />
        </IconButton>
        <IconButton
          aria-label={playing ? 'Pause' : 'Play'}
          aria-keyshortcuts="k"
          color="primary"
          onClick={toggle}
          sx={{ border: '1px solid', borderColor: 'currentColor' }}
        >
          {playing ? <PauseIcon /> : <PlayIcon />}
        </IconButton>
        <IconButton aria-label="Forward 10 seconds" aria-keyshortcuts="l" onClick={() => move(STEP_SECONDS)}>
          <ForwardIcon />
        </IconButton>
        <Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums', mr: 'auto' }}>
          {`${durationText(time * 1000)} / ${durationText(duration * 1000)}`}
        </Typography>
        <SelectField label="Speed" value={String(speed)} onChange={(chosen) => change(Number(chosen))}>
          {SPEEDS.map((each) => (
            <option key={each} value={each}>
              {each} ×
            </option>
          ))}
        </SelectField>
        {(picture || screen) && (
          <IconButton aria-label="Full screen" onClick={() => void showFull()}>
            <FullscreenIcon />
          </IconButton>
        )}
      </Box>
      {media.isMended && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          The file does not say how long it is; its parts were counted.
        </Typography>
      )}
    </Box>
  );
}

interface KeysProps {
  toggle: () => void;
  move: (seconds: number) => void;
  faster: (by: 1 | -1) => void;
}

/** Works wherever the focus is in the page, so that nobody leaves the list of calls for it. */
function Keys({ toggle, move, faster }: KeysProps) {
  useShortcut('k', toggle);
  useShortcut('j', () => move(-STEP_SECONDS));
  useShortcut('l', () => move(STEP_SECONDS));
  useShortcut('<', () => faster(-1));
  useShortcut('>', () => faster(1));
  return null;
}
