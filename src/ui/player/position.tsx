import Box from '@mui/material/Box';
import { useId, useMemo } from 'react';
import { durationText } from '../../domain/duration.ts';

const HEIGHT = 56;

interface PositionProps {
  /** In seconds. */
  time: number;
  duration: number;
  /** Undefined where the browser cannot decode the recording. */
  peaks: readonly number[] | undefined;
  onSeek: (time: number) => void;
}

/** In seconds: what the keys of a slider move by. */
const STEPS: Record<string, number> = {
  ArrowLeft: -10,
  ArrowDown: -10,
  ArrowRight: 10,
  ArrowUp: 10,
  PageDown: -60,
  PageUp: 60,
};

/**
 * The place in the recording: a slider over the waveform. The waveform is a drawing in SVG: it follows the width and
 * the colours of the page without being drawn again.
 */
export function Position({ time, duration, peaks, onSeek }: PositionProps) {
  const played = useId();
  const drawing = useMemo(() => pathOf(peaks), [peaks]);
  const text = `${durationText(time * 1000)} of ${durationText(duration * 1000)}`;
  return (
    <Box sx={{ position: 'relative', height: HEIGHT, borderRadius: 1, bgcolor: 'action.hover', minWidth: 0 }}>
      <Box
        component="svg"
        aria-hidden
        viewBox="0 0 1 2"
        preserveAspectRatio="none"
        sx={{ position: 'absolute', width: '100%', height: '100%' }}
      >
        <clipPath id={played}>
          <rect width={duration > 0 ? Math.min(1, time / duration) : 0} height={2} />
        </clipPath>
        <Box
          component="path"
          d={drawing}
          sx={{ fill: 'currentColor', color: 'text.secondary', opacity: 0.55 }}
        />
        <Box
          component="path"
          d={drawing}
          clipPath={`url(#${CSS.escape(played)})`}
          sx={{ fill: 'currentColor', color: 'primary.main' }}
        />
      </Box>
      <Box
        component="input"
        type="range"
        aria-label="Position"
        aria-valuetext={text}
        min={0}
        max={duration}
        step="any"
        value={Math.min(time, duration)}
        disabled={duration === 0}
        onChange={({ target }) => onSeek(Number(target.value))}
        onKeyDown={(event) => {
          const step = STEPS[event.key];
          if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
          event.preventDefault();
          onSeek(time + step);
        }}
        sx={{
          appearance: 'none',
          background: 'transparent',
          position: 'absolute',
          inset: 0,
          width: '100%',
          height: '100%',
          m: 0,
          cursor: 'pointer',
          '&::-webkit-slider-runnable-track': { height: '100%' },
          '&::-webkit-slider-thumb': { appearance: 'none', ...line },
          '&::-moz-range-track': { height: '100%' },
          '&::-moz-range-thumb': { border: 0, borderRadius: 0, ...line },
        }}
      />
    </Box>
  );
}

/** The place that is heard. */
const line = {
  width: '2px',
  height: `${HEIGHT}px`,
  backgroundColor: 'primary.main',
  '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
} as const;

/** One bar for each peak, up and down from the middle, in a square of 1 by 2. Without peaks: a line. */
function pathOf(peaks: readonly number[] | undefined): string {
  if (!peaks) return 'M0 .94H1V1.06H0z';
  const width = 1 / peaks.length;
  return peaks
    .map((peak, index) => {
      const half = Math.max(0.03, peak * 0.92);
      return `M${(index * width).toFixed(4)} ${(1 - half).toFixed(3)}h${(width * 0.7).toFixed(5)}v${(2 * half).toFixed(3)}h-${(width * 0.7).toFixed(5)}z`;
    })
    .join('');
}
