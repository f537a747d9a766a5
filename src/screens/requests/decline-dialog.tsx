import DialogContentText from '@mui/material/DialogContentText';
import { useState } from 'react';
import { isWaiting, requestStateText } from '../../domain/request.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { NoteField } from '../../ui/form/note-field.tsx';
import { loader, useAnswering } from './answering.ts';

export { loader };

/** Declines a request of either kind, with a reason that the administrator will read. */
export function Component() {
  const { id, request, answer, close } = useAnswering();
  const [reason, setReason] = useState('');
  const isAssignment = request.kind === 'assignment';
  // After its own success the request is answered, too; the dialog is then already closing.
  if (!isWaiting(request) && !answer.isSuccess) {
    return (
      <ConfirmDialog title="Answered already" onClose={close}>
        <DialogContentText>
          The state of this request is: {requestStateText(request).toLowerCase()}. There is nothing to decline
          any more.
        </DialogContentText>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      title={`Decline to ${isAssignment ? 'assign' : 'delete'} ${nameOf(request.certificate)}?`}
      onClose={close}
      confirm={{
        label: 'Decline',
        destructive: true,
        disabled: reason.trim() === '',
        pending: answer.isPending,
        run: () => answer.mutate({ id, answer: { agree: false, reason } }, { onSuccess: close }),
      }}
      problem={answer.error?.message}
    >
      <DialogContentText>
        {isAssignment ? 'Nothing is assigned.' : 'Nothing is deleted.'} {request.requestedBy} sees the reason
        and can ask again.
      </DialogContentText>
      <NoteField label="Reason" value={reason} onChange={setReason} required autoFocus minRows={3} />
    </ConfirmDialog>
  );
}
