import { DAY_MS } from './certificate.ts';

/**
 * The rules about the copies of private keys that an administrator keeps. The keystore gives no key back, so after a
 * disaster only those copies help; a copy that nobody has opened for long may be no copy at all.
 */

/** A check is good for so long. */
export const BACKUP_CHECK_DAYS = 180;

/** In characters. */
export const MAX_BACKUP_LOCATION_LENGTH = 200;

/** The last time that a copy of the private key was seen to open what is encrypted for its certificate. */
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

/** The state in the words of the screens. */
export const backupText: Record<BackupState, string> = {
  'never proven': 'Never proven',
  'check again': 'Check again',
  proven: 'Proven',
};

/** How a state is to be taken: a list shows it as a colour beside the words. */
export const backupTone = {
  'never proven': 'soon',
  'check again': 'soon',
  proven: 'good',
} as const satisfies Record<BackupState, string>;
