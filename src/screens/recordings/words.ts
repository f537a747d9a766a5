import type { RecordingSummary } from '../../client/recordings.ts';
import { minuteText } from '../../ui/dates.ts';

export const kindText = { voice: 'Voice', screen: 'Screen' } as const;

/** Where the recorder read the certificates for this recording. */
export const sourceText = ({ kind, ivrProfile }: Pick<RecordingSummary, 'kind' | 'ivrProfile'>): string =>
  kind === 'screen' ? 'Screen Recording Certificates' : (ivrProfile?.name ?? 'No IVR profile');

export const recordingTitle = ({ kind, startedAt }: RecordingSummary): string =>
  `${kindText[kind]} recording, ${minuteText(startedAt)}`;
