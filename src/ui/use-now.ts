import { useSyncExternalStore } from 'react';

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

/** An open page is drawn again every minute, and immediately when its tab becomes visible again. */
function subscribe(changed: () => void) {
  const timer = setInterval(changed, MINUTE);
  document.addEventListener('visibilitychange', changed);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', changed);
  };
}

/** The time for judging a status: correct whenever a component renders, and never older than a minute. */
export const useNow = (): Date => useSyncExternalStore(subscribe, read);
