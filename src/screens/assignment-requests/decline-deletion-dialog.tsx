import DialogContentText from '@mui/material/DialogContentText';
import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useAct } from '../../client/act.ts';
import { answerDeletionMutation, deletionRequestQuery } from '../../client/deletion-requests.ts';
import { MAX_NOTE_LENGTH } from '../../domain/assignment-request.ts';
import { deletionStateText, isWaiting } from '../../domain/deletion-request.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

export const loader =
  (client: QueryClient) =>
  async ({ params }: LoaderFunctionArgs) => {
    await client.ensureQueryData(deletionRequestQuery(params['id'] ?? ''));
    return null;
  };

/** Decline a deletion, with the reason that the administrator will read. */
export function Component() {
  const id = useParams()['id'] ?? '';
  const request = useSuspenseQuery(deletionRequestQuery(id)).data;
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const answer = useAct(answerDeletionMutation(useQueryClient()));
  const close = () => void navigate(paths.deletionRequest(id), { preventScrollReset: true });
  // Its own success answers the request, too: the dialog is then on its way out.
  if (!isWaiting(request) && !answer.isSuccess) {
    return (
      <ConfirmDialog title="Answered already" onClose={close}>
        <DialogContentText>
          The state of this request is: {deletionStateText[request.state].toLowerCase()}. There is nothing to
          decline any more.
        </DialogContentText>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      title={`Decline to delete ${request.certificate.subjectName}?`}
      onClose={close}
      confirm={{
        label: 'Decline',
        destructive: true,
        disabled: reason.trim() === '',
        pending: answer.isPending,
        run: () => answer.mutate({ kind: 'decline', id, reason }, { onSuccess: close }),
      }}
      problem={answer.error?.message}
    >
      <DialogContentText>
        Nothing is deleted. {request.requestedBy} sees the reason and can ask again.
      </DialogContentText>
      <FormControl fullWidth required>
        <InputLabel htmlFor="reason">Reason</InputLabel>
        <OutlinedInput
          id="reason"
          label="Reason"
          multiline
          minRows={3}
          autoFocus
          value={reason}
          inputProps={{ maxLength: MAX_NOTE_LENGTH }}
          onChange={(event) => setReason(event.target.value)}
        />
      </FormControl>
    </ConfirmDialog>
  );
}
