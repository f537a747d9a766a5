import { DAY_MS } from './certificate.ts';
import { may, type Session } from './session.ts';
import { states } from './states.ts';

/** The rules about recordings: who can open one, what a deletion costs, and how long one is kept. */

export type RecordingKind = 'voice' | 'screen';

/** `not encrypted`: no certificate was valid when the recording was made, so it is stored in the clear and stays so. */
export const playables = ['yes', 'key missing', 'not encrypted'] as const;

export type Playable = (typeof playables)[number];

/** Days for which a recording is kept, unless the tenant is set up differently. */
export const RETENTION_DAYS = 365;

/** Bytes of media that a tenant stores at most, unless it is set up differently. */
export const MEDIA_QUOTA = 20_000_000_000;

export const retainedUntil = (startedAt: string, days: number): string =>
  new Date(Date.parse(startedAt) + days * DAY_MS).toISOString();

/** Longest recording from the microphone for a test call, in milliseconds. */
export const MAX_SPEECH_MS = 2 * 60_000;

/**
 * What browsers record, the best first: Firefox writes no length into WebM, so there its Ogg is taken. Chromium has no Ogg,
 * and Safari has MP4 alone.
 */
export const speechTypes = ['audio/ogg', 'audio/webm', 'audio/mp4'] as const;

/** The sentence spoken in a test call when nobody speaks into the microphone. */
export const TEST_SENTENCE =
  'This is a test recording. If you hear it, your private key opens your recordings.';

/** The recordings that a certificate's private key opens. */
export interface OpenedRecordings {
  opens: number;
  /** How many of them no other key in the keystore opens. */
  onlyToOpen: number;
  /** The time of the oldest and of the newest of them, ISO 8601; null when there is none. */
  from: string | null;
  to: string | null;
  /** When the last of them is removed, ISO 8601. */
  keptUntil: string | null;
}

/**
 * The documentation asks not to delete a certificate "without first discussing this with your Genesys Professional".
 * Our reading: where a deletion would make recordings unplayable, a second person must agree.
 */
export const needsApproval = ({ onlyToOpen }: Pick<OpenedRecordings, 'onlyToOpen'>): boolean =>
  onlyToOpen > 0;

/**
 * The second person agreed to the number of recordings at that time. If more recordings depend on the pair now, they
 * must agree again.
 */
export const isCovered = (agreedTo: number, { onlyToOpen }: Pick<OpenedRecordings, 'onlyToOpen'>): boolean =>
  onlyToOpen <= agreedTo;

/** The answer to "Can be played", as the screens word it. */
export const playableText: Record<Playable, string> = {
  yes: 'Yes',
  'key missing': states.keyMissing,
  'not encrypted': states.notEncrypted,
};

/** The id that a recorder gives to a media file: the call, its start, and the beginning of the file's own name. */
export function mediaIdOf({
  callUuid,
  startedAt,
  file,
}: Record<'callUuid' | 'startedAt' | 'file', string>): string {
  const at = startedAt.slice(0, 19).replace('T', '_').replaceAll(':', '-');
  const [name = '', extension = ''] = file.split('.');
  return `${callUuid}_${at}-${name.slice(0, 8)}.${extension}`;
}

/** What the reader does so that the next recording is encrypted. `in`: what has no valid certificate. */
export function nextEncrypted(
  missing: { in: 'screen recording list' | 'profile' | 'no profile' },
  session: Session,
): string {
  switch (missing.in) {
    case 'screen recording list': {
      const who = may(session, 'manage screen recording certificates') ? 'Add' : 'The administrator adds';
      return `${who} a valid certificate there: the next ones are encrypted for it.`;
    }
    case 'profile': {
      const what = may(session, 'assign certificates')
        ? 'Assign a valid certificate to the profile'
        : may(session, 'manage keys')
          ? 'Upload a valid certificate under Keys Management'
          : 'Have a valid certificate assigned to the profile';
      return `${what}: the next calls are encrypted for it.`;
    }
    case 'no profile':
      return may(session, 'assign certificates')
        ? 'The tenant needs a profile that records such calls.'
        : 'Ask your Genesys Professional for a profile that records such calls.';
  }
}
