import { useSyncExternalStore } from 'react';

function subscribe(changed: () => void) {
  const timer = setInterval(changed, 250);
  return () => clearInterval(timer);
}

const never = () => () => {};

/** Whole seconds until then (milliseconds since 1970), for a countdown; 0 from then on, and without a time. */
export const useSecondsUntil = (then: number | undefined): number =>
  useSyncExternalStore(then === undefined ? never : subscribe, () =>
    then === undefined ? 0 : Math.max(0, Math.ceil((then - Date.now()) / 1000)),
  );
