import { Link } from 'react-router';
import { paths } from '../../paths.ts';
import type { RecordingSummary } from '../../client/queries/recordings.ts';
import type { Column } from '../../ui/list/table.tsx';
import { minuteText } from '../../ui/page/dates.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { PlayableChip } from './playable-chip.tsx';
import { recordingWords, sourceText } from '../../domain/recording-columns.ts';

export const recordingColumns = (narrow: boolean): Column<RecordingSummary>[] => [
  {
    ...recordingWords.startedAt,
    width: narrow ? 340 : 265,
    cell: (row) => (
      <>
        <Link to={paths.recording(row.id)}>{minuteText(row.startedAt)}</Link>
        {narrow && (
          <div>
            <PlayableChip playable={row.playable} /> {row.caller}
          </div>
        )}
      </>
    ),
  },
  { ...recordingWords.kind, from: 1400 },
  { ...recordingWords.caller, from: 720 },
  { ...recordingWords.dialed, from: 1400 },
  {
    ...recordingWords.source,
    from: 1150,
    twoLines: true,
    cell: (row) => <span title={sourceText(row)}>{sourceText(row)}</span>,
  },
  { ...recordingWords.durationMs, from: 1150, align: 'right' },
  {
    ...recordingWords.encryptedFor,
    from: 720,
    twoLines: true,
    cell: (row) => <Recipients recording={row} />,
  },
  { ...recordingWords.playable, from: 720, cell: (row) => <PlayableChip playable={row.playable} /> },
];

/** A certificate that is no longer in the keystore has no page, so it is not a link. */
function Recipients({ recording }: { recording: RecordingSummary }) {
  return recording.encryptedFor.length === 0 ? (
    <span>Nobody: in the clear</span>
  ) : (
    recording.encryptedFor.map((recipient, index) => (
      <span key={`${recipient.issuerDn} ${recipient.serialNumber.hex}`}>
        {index > 0 && <span>, </span>}
        {recipient.certificateId === null ? (
          <span>{nameOf(recipient)}</span>
        ) : (
          <Link to={paths.certificate(recipient.certificateId)} title={recipient.serialNumber.hex}>
            {nameOf(recipient)}
          </Link>
        )}
      </span>
    ))
  );
}
