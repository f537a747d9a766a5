import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { waveformOf } from './waveform.ts';

/** All of the media, and what is said of it before it is played (pki/media/media-codec.ts). */
export interface Whole {
  /** At once where it is in the page; otherwise fetched when the person plays. */
  media: Blob | (() => Promise<Blob>);
  look: (media: Blob) => Promise<{ codec: string | undefined; mended: Blob | undefined }>;
}

interface Known {
  src: string | undefined;
  codec: string | undefined;
  isMended: boolean;
  peaks: readonly number[] | undefined;
  seconds: number | undefined;
}

/**
 * Where the media is played from, and its waveform. Media whose length browsers read wrongly is played from a mended
 * copy. For one recording: another one has another player.
 */
export function useMedia(url: string, whole: Whole | undefined) {
  const isHere = whole !== undefined && typeof whole.media !== 'function';
  const [known, setKnown] = useState<Known>({
    src: isHere ? undefined : url,
    codec: undefined,
    isMended: false,
    peaks: undefined,
    seconds: undefined,
  });
  const begun = useRef(false);
  const gone = useRef<AbortController>(undefined);
  const made = useRef<string>(undefined);

  const fetchWhole = async () => {
    if (!whole || begun.current) return;
    begun.current = true;
    try {
      const media = typeof whole.media === 'function' ? await whole.media() : whole.media;
      const { codec, mended } = await whole.look(media);
      if (gone.current?.signal.aborted) return;
      if (mended) made.current = URL.createObjectURL(mended);
      const src = made.current ?? url;
      setKnown((before) => ({ ...before, src, codec, isMended: mended !== undefined }));
      const waveform = await waveformOf(mended ?? media);
      if (waveform) setKnown((before) => ({ ...before, ...waveform }));
    } catch {
      // It is played without a waveform.
      setKnown((before) => ({ ...before, src: url }));
    }
  };
  const begin = useEffectEvent(() => {
    if (isHere) void fetchWhole();
  });
  useEffect(() => {
    gone.current = new AbortController();
    begin();
    return () => {
      gone.current?.abort();
      if (made.current !== undefined) URL.revokeObjectURL(made.current);
    };
  }, []);
  return { ...known, fetchWhole: () => void fetchWhole() };
}
