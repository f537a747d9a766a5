import DialogContentText from '@mui/material/DialogContentText';
import { useState } from 'react';
import { Navigate } from 'react-router';
import { paths } from '../../paths.ts';
import { counted } from '../../domain/counted.ts';
import { isWaiting } from '../../domain/request.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { nameOf } from '../../ui/page/name-of.ts';
import { OpenedRecordings } from '../../ui/page/opened-recordings.tsx';
import { AskForBackup } from './deletion.tsx';
import { loader, useAnswering } from './answering.ts';
import { TextInput } from '../../ui/form/text-input.tsx';

export { loader };

/**
 * The second person agrees to a loss, so they type how much is lost. The administrator, who deletes afterwards, types
 * which certificate it is.
 */
export function Component() {
  const { id, request, answer, close } = useAnswering();
  const [typed, setTyped] = useState('');
  if (request.kind !== 'deletion' || (!isWaiting(request) && !answer.isSuccess)) {
    return <Navigate to={paths.request(id)} replace />;
  }
  const { onlyToOpen } = request.recordings;
  return (
    <ConfirmDialog
      title={`Agree to the deletion of ${nameOf(request.certificate)}?`}
      onClose={close}
      confirm={{
        label: 'Agree to the deletion',
        destructive: true,
        disabled: typed.trim() !== String(onlyToOpen),
        pending: answer.isPending,
        run: () => answer.mutate({ id, answer: { agree: true, onlyToOpen } }, { onSuccess: close }),
      }}
      problem={answer.error?.message}
    >
      <AskForBackup request={request} />
      <OpenedRecordings recordings={request.recordings} list={paths.recordingsOf(request.certificate.id)} />
      <DialogContentText>
        {request.requestedBy} can then delete the pair, as long as no more recordings depend on it than now.
      </DialogContentText>
      <TextInput
        fullWidth
        id="lost"
        label="Recordings that would be lost"
        help={`To confirm, type their number: ${counted(onlyToOpen, 'recording')}.`}
        autoComplete="off"
        inputProps={{ inputMode: 'numeric' }}
        value={typed}
        onChange={setTyped}
      />
    </ConfirmDialog>
  );
}
