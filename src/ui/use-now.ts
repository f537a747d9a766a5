import { useSyncExternalStore } from 'react';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let now = new Date(0);

/**
 * Read anew at every look, so that what was made a moment ago is valid already. Whole seconds, as a certificate's dates
 * are; the same object within a second, because React compares by identity.
 */
function read(): Date {
  const second = Math.floor(Date.now() / SECOND) * SECOND;
  if (second !== now.getTime()) now = new Date(second);
  return now;
}

/** A page left open is drawn again every minute, and at once when its tab is looked at again. */
function subscribe(changed: () => void) {
  const timer = setInterval(changed, MINUTE);
  document.addEventListener('visibilitychange', changed);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', changed);
  };
}

/** The time at which a status is judged: right whenever a component draws, and never older than a minute. */
export const useNow = (): Date => useSyncExternalStore(subscribe, read);
