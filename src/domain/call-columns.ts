import type { Call, CallKind, CallState } from '../pki/archive/call.ts';
import { exactText, minuteWords, wordsColumn, type ColumnWords } from './columns.ts';
import { durationText } from './duration.ts';
import { states } from './states.ts';

/** What the columns of the list of calls say, for the screen and for the exported file. */

/** The columns by which the list is sorted. */
export const callSorts = [
  'startedAt',
  'caller',
  'dialed',
  'agent',
  'kind',
  'durationMs',
  'ivrProfile',
  'certificate',
  'state',
  'size',
  'name',
] as const;
export type CallSortKey = (typeof callSorts)[number];

export const callKindText: Record<CallKind, string> = {
  voice: 'Voice',
  screen: 'Screen',
  both: 'Voice and screen',
  unknown: states.notKnown,
};

/** The answer to “Can be opened”. */
export const callStateText: Record<CallState, string> = {
  'in the clear': states.notEncrypted,
  opens: 'Yes',
  'no session key': states.noSessionKey,
  'media missing': states.mediaMissing,
  'key missing': states.keyMissing,
  'not read here': states.notReadHere,
  damaged: states.damaged,
};

/** The certificates of a call, each once: by name where the certificate is at hand or in the keystore, otherwise by issuer and serial number. */
export const certificatesText = ({ media }: Pick<Call, 'media'>): string =>
  [
    ...new Set(
      media.flatMap(({ recipients }) =>
        recipients.map((each) =>
          each.certificate
            ? each.certificate.subject
            : each.inKeystore !== undefined
              ? each.inKeystore
              : each.by === 'subject key identifier'
                ? each.keyIdentifier
                : `${each.issuer}, ${each.serialHex}`,
        ),
      ),
    ),
  ].join('; ');

/** The names of its media files. */
const mediaNames = ({ media }: Pick<Call, 'media'>): string => media.map(({ name }) => name).join(', ');

export const callWords = {
  startedAt: {
    ...minuteWords<Call>('startedAt', 'When', (row) => row.startedAt ?? row.folderDate),
    // The name of a folder says a day, and no time or zone.
    text: ({ startedAt, folderDate }) =>
      startedAt === undefined ? (folderDate ?? '') : exactText(startedAt),
  },
  caller: wordsColumn<Call>('caller', 'Caller', 150, (row) => row.caller),
  dialed: wordsColumn<Call>('dialed', 'Dialed', 150, (row) => row.dialed),
  agent: wordsColumn<Call>('agent', 'Agent', 130, (row) => row.agent),
  kind: wordsColumn<Call>('kind', 'Kind', 130, (row) => callKindText[row.kind]),
  durationMs: {
    id: 'durationMs',
    header: 'Duration',
    width: 110,
    sortBy: (row) => row.durationMs ?? -1,
    text: (row) => (row.durationMs === undefined ? '' : durationText(row.durationMs)),
  },
  ivrProfile: wordsColumn<Call>('ivrProfile', 'IVR profile', 180, (row) => row.ivrProfile),
  certificate: wordsColumn<Call>('certificate', 'Certificate', 220, certificatesText),
  state: wordsColumn<Call>('state', 'Can be opened', 170, (row) => callStateText[row.state]),
  size: {
    id: 'size',
    header: 'Size',
    width: 110,
    sortBy: (row) => row.size,
    text: (row) => String(row.size),
  },
  name: wordsColumn<Call>('name', 'Name', 260, mediaNames),
  callId: wordsColumn<Call>('callId', 'Call UUID', 330, (row) => row.callId),
} as const satisfies Record<string, ColumnWords<Call>>;
