import { useState } from 'react';

/**
 * State that survives a reload of the page, only in this tab (session storage). For ids and the like; never for
 * secrets. A stored value that is not valid for this version of the console is ignored.
 */
export function useStored<T>(
  key: string,
  isValid: (value: unknown) => value is T,
): [T | null, (next: T | null) => void] {
  const [value, setValue] = useState(() => readStored(key, isValid));
  return [
    value,
    (next) => {
      write(key, next);
      setValue(next);
    },
  ];
}

export function readStored<T>(key: string, isValid: (value: unknown) => value is T): T | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return isValid(stored) ? stored : null;
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or switched off: the value is lost on a reload, and nothing else happens.
  }
}
