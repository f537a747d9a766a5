import { useEffect, useRef } from 'react';
import { readPreference, usePreference } from './preference.ts';

/** In which zone times are shown: the browser's own, or UTC, in which certificates and the audit log are written. */
export type Zone = 'own' | 'UTC';

const KEY = 'times';
const zones = ['own', 'UTC'] as const;

/** For the functions that write a time. They are no hooks, so whoever changes the zone has the page drawn again. */
export const shownZone = (): Zone => readPreference(KEY, zones);

export const useZone = () => usePreference<Zone>(KEY, zones);

/** In the frame: `drawAgain` runs when the zone has changed, in this tab or in another. */
export function useZoneChange(drawAgain: () => void): ReturnType<typeof useZone> {
  const chosen = useZone();
  const [zone] = chosen;
  const drawn = useRef(zone);
  useEffect(() => {
    if (drawn.current === zone) return;
    drawn.current = zone;
    drawAgain();
  });
  return chosen;
}
