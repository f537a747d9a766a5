import Alert from '@mui/material/Alert';
import DialogContentText from '@mui/material/DialogContentText';
import Link from '@mui/material/Link';
import { useQueryClient, useSuspenseQueries, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouterLink, useNavigate, useParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useAct } from '../../client/act.ts';
import { assignmentRequestsQuery, requestAssignmentMutation } from '../../client/assignment-requests.ts';
import { certificateQuery } from '../../client/certificates.ts';
import { ivrProfilesQuery } from '../../client/ivr-profiles.ts';
import { holdsPrivateKey, isOpen, MAX_NOTE_LENGTH } from '../../domain/assignment-request.ts';
import { isAssignable } from '../../domain/certificate.ts';
import { encryptionOf, encryptionText, recordsCalls } from '../../domain/ivr-profile.ts';
import { problemSentence } from '../../domain/problem.ts';
import { CheckList } from '../../ui/check-list.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { colonPairs } from '../../ui/facts.tsx';
import { Fingerprint } from '../../ui/fingerprint.tsx';
import { useNow } from '../../ui/use-now.ts';
import { NoteField } from '../../ui/note-field.tsx';

export const loader =
  (client: QueryClient) =>
  async ({ params }: LoaderFunctionArgs) => {
    await Promise.all([
      client.ensureQueryData(certificateQuery(params['id'] ?? '')),
      client.ensureQueryData(ivrProfilesQuery()),
      client.ensureQueryData(assignmentRequestsQuery()),
    ]);
    return null;
  };

/** The documented step 11, without leaving the console: ask the Genesys Professional, with a copy of the certificate. */
export function Component() {
  const id = useParams()['id'] ?? '';
  const [{ data: certificate }, { data: profiles }, { data: requests }] = useSuspenseQueries({
    queries: [certificateQuery(id), ivrProfilesQuery(), assignmentRequestsQuery()],
  });
  const now = useNow();
  const navigate = useNavigate();
  const ask = useAct(requestAssignmentMutation(useQueryClient()));
  const candidates = profiles.items.filter(
    (profile) => recordsCalls(profile) && !profile.certificates.some((assigned) => assigned.id === id),
  );
  const hasRenewed = (profile: (typeof candidates)[number]) =>
    profile.certificates.some((assigned) => assigned.id === certificate.replaces?.id);
  // A renewal is meant for where the old one is; another one for where a certificate is missing or about to be.
  const [chosen, setChosen] = useState(() => {
    const same = candidates.filter(hasRenewed);
    const meant =
      same.length > 0 ? same : candidates.filter((each) => encryptionOf(each, now).kind !== 'encrypted');
    return meant.map((each) => each.id);
  });
  const [note, setNote] = useState('');
  const close = () => void navigate(paths.certificate(id), { preventScrollReset: true });
  const waiting = requests.items.find((request) => request.certificate.id === id && isOpen(request));
  const title = `Request assignment of ${certificate.subjectName}`;

  if (waiting || candidates.length === 0 || !isAssignable(certificate, now)) {
    return (
      <ConfirmDialog title={title} onClose={close}>
        <DialogContentText>
          {waiting ? (
            <>
              <Link component={RouterLink} to={paths.assignmentRequest(waiting.id)} underline="always">
                A request for this certificate
              </Link>{' '}
              is already waiting. Withdraw it first to ask for something else.
            </>
          ) : candidates.length === 0 ? (
            'It is assigned to every IVR profile for recording already.'
          ) : (
            'This certificate has expired: it plays back older recordings but can no longer be assigned.'
          )}
        </DialogContentText>
      </ConfirmDialog>
    );
  }

  const keyInNote = holdsPrivateKey(note);
  return (
    <ConfirmDialog
      title={title}
      onClose={close}
      confirm={{
        label: 'Request assignment',
        disabled: chosen.length === 0 || keyInNote,
        disabledReason: chosen.length === 0 ? 'Choose at least one IVR profile.' : undefined,
        pending: ask.isPending,
        run: () =>
          ask.mutate(
            { certificateId: id, ivrProfileIds: chosen, note: note.trim() },
            { onSuccess: (request) => void navigate(paths.assignmentRequest(request.id)) },
          ),
      }}
      problem={ask.error?.message}
    >
      <DialogContentText>
        Your Genesys Professional gets the request with a copy of the certificate, and assigns it to the
        profiles that you choose.
      </DialogContentText>
      <CheckList
        label="IVR profiles"
        items={candidates.map((profile) => ({
          id: profile.id,
          label: profile.name,
          details: `${profile.geoLocation ?? 'No geo-location'}: ${encryptionText(encryptionOf(profile, now)).toLowerCase()}${hasRenewed(profile) ? '; has the certificate that this one renews' : ''}`,
        }))}
        chosen={chosen}
        onChange={setChosen}
      />
      <NoteField
        label="Note"
        value={note}
        onChange={setNote}
        maxLength={MAX_NOTE_LENGTH}
        help="Optional: by when, and whom to call with questions."
        problem={keyInNote ? problemSentence('private_key_in_text', { detail: 'note' }) : undefined}
      />
      <Alert severity="info" sx={{ '& .MuiAlert-message': { minWidth: 0, overflowWrap: 'anywhere' } }}>
        The copy has the SHA-256 fingerprint <Fingerprint colonPairs={colonPairs(certificate.sha256)} />. The
        private key stays in the keystore: a request cannot carry it.
      </Alert>
    </ConfirmDialog>
  );
}
