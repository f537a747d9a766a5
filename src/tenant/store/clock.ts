import { DAY_MS } from '../../domain/certificate.ts';
import type { Database } from './database.ts';

/** A clock that says a time long after the last one. Both times, and when the new one is believed: ISO 8601. */
export interface ClockJump {
  before: string;
  now: string;
  believedFrom: string;
}

/** How long a server may have been stopped or asleep without a doubt about its clock. */
const MOST_BETWEEN_LOOKS_MS = 2 * DAY_MS;

/** Less than the day until the next look, because timers are not exact. */
const DOUBTED_FOR_MS = DAY_MS - 60 * 60_000;

/**
 * Looks at the clock before anything is destroyed because its time is over. A clock that was set wrongly says that the
 * time of everything is over. So after a jump of more than two days, the first look answers the jump; the clock is
 * believed when it still says so a day later. A clock that goes back makes nothing due and is believed.
 */
export function lookAtClock(database: Database, now: Date): ClockJump | undefined {
  const look = database.one<{ at: string | null; jumpedFrom: string | null; believedFrom: string | null }>(
    'SELECT at, jumped_from, believed_from FROM clock_look',
  );
  const at = now.toISOString();
  const before = look?.jumpedFrom ?? look?.at ?? at;
  const jumped = now.getTime() - Date.parse(before) > MOST_BETWEEN_LOOKS_MS;
  if (!jumped || (look?.believedFrom && at >= look.believedFrom)) {
    believeClock(database, now);
    return undefined;
  }
  const believedFrom = look?.believedFrom ?? new Date(now.getTime() + DOUBTED_FOR_MS).toISOString();
  database.run('UPDATE clock_look SET jumped_from = :before, believed_from = :believedFrom', {
    before,
    believedFrom,
  });
  return { before, now: at, believedFrom };
}

/** Records that the clock is right. */
export function believeClock(database: Database, now: Date): void {
  database.run('UPDATE clock_look SET at = :at, jumped_from = NULL, believed_from = NULL', {
    at: now.toISOString(),
  });
}
