import { useEffect, useReducer } from 'react';
import { clockNow, onClockChange } from '../../client/clock.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let latest = new Date(0);

/**
 * Reads the clock at every call, so that a certificate made a moment ago is already valid. In whole seconds, as the
 * dates of certificates are; within a second it is the same object, because React compares by identity.
 */
function read(): Date {
  const second = Math.floor(clockNow().getTime() / SECOND) * SECOND;
  if (second !== latest.getTime()) latest = new Date(second);
  return latest;
}

/**
 * The time for judging a status: correct whenever a component renders, and never older than a minute. An open page is
 * drawn again every minute, and immediately when its tab becomes visible again or its clock is corrected.
 *
 * Not `useSyncExternalStore`: with that, a page whose slices are rendered in two different seconds would be thrown away
 * and rendered again, at once and as a whole.
 */
export function useNow(): Date {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(drawAgain, MINUTE);
    document.addEventListener('visibilitychange', drawAgain);
    const stop = onClockChange(drawAgain);
    return () => {
      stop();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', drawAgain);
    };
  }, []);
  return read();
}
