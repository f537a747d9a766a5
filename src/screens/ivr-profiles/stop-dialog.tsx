import Alert from '@mui/material/Alert';
import DialogContentText from '@mui/material/DialogContentText';
import { useState } from 'react';
import { OLDER_STAY } from '../../domain/said.ts';
import type { Session } from '../../domain/session.ts';
import {
  ACKNOWLEDGEMENT_WORD,
  discussWith,
  isAcknowledged,
  stopLabel,
  stopText,
  stopTitle,
  worstOf,
  type Acknowledgement,
  type Stop,
} from '../../domain/turn-off.ts';
import { Acknowledge, NOTHING_ACKNOWLEDGED } from '../../ui/dialog/acknowledge.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { dayText } from '../../ui/page/dates.ts';

interface StopDialogProps {
  /** What the save stops, by this browser's clock. */
  stops: readonly Stop[];
  /** What it stops by the tenant's clock, where only the tenant sees it. */
  refused: string | undefined;
  /** "record_emea": named where only the tenant sees what stops. */
  of: string;
  session: Session;
  pending: boolean;
  problem: string | undefined;
  onConfirm: (acknowledgement: Acknowledgement) => void;
  onClose: () => void;
}

/** Confirms a save after which calls are not encrypted. */
export function StopDialog({ stops, refused, of, session, ...rest }: StopDialogProps) {
  const { pending, problem, onConfirm, onClose } = rest;
  const [acknowledgement, setAcknowledgement] = useState(NOTHING_ACKNOWLEDGED);
  const worst = worstOf(stops);
  return (
    <ConfirmDialog
      title={stopTitle(worst ?? { of, kind: 'at once' })}
      onClose={onClose}
      confirm={{
        label: stopLabel[worst?.kind ?? 'at once'],
        destructive: true,
        disabled: !isAcknowledged(acknowledgement),
        pending,
        run: () => onConfirm(acknowledgement),
      }}
      problem={problem}
    >
      {worst ? (
        stops.map((stop) => (
          <Alert key={stop.of} severity="error">
            From now on, {stopText(stop, dayText)}
          </Alert>
        ))
      ) : (
        <Alert severity="error">{refused}</Alert>
      )}
      <DialogContentText>{OLDER_STAY}</DialogContentText>
      <Acknowledge
        word={ACKNOWLEDGEMENT_WORD}
        discussWith={discussWith(session.role)}
        value={acknowledgement}
        onChange={setAcknowledgement}
      />
    </ConfirmDialog>
  );
}
