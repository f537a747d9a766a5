import { DAY_MS } from './certificate.ts';

/** The rules about recordings: who can open one, what a deletion would cost, how long it is kept. */

export type RecordingKind = 'voice' | 'screen';

/** A recording that was made without a valid certificate is stored in the clear, and stays so. */
export const playables = ['yes', 'key missing', 'not encrypted'] as const;

export type Playable = (typeof playables)[number];

/** Kept for so long after it was made, unless the tenant is set up otherwise. */
export const RETENTION_DAYS = 365;

export const retainedUntil = (startedAt: string, days: number): string =>
  new Date(Date.parse(startedAt) + days * DAY_MS).toISOString();

/** So long a person may speak into the microphone for a test call. */
export const MAX_SPEECH_MS = 2 * 60_000;

/** What is heard in a test call unless somebody speaks. */
export const TEST_SENTENCE =
  'This is a test recording. If you hear it, your private key opens your recordings.';

/** The recordings that a certificate's private key opens. */
export interface OpenedRecordings {
  opens: number;
  /** How many of them no other key in the keystore opens. */
  onlyToOpen: number;
  /** ISO 8601, of the oldest and the newest of them; null when there is none. */
  from: string | null;
  to: string | null;
  /** When the last of them is removed. */
  keptUntil: string | null;
}

/**
 * The documentation asks not to delete a certificate "without first discussing this with your Genesys Professional".
 * Our reading: where recordings would be lost with it, the deletion needs a second person.
 */
export const needsApproval = ({ onlyToOpen }: Pick<OpenedRecordings, 'onlyToOpen'>): boolean =>
  onlyToOpen > 0;

/** A second person agreed to what was known then. What was recorded since needs to be agreed to, too. */
export const isCovered = (agreedTo: number, { onlyToOpen }: Pick<OpenedRecordings, 'onlyToOpen'>): boolean =>
  onlyToOpen <= agreedTo;

export const recordingCount = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'recording' : 'recordings'}`;

/** The answer to "Can be played", in the words of the screens. */
export const playableText: Record<Playable, string> = {
  yes: 'Yes',
  'key missing': 'Key missing',
  'not encrypted': 'Not encrypted',
};
