import { useEffect, useEffectEvent, useRef } from 'react';

/**
 * For an act that waits for a person at another device. `begin` gives the signal that ends it; *Cancel* (`stop`) and
 * leaving the page give it, and Escape where `byEscape` is set.
 */
export function useStoppable({ byEscape = false } = {}): { begin: () => AbortSignal; stop: () => void } {
  const running = useRef<AbortController>(undefined);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !byEscape) return;
    event.stopPropagation();
    running.current?.abort();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    // Before a dialog, which Escape would close.
    addEventListener('keydown', listen, true);
    return () => {
      removeEventListener('keydown', listen, true);
      running.current?.abort();
    };
  }, []);
  return {
    begin() {
      running.current = new AbortController();
      return running.current.signal;
    },
    stop: () => running.current?.abort(),
  };
}
