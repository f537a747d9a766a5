import DialogContentText from '@mui/material/DialogContentText';
import { useState } from 'react';
import { MAX_NOTE_LENGTH } from '../../domain/assignment-request.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { NoteField } from '../../ui/note-field.tsx';

interface DeclineProps {
  /** What was requested; completes "Decline to … ?". */
  what: string;
  /** What will not happen, as a sentence. */
  outcome: string;
  requestedBy: string;
  /** The state of a request that has already been answered; undefined while it can be declined. */
  closed: string | undefined;
  pending: boolean;
  problem: string | undefined;
  onDecline: (reason: string) => void;
  onClose: () => void;
}

/** The dialog that declines a request of either kind, with a reason that the administrator will read. */
export function Decline(props: DeclineProps) {
  const { what, outcome, requestedBy, closed, pending, problem, onDecline, onClose } = props;
  const [reason, setReason] = useState('');
  if (closed !== undefined) {
    return (
      <ConfirmDialog title="Answered already" onClose={onClose}>
        <DialogContentText>
          The state of this request is: {closed.toLowerCase()}. There is nothing to decline any more.
        </DialogContentText>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      title={`Decline to ${what}?`}
      onClose={onClose}
      confirm={{
        label: 'Decline',
        destructive: true,
        disabled: reason.trim() === '',
        pending,
        run: () => onDecline(reason),
      }}
      problem={problem}
    >
      <DialogContentText>
        {outcome} {requestedBy} sees the reason and can ask again.
      </DialogContentText>
      <NoteField
        label="Reason"
        value={reason}
        onChange={setReason}
        maxLength={MAX_NOTE_LENGTH}
        required
        autoFocus
        minRows={3}
      />
    </ConfirmDialog>
  );
}
