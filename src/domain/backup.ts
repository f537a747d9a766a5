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

export type BackupState =
  | { kind: 'never proven' }
  /** `days`: whole days since then. */
  | { kind: 'too old'; days: number }
  | { kind: 'proven' };

export function backupState(check: BackupCheck | null, now: Date): BackupState {
  if (!check) return { kind: 'never proven' };
  const days = Math.floor((now.getTime() - Date.parse(check.checkedAt)) / DAY_MS);
  return days >= BACKUP_CHECK_DAYS ? { kind: 'too old', days } : { kind: 'proven' };
}

/** The state in the words of the screens. */
export function backupText(state: BackupState): string {
  switch (state.kind) {
    case 'never proven':
      return 'Never proven';
    case 'too old':
      return `Proven ${state.days} days ago`;
    case 'proven':
      return 'Proven';
  }
}

/** How a state is to be taken: a list shows it as a colour beside the words. */
export const backupTone = {
  'never proven': 'soon',
  'too old': 'soon',
  proven: 'good',
} as const satisfies Record<BackupState['kind'], string>;
