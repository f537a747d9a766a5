import { useEffect, useReducer } from 'react';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let now = new Date(0);

/**
 * Reads the clock at every call, so that a certificate made a moment ago is already valid. In whole seconds, as the
 * dates of certificates are; within a second it is the same object, because React compares by identity.
 */
function read(): Date {
  const second = Math.floor(Date.now() / SECOND) * SECOND;
  if (second !== now.getTime()) now = new Date(second);
  return now;
}

/**
 * The time for judging a status: correct whenever a component renders, and never older than a minute. An open page is
 * drawn again every minute, and immediately when its tab becomes visible again.
 *
 * Not `useSyncExternalStore`: with that, a page whose slices are rendered in two different seconds would be thrown away
 * and rendered again, at once and as a whole.
 */
export function useNow(): Date {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(drawAgain, MINUTE);
    document.addEventListener('visibilitychange', drawAgain);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', drawAgain);
    };
  }, []);
  return read();
}
