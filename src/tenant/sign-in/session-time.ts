import { DAY_MS } from '../../domain/certificate.ts';

/** A session ends after so long without a call. */
export const IDLE_MS = DAY_MS / 2;
/** A session ends so long after the sign-in. */
export const LONGEST_MS = DAY_MS;

/** Sessions that were last seen, or that started, at these times or earlier have ended. */
export const endedBefore = (now: Date): { seen: string; started: string } => ({
  seen: new Date(now.getTime() - IDLE_MS).toISOString(),
  started: new Date(now.getTime() - LONGEST_MS).toISOString(),
});
