import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(changed: () => void) {
  listeners.add(changed);
  // Another tab of the console changed it.
  addEventListener('storage', changed);
  return () => {
    listeners.delete(changed);
    removeEventListener('storage', changed);
  };
}

/** For where storage is full or switched off: the choice then lasts as long as the page. */
const chosenHere = new Map<string, string>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? chosenHere.get(key) ?? null;
  } catch {
    return chosenHere.get(key) ?? null;
  }
}

/**
 * How a person likes the console, one of a few words. It is remembered by this browser for everybody who uses it, and
 * the same all over the page. The first of the words holds until another one is chosen.
 */
export function usePreference<Word extends string>(
  key: string,
  words: readonly [Word, ...Word[]],
): [Word, (chosen: Word) => void] {
  const stored = useSyncExternalStore(subscribe, () => read(key));
  return [
    words.find((word) => word === stored) ?? words[0],
    (chosen) => {
      chosenHere.set(key, chosen);
      try {
        localStorage.setItem(key, chosen);
      } catch {
        // It is kept above.
      }
      for (const changed of listeners) changed();
    },
  ];
}
