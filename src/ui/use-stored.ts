import { useState } from 'react';

/**
 * State that survives a reload of the page, in this tab alone (session storage). For ids and the like: nothing secret
 * may be given to it. What is stored under the key and is not of the form any more counts as nothing.
 */
export function useStored<T>(
  key: string,
  isValid: (value: unknown) => value is T,
): [T | null, (next: T | null) => void] {
  const [value, setValue] = useState(() => read(key, isValid));
  return [
    value,
    (next) => {
      write(key, next);
      setValue(next);
    },
  ];
}

function read<T>(key: string, isValid: (value: unknown) => value is T): T | null {
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
    // Storage that is full or switched off costs the value's life after a reload, nothing else.
  }
}
