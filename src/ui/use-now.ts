import { useSyncExternalStore } from 'react';

const MINUTE = 60_000;
let now = new Date();

const subscribe = (changed: () => void) => {
  const timer = setInterval(() => {
    now = new Date();
    changed();
  }, MINUTE);
  return () => clearInterval(timer);
};

/** The time, renewed every minute, so that a status on a page left open stays true. */
export const useNow = (): Date => useSyncExternalStore(subscribe, () => now);
