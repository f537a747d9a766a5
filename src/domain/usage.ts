import { certificateStatus, isRecorded, type Place, type Validity } from './certificate.ts';
import type { OpenedRecordings } from './recording.ts';
import { OLDER_STAY } from './said.ts';
import { states } from './states.ts';

/** What the pages say about the use of a certificate, from the facts on the same page. */

/** Formats a day in the reader's own way; the caller knows it. */
type DayText = (iso: string) => string;

export interface Use extends Validity {
  /** Where it is assigned. */
  places: readonly Place[];
  /** A request for its assignment waits. */
  requested: boolean;
}

/** Whether new recordings are encrypted for it. Where it is assigned, the places follow. */
export function usageText({ places, requested, ...validity }: Use, now: Date, dayText: DayText): string {
  const { kind } = certificateStatus(validity, now);
  if (places.length === 0) {
    if (kind === 'expired') {
      return 'No new recording is encrypted for this certificate. To encrypt new recordings, renew it.';
    }
    return `${requested ? states.waitingForAssignment : states.notAssigned}: no new recording is encrypted for this certificate.`;
  }
  if (!places.some(isRecorded)) {
    return 'No new recording is encrypted for this certificate: no recorded call picks a profile that has it. It is assigned to:';
  }
  switch (kind) {
    case 'expired':
      return 'It has expired, so no new recording is encrypted for it. It is still assigned to:';
    case 'not yet valid':
      return `New recordings are encrypted for it only from ${dayText(validity.notBefore)} on. It is assigned to:`;
    default:
      return 'New recordings are encrypted for this certificate through:';
  }
}

/** After an upload on Azure, which assigns by itself. `key`: its name in the profile; an expired one gets none. */
export function keyStoredText(
  { key, ...validity }: Validity & { key: string | null },
  now: Date,
  dayText: DayText,
): string {
  if (key === null) {
    return 'The certificate has expired: it is in the keystore to play back older recordings, and in no IVR profile.';
  }
  const isLater = certificateStatus(validity, now).kind === 'not yet valid';
  const from = isLater ? `from ${dayText(validity.notBefore)} on` : 'from now on';
  return `The certificate is in the tenant’s record IVR profile: voice recordings made ${from} are encrypted for it. ${OLDER_STAY}`;
}

/** What is lost with a pair that is deleted. */
export function lossText({ opens, onlyToOpen }: Pick<OpenedRecordings, 'opens' | 'onlyToOpen'>): string {
  const leaves = 'The certificate and its private key leave the keystore.';
  if (onlyToOpen > 0) {
    return `${leaves} Recordings that only this key opens can then no longer be played back here.`;
  }
  return opens > 0 ? `${leaves} Every recording that it opens can still be played back here.` : leaves;
}
