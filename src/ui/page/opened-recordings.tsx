import Typography from '@mui/material/Typography';
import { counted, numberText } from '../../domain/counted.ts';
import { dayText } from './dates.ts';
import { To } from './to.tsx';

interface OpenedRecordingsProps {
  recordings: {
    opens: number;
    onlyToOpen: number;
    from: string | null;
    to: string | null;
    keptUntil: string | null;
  };
  /** The address of the list of these recordings. */
  list: string;
}

/**
 * The recordings that a private key opens and those that would be lost with it: how many, from when, and until when
 * they are kept.
 */
export function OpenedRecordings({ recordings, list }: OpenedRecordingsProps) {
  const { opens, onlyToOpen, from, to, keptUntil } = recordings;
  if (opens === 0 || from === null || to === null || keptUntil === null) {
    return <Typography>Its private key opens none of the recordings here.</Typography>;
  }
  const span =
    dayText(from) === dayText(to) ? `of ${dayText(from)}` : `from ${dayText(from)} to ${dayText(to)}`;
  return (
    <>
      <Typography>
        Its private key opens <To to={list}>{counted(opens, 'recording')}</To> {span}, kept until{' '}
        {dayText(keptUntil)}.
      </Typography>
      <Typography sx={{ fontWeight: 'fontWeightMedium', ...(onlyToOpen > 0 && { color: 'error.main' }) }}>
        {onlyToOpen === 0
          ? 'Other keys in the keystore open all of them, too.'
          : onlyToOpen === opens
            ? `No other key in the keystore opens ${opens === 1 ? 'it' : 'any of them'}.`
            : `No other key in the keystore opens ${numberText(onlyToOpen)} of them.`}
      </Typography>
    </>
  );
}
