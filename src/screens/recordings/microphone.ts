import { useEffect, useRef, useState } from 'react';
import { MAX_SPEECH_MS, speechTypes } from '../../domain/recording.ts';

/** Enough for speech: two minutes take half a megabyte. */
const BITS_PER_SECOND = 32_000;
const LEVEL_EVERY_MS = 100;

interface Speech {
  blob: Blob;
  durationMs: number;
  /** A URL of the blob, to listen to it. It works until the speech is dropped. */
  url: string;
}

export type Microphone =
  | { kind: 'off' }
  | { kind: 'asking' }
  /** `level` is the current loudness, from 0 to 1. */
  | { kind: 'recording'; elapsedMs: number; level: number }
  | { kind: 'recorded'; speech: Speech }
  | { kind: 'failed'; sentence: string };

/**
 * Records from the microphone with the browser's own MediaRecorder. The microphone is on from `start` until `stop`,
 * until the two minutes are over, or until the component is removed.
 */
export function useMicrophone() {
  const [state, setState] = useState<Microphone>({ kind: 'off' });
  const drop = useRef<() => void>(undefined);
  const stop = useRef<() => void>(undefined);
  const forget = () => {
    drop.current?.();
    drop.current = undefined;
    stop.current = undefined;
  };
  useEffect(() => () => drop.current?.(), []);

  const start = async () => {
    forget();
    setState({ kind: 'asking' });
    let wanted = true;
    drop.current = () => (wanted = false);
    try {
      const stream = await openMicrophone();
      if (!wanted) {
        release(stream);
        return;
      }
      const recording = record(stream, {
        onProgress: (elapsedMs, level) => setState({ kind: 'recording', elapsedMs, level }),
        onEnd: (blob, durationMs) => {
          forget();
          if (blob.size === 0) {
            setState({ kind: 'failed', sentence: 'The microphone sent nothing. Try again.' });
            return;
          }
          const url = URL.createObjectURL(blob);
          drop.current = () => URL.revokeObjectURL(url);
          setState({ kind: 'recorded', speech: { blob, durationMs, url } });
        },
      });
      stop.current = recording.stop;
      drop.current = recording.cancel;
    } catch (error) {
      if (wanted) setState({ kind: 'failed', sentence: refusalSentence(error) });
    }
  };

  return {
    state,
    start: () => void start(),
    stop: () => stop.current?.(),
    discard: () => {
      forget();
      setState({ kind: 'off' });
    },
  };
}

const release = (stream: MediaStream) => {
  for (const track of stream.getTracks()) track.stop();
};

async function openMicrophone(): Promise<MediaStream> {
  // Undefined on a page that did not come over HTTPS, although the DOM's types say otherwise.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices || !('MediaRecorder' in globalThis)) throw new DOMException('', 'NotSupportedError');
  return devices.getUserMedia({ audio: true });
}

/**
 * Why nothing can be recorded, and what to do. The names of the errors are those of the Media Capture specification.
 */
export function refusalSentence(error: unknown): string {
  const otherwise = ' Or record the spoken sentence instead.';
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
      return `The browser was not allowed to use the microphone. Allow it in the site settings beside the address, then try again.${otherwise}`;
    case 'NotFoundError':
      return `No microphone was found. Connect one and try again.${otherwise}`;
    case 'NotReadableError':
      return `The microphone is in use by another application, or it is switched off. Free it and try again.${otherwise}`;
    case 'NotSupportedError':
      return `This browser offers no microphone here. The microphone needs a page with an https address.${otherwise}`;
    default:
      return `The microphone could not be used.${otherwise}`;
  }
}

interface Listeners {
  onProgress: (elapsedMs: number, level: number) => void;
  onEnd: (blob: Blob, durationMs: number) => void;
}

/** `stop` ends the recording and keeps it; `cancel` discards it. */
function record(
  stream: MediaStream,
  { onProgress, onEnd }: Listeners,
): Record<'stop' | 'cancel', () => void> {
  const mimeType = speechTypes.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, {
    audioBitsPerSecond: BITS_PER_SECOND,
    ...(mimeType && { mimeType }),
  });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const chunks: Blob[] = [];
  const startedAt = performance.now();
  const elapsed = () => Math.min(performance.now() - startedAt, MAX_SPEECH_MS);

  let cancelled = false;
  const stop = () => {
    clearInterval(timer);
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onProgress(elapsed(), loudness(samples));
    if (elapsed() >= MAX_SPEECH_MS) stop();
  }, LEVEL_EVERY_MS);
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  // Also fires when the microphone is unplugged.
  recorder.addEventListener('stop', () => {
    clearInterval(timer);
    release(stream);
    void context.close();
    const [type = ''] = recorder.mimeType.split(';');
    if (!cancelled) onEnd(new Blob(chunks, { type }), Math.round(elapsed()));
  });
  recorder.start();
  onProgress(0, 0);
  return {
    stop,
    cancel: () => {
      cancelled = true;
      stop();
    },
  };
}

/** Root mean square of the samples, scaled so that ordinary speech reaches about half of the scale. */
export function loudness(samples: Float32Array): number {
  const meanSquare = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(samples.length, 1);
  return Math.min(1, Math.sqrt(meanSquare) * 4);
}
