import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(changed: () => void) {
  listeners.add(changed);
  // Fires when another tab of the console changes a preference.
  addEventListener('storage', changed);
  return () => {
    listeners.delete(changed);
    removeEventListener('storage', changed);
  };
}

/** Used where storage is full or switched off: the choice then lasts until the page is closed. */
const chosenHere = new Map<string, string>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? chosenHere.get(key) ?? null;
  } catch {
    return chosenHere.get(key) ?? null;
  }
}

/** The preference as it is now, for code that is no component. */
export function readPreference<Word extends string>(key: string, words: readonly [Word, ...Word[]]): Word {
  const stored = read(key);
  return words.find((word) => word === stored) ?? words[0];
}

/**
 * A person's preference, one of a few words. This browser remembers it for all its users, and it applies to the whole
 * page. The first word is the default.
 */
export function usePreference<Word extends string>(
  key: string,
  words: readonly [Word, ...Word[]],
): [Word, (chosen: Word) => void] {
  const chosen = useSyncExternalStore(subscribe, () => readPreference(key, words));
  return [
    chosen,
    (word) => {
      chosenHere.set(key, word);
      try {
        localStorage.setItem(key, word);
      } catch {
        // Storage is full or switched off; the choice is kept in `chosenHere`.
      }
      for (const changed of listeners) changed();
    },
  ];
}
