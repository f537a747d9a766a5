import Box from '@mui/material/Box';
import { Link } from 'react-router';
import { paths } from '../../paths.ts';
import { counted } from '../../domain/counted.ts';
import { states } from '../../domain/states.ts';
import type { CopyState } from '../../domain/backup-answer.ts';
import { SerialNumber } from '../../ui/list/columns.tsx';
import type { Column } from '../../ui/list/table.tsx';
import { dayText } from '../../ui/page/dates.ts';
import { StatusChip, type Tone } from '../../ui/page/status-chip.tsx';
import { WholeText } from './whole-text.tsx';
import { copyStates, proofText, standingText, stateText, type CheckedRow } from './rows.ts';

const tones: Record<CopyState, Tone> = {
  opens: 'good',
  damaged: 'bad',
  locked: 'soon',
  'perhaps locked': 'soon',
  'perhaps not opened': 'soon',
  'only the certificate': 'bad',
  missing: 'bad',
};

const WHERE = 'Where';

interface Wanted {
  narrow: boolean;
  now: Date;
  /** Whether it is known which recordings need a key. */
  withRecordings: boolean;
}

/** On a narrow window all is said below the certificate. */
export const copyColumns = ({ narrow, now, withRecordings }: Wanted): Column<CheckedRow>[] => [
  {
    id: 'name',
    header: 'Certificate',
    ...(narrow ? {} : { width: 240 }),
    sortBy: ({ name }) => name,
    text: ({ name, serial }) => `${name}\n${serial}`,
    cell: (row) => (
      <>
        <div className="two-lines" title={row.name}>
          <Name row={row} />
        </div>
        <SerialNumber hex={row.serial} />
        <Box sx={{ color: 'text.secondary' }}>{endText(row, now)}</Box>
        {narrow && (
          <>
            <StateChip state={row.state} />
            {row.recordings !== undefined && row.recordings > 0 && (
              <Box component="span" sx={{ ml: 0.5 }}>
                {needText(row.recordings)}
              </Box>
            )}
            <Standing row={row} />
          </>
        )}
      </>
    ),
  },
  {
    id: 'state',
    header: 'Copy of its private key',
    width: 195,
    from: 720,
    sortBy: ({ state }) => copyStates.indexOf(state),
    text: ({ state }) => stateText[state],
    cell: ({ state }) => <StateChip state={state} />,
  },
  {
    id: 'standing',
    header: WHERE,
    from: 720,
    text: (row) => standingWords(row).join('\n'),
    cell: (row) => <Standing row={row} />,
  },
  ...(withRecordings
    ? [
        {
          id: 'recordings',
          header: 'Needed by',
          width: 150,
          from: 860,
          sortBy: ({ recordings }: CheckedRow) => recordings ?? 0,
          text: ({ recordings }: CheckedRow) =>
            recordings === undefined ? '' : counted(recordings, 'recording'),
        },
      ]
    : []),
];

const Name = ({ row: { certificateId, from, name } }: { row: CheckedRow }) =>
  certificateId !== undefined && from === 'keystore' ? (
    <Link to={paths.certificate(certificateId)}>
      <bdi>{name}</bdi>
    </Link>
  ) : (
    <bdi>{name}</bdi>
  );

const StateChip = ({ state }: { state: CopyState }) => (
  <StatusChip tone={tones[state]} text={stateText[state]} />
);

const standingWords = ({ standing }: CheckedRow): string[] => {
  const proof = proofText(standing);
  return [standingText(standing), ...(proof === undefined ? [] : [proof])];
};

function Standing({ row }: { row: CheckedRow }) {
  const [words, proof] = standingWords(row);
  return (
    <>
      {/* What is to be done takes the room of the proof. */}
      <WholeText label={WHERE} text={words ?? ''} lines={proof === undefined ? 4 : 2} />
      {proof !== undefined && (
        <Box sx={{ color: 'text.secondary' }}>
          <WholeText label="Proof" text={proof} lines={2} />
        </Box>
      )}
    </>
  );
}

const needText = (recordings: number): string =>
  `${counted(recordings, 'recording')} ${recordings === 1 ? 'needs' : 'need'} it`;

const endText = ({ notAfter, from }: CheckedRow, now: Date): string => {
  const isExpired = Date.parse(notAfter) < now.getTime();
  const end = `${isExpired ? states.expired : 'Expires'} ${dayText(notAfter)}`;
  return from === 'recently deleted' ? `${end}, recently deleted` : end;
};
