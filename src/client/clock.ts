import { useSyncExternalStore } from 'react';

/**
 * The time of the console is the tenant's: what is encrypted now is decided there. Each answer of the tenant says its
 * time, and this computer's clock is corrected where an answer proves it wrong.
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How many milliseconds this computer's clock is ahead of the tenant's; below 0 where it is behind. */
let ahead = 0;
let isKnown = false;
const listeners = new Set<() => void>();

/**
 * Takes the tenant's time from its answer to what was asked at `askedAt`. The tenant read its clock between then and
 * now, so an answer that was long under way proves little, and the correction does not move with every answer. Other
 * tenants may say whole seconds.
 */
export function noteTenantTime(said: string | null | undefined, askedAt: number): void {
  const tenant = Date.parse(said ?? '');
  if (Number.isNaN(tenant)) return;
  const wasKnown = isKnown;
  isKnown = true;
  const [least, most] = [askedAt - tenant - SECOND, Date.now() - tenant];
  if (wasKnown && least <= ahead && ahead <= most) return;
  const before = ahead;
  // The largest that is possible: what is made now is then never in the tenant's future.
  if (ahead < least || ahead > most) ahead = most;
  if (!wasKnown || Math.abs(ahead - before) >= SECOND) for (const changed of listeners) changed();
}

/** The time by the tenant's clock; by this computer's where no tenant has said it. */
export const clockNow = (): Date => new Date(Date.now() - ahead);

export function onClockChange(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** Whether `clockNow` is by the tenant's clock. */
export const useTenantTimeKnown = (): boolean => useSyncExternalStore(onClockChange, () => isKnown);

/** How many milliseconds this computer's clock is ahead, where it is more than a minute; otherwise 0. */
export const useClockDifference = (): number =>
  useSyncExternalStore(onClockChange, () => (Math.abs(ahead) > MINUTE ? ahead : 0));

// The document of a page has the tenant's time in it, because it also has the first answers.
if (typeof document !== 'undefined') {
  noteTenantTime(document.documentElement.dataset['tenantTime'], Date.now() - performance.now());
}
