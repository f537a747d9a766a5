import { useSyncExternalStore } from 'react';

/** A value that changes many times a second. It is kept outside React's state, so that only what shows it is drawn. */
export class Told<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get = (): T => this.#value;

  set(value: T): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const useTold = <T>(told: Told<T>): T => useSyncExternalStore(told.subscribe, told.get);
