import { useSyncExternalStore } from 'react';
import { clockNow } from '../../client/clock.ts';

function subscribe(changed: () => void) {
  const timer = setInterval(changed, 250);
  return () => clearInterval(timer);
}

const never = () => () => {};

/**
 * The whole seconds until `then` (milliseconds since 1970), for a countdown; 0 afterwards, and if `then` is undefined.
 */
export const useSecondsUntil = (then: number | undefined): number =>
  useSyncExternalStore(then === undefined ? never : subscribe, () =>
    then === undefined ? 0 : Math.max(0, Math.ceil((then - clockNow().getTime()) / 1000)),
  );
