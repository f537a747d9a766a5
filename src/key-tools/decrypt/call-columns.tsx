import HeardIcon from '@mui/icons-material/Hearing';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { callStateText, callWords, certificatesText } from '../../domain/call-columns.ts';
import { sizeText } from '../../domain/counted.ts';
import type { Call, CallState } from '../../pki/archive/call.ts';
import type { Column } from '../../ui/list/table.tsx';
import { StatusChip, type Tone } from '../../ui/page/status-chip.tsx';
import { rowTitle } from './call-words.ts';

const tones: Record<CallState, Tone> = {
  opens: 'good',
  'in the clear': 'bad',
  'no session key': 'soon',
  'media missing': 'soon',
  'key missing': 'bad',
  'not read here': 'bad',
  damaged: 'bad',
};

export const StateChip = ({ state }: { state: CallState }) => (
  <StatusChip tone={tones[state]} text={callStateText[state]} />
);

interface Wanted {
  narrow: boolean;
  /** The room beside the list, in pixels, that the open call takes. */
  taken: number;
  heard: ReadonlySet<number>;
  /** The person opens the call. */
  onOpen: (call: Call) => void;
  /** The focus is on its row. */
  onReach: (call: Call) => void;
}

export function callColumns({ narrow, taken, heard, onOpen, onReach }: Wanted): Column<Call>[] {
  const from = (width: number) => ({ from: width + taken });
  return [
    {
      ...callWords.startedAt,
      ...(narrow ? {} : { width: 230 }),
      cell: (call) => (
        <div className={narrow ? undefined : 'two-lines'}>
          <Link
            component="button"
            className="opens"
            type="button"
            onClick={() => onOpen(call)}
            onFocus={() => onReach(call)}
            sx={{
              verticalAlign: 'baseline',
              textAlign: 'left',
              font: 'inherit',
              // The cell cuts off what goes beyond its lines.
              '&:focus-visible': { outlineOffset: -2 },
            }}
          >
            {rowTitle(call)}
          </Link>
          {heard.has(call.id) && (
            <HeardIcon
              titleAccess="Heard"
              sx={{ fontSize: 'body1.fontSize', ml: 0.5, verticalAlign: '-3px' }}
            />
          )}
          {narrow && (
            <Box sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
              <StateChip state={call.state} /> {call.caller}
            </Box>
          )}
        </div>
      ),
    },
    { ...callWords.caller, ...from(720) },
    { ...callWords.dialed, ...from(1050) },
    { ...callWords.agent, ...from(1500) },
    { ...callWords.kind, ...from(1380) },
    { ...callWords.durationMs, align: 'right', ...from(860) },
    { ...callWords.ivrProfile, ...from(1680) },
    {
      ...callWords.certificate,
      ...from(1250),
      cell: (call) => <span title={certificatesText(call)}>{certificatesText(call)}</span>,
    },
    { ...callWords.state, ...from(720), cell: ({ state }) => <StateChip state={state} /> },
    { ...callWords.size, align: 'right', from: Infinity, cell: ({ size }) => sizeText(size) },
    { ...callWords.name, from: Infinity },
    { ...callWords.callId, from: Infinity },
  ];
}
