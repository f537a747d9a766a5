import { certificateStatus, type Validity } from './certificate.ts';
import type { OpenedRecordings } from './recording.ts';
import { states } from './states.ts';

/** What the pages say about the use of a certificate, from the facts on the same page. */

/** Formats a day in the reader's own way; the caller knows it. */
type DayText = (iso: string) => string;

export interface Use extends Validity {
  /** It is in the list of an IVR profile, or in Screen Recording Certificates. */
  assigned: boolean;
  /** A request for its assignment waits. */
  requested: boolean;
}

/** Whether new recordings are encrypted for it. Where it is assigned, the places follow. */
export function usageText({ assigned, requested, ...validity }: Use, now: Date, dayText: DayText): string {
  const { kind } = certificateStatus(validity, now);
  if (!assigned) {
    if (kind === 'expired') {
      return 'No new recording is encrypted for this certificate. To encrypt new recordings, renew it.';
    }
    return `${requested ? states.waitingForAssignment : states.notAssigned}: no new recording is encrypted for this certificate.`;
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

/** What is lost with a pair that is deleted. */
export function lossText({ opens, onlyToOpen }: Pick<OpenedRecordings, 'opens' | 'onlyToOpen'>): string {
  const leaves = 'The certificate and its private key leave the keystore.';
  if (onlyToOpen > 0) {
    return `${leaves} Recordings that only this key opens can then no longer be played back here.`;
  }
  return opens > 0 ? `${leaves} Every recording can still be played back here.` : leaves;
}
