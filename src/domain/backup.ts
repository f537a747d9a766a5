import { DAY_MS } from './certificate.ts';
import { states } from './states.ts';

/**
 * The rules about the copies of private keys that an administrator keeps. The keystore never gives a private key back,
 * so after a disaster only those copies help. A copy that has not been opened for a long time may be damaged or lost,
 * so it is checked again.
 */

/** Days for which a check counts; after them the copy must be checked again. */
export const BACKUP_CHECK_DAYS = 180;

/** A call records the check of at most so many certificates. */
export const MAX_CHECKED_AT_ONCE = 100;

/** In characters. */
export const MAX_BACKUP_LOCATION_LENGTH = 200;

/** The most recent proof that a copy of the private key opens what is encrypted for its certificate. */
export interface BackupCheck {
  /** ISO 8601, UTC. */
  checkedAt: string;
  checkedBy: string;
}

export type BackupState = 'never proven' | 'check again' | 'proven';

export function backupState(check: BackupCheck | null, now: Date): BackupState {
  if (!check) return 'never proven';
  const age = now.getTime() - Date.parse(check.checkedAt);
  return age > BACKUP_CHECK_DAYS * DAY_MS ? 'check again' : 'proven';
}

/** The state as the screens word it. */
export const backupText: Record<BackupState, string> = {
  'never proven': states.neverProven,
  'check again': states.checkAgain,
  proven: states.proven,
};

/** The first line where a deletion is decided: whether anything but the keystore opens what the key opens. */
export function backupLine(check: BackupCheck | null, now: Date, dayText: (iso: string) => string): string {
  const state = backupState(check, now);
  const said = `Backup: ${backupText[state].toLowerCase()}`;
  return check ? `${said}, last on ${dayText(check.checkedAt)} by ${check.checkedBy}.` : `${said}.`;
}

/** The severity of each state. Lists show it as a colour beside the words. */
export const backupTone = {
  'never proven': 'soon',
  'check again': 'soon',
  proven: 'good',
} as const satisfies Record<BackupState, string>;
