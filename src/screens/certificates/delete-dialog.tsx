import Alert from '@mui/material/Alert';
import DialogContentText from '@mui/material/DialogContentText';
import { useQueryClient, useSuspenseQueries, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import {
  certificateQuery,
  certificateUsageQuery,
  deleteMutation,
} from '../../client/queries/certificates.ts';
import { certificateRequestsQuery } from '../../client/queries/requests.ts';
import { confirmsSerialNumber, CONFIRMING_DIGITS, RESTORABLE_DAYS } from '../../domain/certificate.ts';
import { isDeletion } from '../../domain/request.ts';
import { lossText, usageText } from '../../domain/usage.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { dayText, minuteText } from '../../ui/page/dates.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { OpenedRecordings } from '../../ui/page/opened-recordings.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { BackupFirst } from '../../ui/page/backup-first.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';
import { PlaceLinks } from './place-links.tsx';
import { RequestDeletion } from './request-deletion.tsx';
import { CheckBox } from '../../ui/form/check-box.tsx';
import { TextInput } from '../../ui/form/text-input.tsx';

export const loader = (client: QueryClient, { params: { id = '' } }: LoaderFunctionArgs) =>
  Promise.all([
    client.ensureQueryData(certificateQuery(id)),
    client.ensureQueryData(certificateUsageQuery(id)),
    client.ensureQueryData(certificateRequestsQuery(id)),
  ]);

/**
 * Deletes a pair. Names what that breaks, asks for the serial number, and has the documented conversation with the
 * Genesys Professional confirmed.
 */
export function Component() {
  const id = useParams()['id'] ?? '';
  const [{ data: certificate }, { data: usage }, { data: requests }] = useSuspenseQueries({
    queries: [certificateQuery(id), certificateUsageQuery(id), certificateRequestsQuery(id)],
  });
  const navigate = useNavigate();
  const now = useNow();
  const [typed, setTyped] = useState('');
  const [discussed, setDiscussed] = useState(false);
  const client = useQueryClient();
  const deletion = useAct(deleteMutation());
  const leave = () =>
    void navigate(paths.certificates(), {
      state: { deleted: { id, name: nameOf(certificate) } },
      // The dialog is replaced in the history, so that the back button does not return to it.
      replace: true,
    });
  const close = () => void navigate(paths.certificate(id), { preventScrollReset: true });
  const same = confirmsSerialNumber(typed, certificate.serialNumber);

  const recordings = (
    <OpenedRecordings recordings={usage.recordings} list={paths.recordingsOf(certificate.id)} />
  );
  const latest = requests.items.find(isDeletion);

  if (usage.places.length > 0) {
    return (
      <ConfirmDialog title={`${nameOf(certificate)} is in use`} onClose={close}>
        {recordings}
        <div>
          <DialogContentText>
            It cannot be deleted while it is assigned.{' '}
            {usageText({ ...certificate, places: usage.places, requested: false }, now, dayText)}
          </DialogContentText>
          <PlaceLinks places={usage.places} />
          <DialogContentText>
            {[
              'Replace it there first: make its successor, upload it, and have both in place before this one goes.',
              usage.places.some(({ kind }) => kind === 'ivr-profile') &&
                'Your Genesys Professional changes the IVR profiles.',
              usage.places.some(({ kind }) => kind === 'screen-recording') &&
                'Discuss it with your Genesys Professional, then remove it from Screen Recording Certificates.',
            ]
              .filter(Boolean)
              .join(' ')}
          </DialogContentText>
        </div>
        <ButtonLink to={paths.renew(certificate.id)} variant="outlined" sx={{ justifySelf: 'start' }}>
          Replace there first
        </ButtonLink>
      </ConfirmDialog>
    );
  }

  if (!usage.deletable) {
    return <RequestDeletion certificate={certificate} usage={usage} latest={latest} onClose={close} />;
  }

  return (
    <ConfirmDialog
      title={`Delete ${nameOf(certificate)}?`}
      onClose={close}
      confirm={{
        label: 'Delete',
        destructive: true,
        disabled: !same || !discussed,
        pending: deletion.isPending,
        run: () =>
          deletion.mutate(
            { id, etag: certificate.etag },
            {
              onSuccess: leave,
              // The certificate may have been assigned or used for recordings since the dialog was opened; the dialog
              // then shows that.
              onError: () => void client.invalidateQueries(certificateUsageQuery(id)),
            },
          ),
      }}
      problem={deletion.error?.message}
    >
      <BackupFirst check={certificate.backupCheck} checkBackup={paths.keyTool('check-backup')} />
      <DialogContentText>{lossText(usage.recordings)}</DialogContentText>
      {recordings}
      {latest?.state === 'agreed' && latest.answered && (
        <Alert severity="success">
          {latest.answered.by} agreed on {minuteText(latest.answered.at)}.
        </Alert>
      )}
      <Alert severity="info">
        The pair goes to Recently deleted and can be restored whole for {RESTORABLE_DAYS} days. After that it
        is destroyed, and only your own copy of the key can bring it back.
      </Alert>
      <TextInput
        fullWidth
        autoFocus
        id="serial"
        label="Serial Number"
        help={
          <>
            To confirm, type the serial number of this certificate, or its last {CONFIRMING_DIGITS} digits:{' '}
            {certificate.serialNumber.hex.slice(0, -CONFIRMING_DIGITS)}
            <strong>{certificate.serialNumber.hex.slice(-CONFIRMING_DIGITS)}</strong>
          </>
        }
        autoComplete="off"
        value={typed}
        onChange={setTyped}
      />
      <CheckBox
        label="I have discussed this with my Genesys Professional"
        checked={discussed}
        onChange={setDiscussed}
      />
    </ConfirmDialog>
  );
}
