import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import type { RecordingSummary } from '../../client/recordings.ts';
import { playableText } from '../../domain/recording.ts';
import type { Column } from '../../ui/list/table.tsx';
import { exactText } from '../../domain/columns.ts';
import { minuteText } from '../../ui/dates.ts';
import { durationText } from './duration.ts';
import { PlayableChip } from './playable-chip.tsx';
import { kindText, sourceText } from './words.ts';

/** Newest first. The list is fetched page by page, so it cannot be sorted by other columns. */
export const recordingColumns = (narrow: boolean): Column<RecordingSummary>[] => [
  {
    id: 'startedAt',
    header: 'When',
    ...(narrow ? {} : { width: 265 }),
    text: (row) => exactText(row.startedAt),
    cell: (row) => (
      <>
        <Link to={paths.recording(row.id)}>{minuteText(row.startedAt)}</Link>
        {narrow && (
          <div>
            <PlayableChip playable={row.playable} />
          </div>
        )}
      </>
    ),
  },
  { id: 'kind', header: 'Kind', width: 90, text: (row) => kindText[row.kind] },
  {
    id: 'source',
    from: 1150,
    header: 'IVR profile or list',
    width: 250,
    text: sourceText,
    cell: (row) => <span title={sourceText(row)}>{sourceText(row)}</span>,
  },
  {
    id: 'duration',
    from: 1150,
    header: 'Duration',
    width: 100,
    align: 'right',
    text: (row) => durationText(row.durationMs),
  },
  {
    id: 'encryptedFor',
    from: 720,
    header: 'Encrypted for',
    text: ({ encryptedFor }) =>
      encryptedFor.map(({ subjectName }) => subjectName).join(', ') || 'Nobody: in the clear',
    cell: (row) => <Recipients recording={row} />,
  },
  {
    id: 'playable',
    from: 720,
    header: 'Can be played',
    width: 190,
    text: (row) => playableText[row.playable],
    cell: (row) => <PlayableChip playable={row.playable} />,
  },
];

/** A certificate that is no longer in the keystore has no page, so it is not a link. */
function Recipients({ recording }: { recording: RecordingSummary }) {
  return recording.encryptedFor.length === 0
    ? 'Nobody: in the clear'
    : recording.encryptedFor.map(({ certificateId, subjectName, serialNumber }, index) => (
        <span key={`${subjectName} ${serialNumber.hex}`}>
          {index > 0 && ', '}
          {certificateId === null ? (
            subjectName
          ) : (
            <Link to={paths.certificate(certificateId)} title={serialNumber.hex}>
              {subjectName}
            </Link>
          )}
        </span>
      ));
}
