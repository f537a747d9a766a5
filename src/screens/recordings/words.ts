import type { RecordingSummary } from '../../client/queries/recordings.ts';
import { kindText } from '../../domain/recording-columns.ts';
import { minuteText } from '../../ui/page/dates.ts';

export const recordingTitle = ({ kind, startedAt }: RecordingSummary): string =>
  `${kindText[kind]} recording, ${minuteText(startedAt)}`;
