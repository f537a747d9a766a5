import Alert from '@mui/material/Alert';
import DialogContentText from '@mui/material/DialogContentText';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import type { Certificate, CertificateUsage } from '../../client/queries/certificates.ts';
import { makeRequestsMutation, type ListedDeletion } from '../../client/queries/requests.ts';
import { noteProblem } from '../../domain/note.ts';
import { isWaiting } from '../../domain/request.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { nameOf } from '../../ui/page/name-of.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { OpenedRecordings } from '../../ui/page/opened-recordings.tsx';
import { NoteField } from '../../ui/form/note-field.tsx';
import { BackupFirst } from '../../ui/page/backup-first.tsx';
import { To } from '../../ui/page/to.tsx';

interface RequestDeletionProps {
  certificate: Certificate;
  usage: CertificateUsage;
  /** The latest request to delete this certificate, if there is one. */
  latest: ListedDeletion | undefined;
  onClose: () => void;
}

/** Replaces *Delete* where recordings would be lost with the pair: requests the agreement of a second person. */
export function RequestDeletion({ certificate, usage, latest, onClose }: RequestDeletionProps) {
  const [note, setNote] = useState('');
  const navigate = useNavigate();
  const [sent] = useState(() => new Set<string>());
  const ask = useAct(makeRequestsMutation(sent));
  const title = `${nameOf(certificate)}: the deletion needs a second person`;
  const first = <BackupFirst check={certificate.backupCheck} checkBackup={paths.keyTool('check-backup')} />;
  const cost = <OpenedRecordings recordings={usage.recordings} list={paths.recordingsOf(certificate.id)} />;

  if (latest && isWaiting(latest)) {
    return (
      <ConfirmDialog title={title} onClose={onClose}>
        {first}
        {cost}
        <DialogContentText>
          <To to={paths.request(latest.id)}>A deletion request</To> is waiting for your Genesys Professional.
          Once they agree, Delete works here.
        </DialogContentText>
      </ConfirmDialog>
    );
  }
  const isWrong = noteProblem(note) !== undefined;
  return (
    <ConfirmDialog
      title={title}
      onClose={onClose}
      confirm={{
        label: 'Request deletion',
        destructive: true,
        disabled: isWrong,
        pending: ask.isPending,
        run: () =>
          ask.mutate([{ kind: 'deletion', certificateId: certificate.id, note: note.trim() }], {
            onSuccess: ([made]) => void navigate(made ? paths.request(made.id) : paths.requests()),
          }),
      }}
      problem={ask.error?.message}
    >
      {first}
      {cost}
      <DialogContentText>
        Deleted, they could no longer be played back here. So nothing is deleted now: your Genesys
        Professional sees these counts, and agrees or declines.
      </DialogContentText>
      {latest?.state === 'declined' && latest.answered && (
        <Alert severity="warning">
          Declined on {minuteText(latest.answered.at)} by {latest.answered.by}: {latest.answered.reason}
        </Alert>
      )}
      {latest?.state === 'agreed' && (
        <Alert severity="warning">
          {latest.answered?.by} agreed to fewer recordings than depend on it now. Ask again.
        </Alert>
      )}
      <NoteField label="Note" value={note} onChange={setNote} help="Optional: why it should go." />
    </ConfirmDialog>
  );
}
