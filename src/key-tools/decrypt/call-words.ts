import type { Call } from '../../pki/archive/call.ts';
import { states } from '../../domain/states.ts';
import { calendarDayText, minuteText } from '../../ui/page/dates.ts';

/** When it was, as far as that is known. A folder's name says a day without a zone. */
const whenText = ({ startedAt, folderDate }: Pick<Call, 'startedAt' | 'folderDate'>): string | undefined =>
  startedAt !== undefined
    ? minuteText(startedAt)
    : folderDate !== undefined
      ? calendarDayText(folderDate)
      : undefined;

/** The paths of its media files, for a call of which nothing else is known. */
const pathsText = ({ media, metadata = '' }: Call): string =>
  media.map(({ size, entry, file, name }) => (size === undefined ? name : (entry ?? file))).join(', ') ||
  metadata;

const isNamed = ({ startedAt, caller, dialed }: Call): boolean =>
  startedAt !== undefined || caller !== '' || dialed !== '';

/** "14 Mar 2026, 09:30 UTC, +16505551017" */
export const callTitle = (call: Call): string =>
  isNamed(call) ? [whenText(call), call.caller || call.dialed].filter(Boolean).join(', ') : pathsText(call);

/** In the first column of the list: when it was, or its files. */
export const rowTitle = (call: Call): string =>
  isNamed(call) ? (whenText(call) ?? states.notKnown) : pathsText(call);
