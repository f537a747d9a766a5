import { isoDay, minuteWords, wordsColumn, type ColumnWords } from './columns.ts';
import { durationText } from './duration.ts';
import { playableText, type Playable, type RecordingKind } from './recording.ts';
import { nameApart, type Named } from './same-name.ts';

/** The columns by which the list of recordings is sorted. */
export const recordingSorts = ['startedAt', 'durationMs'] as const;

export type RecordingSortKey = (typeof recordingSorts)[number];

interface Recording {
  kind: RecordingKind;
  startedAt: string;
  durationMs: number;
  caller: string;
  dialed: string;
  callUuid: string;
  ivrProfile: { name: string } | null;
  encryptedFor: Named[];
  playable: Playable;
}

export const kindText = { voice: 'Voice', screen: 'Screen' } as const;

/** Where the recorder read the certificates for a recording. */
export const sourceText = ({ kind, ivrProfile }: Pick<Recording, 'kind' | 'ivrProfile'>): string =>
  kind === 'screen' ? 'Screen Recording Certificates' : (ivrProfile?.name ?? 'No IVR profile');

/** A column of plain text by which the list is not sorted. */
const unsorted = (
  id: string,
  header: string,
  width: number,
  text: (row: Recording) => string,
): ColumnWords<Recording> => {
  const { sortBy: _, ...column } = wordsColumn(id, header, width, text);
  return column;
};

/** What the columns of the list say, for the screen and for the exported file. */
export const recordingWords = {
  startedAt: minuteWords<Recording>('startedAt', 'When', (row) => row.startedAt),
  kind: unsorted('kind', 'Kind', 90, (row) => kindText[row.kind]),
  caller: unsorted('caller', 'Caller', 150, (row) => row.caller),
  dialed: unsorted('dialed', 'Dialed', 150, (row) => row.dialed),
  source: unsorted('source', 'IVR profile or list', 220, sourceText),
  durationMs: {
    id: 'durationMs',
    header: 'Duration',
    width: 110,
    sortBy: (row) => row.durationMs,
    text: (row) => durationText(row.durationMs),
  },
  encryptedFor: {
    id: 'encryptedFor',
    header: 'Encrypted for',
    text: ({ encryptedFor }) =>
      encryptedFor.map((each) => nameApart(each, isoDay)).join(', ') || 'Nobody: in the clear',
  },
  playable: unsorted('playable', 'Can be played', 190, (row) => playableText[row.playable]),
  callUuid: unsorted('callUuid', 'Call UUID', 330, (row) => row.callUuid),
} as const satisfies Record<string, ColumnWords<Recording>>;
