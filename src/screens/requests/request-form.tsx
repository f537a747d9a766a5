import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import DialogContentText from '@mui/material/DialogContentText';
import { useSuspenseQueries } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import type { Certificate } from '../../client/queries/certificates.ts';
import { ivrProfilesQuery, type IvrProfile } from '../../client/queries/ivr-profiles.ts';
import { makeRequestsMutation, requestsQuery } from '../../client/queries/requests.ts';
import { isAssignable } from '../../domain/certificate.ts';
import { counted } from '../../domain/counted.ts';
import { encryptionOf, encryptionText, recordsCalls } from '../../domain/ivr-profile.ts';
import { noteProblem } from '../../domain/note.ts';
import { isAssignment, isWaiting } from '../../domain/request.ts';
import { PLAYS_BACK_ONLY } from '../../domain/said.ts';
import { dayText } from '../../ui/page/dates.ts';
import { CheckList } from '../../ui/page/check-list.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { colonPairs } from '../../ui/page/facts.tsx';
import { Fingerprint } from '../../ui/page/fingerprint.tsx';
import { nameOf } from '../../ui/page/name-of.ts';
import { To } from '../../ui/page/to.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { NoteField } from '../../ui/form/note-field.tsx';

interface RequestFormProps {
  /** One or more certificates. Each gets its own request, so that each can be answered separately. */
  certificates: readonly Certificate[];
  onClose: () => void;
}

const has = (profile: IvrProfile, id: string | undefined) =>
  profile.certificates.some((assigned) => assigned.id === id);

/**
 * The documented step 11, inside the console: ask the Genesys Professional to assign, with a copy of the certificate.
 */
export function RequestForm({ certificates, onClose }: RequestFormProps) {
  const [{ data: profiles }, { data: requests }] = useSuspenseQueries({
    queries: [ivrProfilesQuery(), requestsQuery()],
  });
  const now = useNow();
  const navigate = useNavigate();
  const [sent] = useState(() => new Set<string>());
  const ask = useAct(makeRequestsMutation(sent));

  const recording = profiles.items.filter(recordsCalls);
  const lacking = ({ id }: Certificate) => recording.filter((profile) => !has(profile, id));
  const waitingFor = ({ id }: Certificate) =>
    requests.items.find(
      (request) => isAssignment(request) && request.certificate.id === id && isWaiting(request),
    );
  const asked = certificates.filter(
    (each) => !waitingFor(each) && lacking(each).length > 0 && isAssignable(each, now),
  );
  const candidates = recording.filter((profile) => asked.some(({ id }) => !has(profile, id)));
  const hasRenewed = (profile: IvrProfile) => asked.some(({ replaces }) => has(profile, replaces?.id));
  // Preselected: for a renewal, the profiles that have the old certificate; otherwise, those that are not encrypted or
  // soon will not be.
  const [chosen, setChosen] = useState(() => {
    const same = candidates.filter(hasRenewed);
    const meant =
      same.length > 0 ? same : candidates.filter((each) => encryptionOf(each, now).kind !== 'encrypted');
    return meant.map((each) => each.id);
  });
  const [note, setNote] = useState('');
  const [only] = certificates.length === 1 ? certificates : [];
  // As it was when the dialog opened: afterwards, those that were sent are waiting.
  const [count] = useState(asked.length || certificates.length);
  const title = `Request assignment of ${only ? nameOf(only) : counted(count, 'certificate')}`;
  const left = (
    <NotAsked
      only={only !== undefined}
      certificates={certificates.filter((each) => !asked.includes(each) && !sent.has(each.id))}
    >
      {(certificate) => {
        const waiting = waitingFor(certificate);
        return waiting ? (
          <>
            <To to={paths.request(waiting.id)}>A request for this certificate</To> is already waiting.
            Withdraw it first to ask for something else.
          </>
        ) : lacking(certificate).length === 0 ? (
          'It is assigned to every IVR profile for recording already.'
        ) : (
          `This certificate has expired: ${PLAYS_BACK_ONLY}`
        );
      }}
    </NotAsked>
  );

  const problem = ask.error
    ? `${sent.size > 0 ? `${sent.size} of ${count} requests ${sent.size === 1 ? 'was' : 'were'} sent. ` : ''}${ask.error.message}`
    : undefined;
  if (asked.length === 0 && !ask.isPending) {
    return (
      <ConfirmDialog title={title} onClose={onClose} problem={problem}>
        {certificates.length === 0 ? (
          <DialogContentText>
            None of these certificates is in the keystore as your session sees it.
          </DialogContentText>
        ) : (
          left
        )}
      </ConfirmDialog>
    );
  }

  const bodies = asked.flatMap((certificate) => {
    const ivrProfileIds = chosen.filter((id) => lacking(certificate).some((profile) => profile.id === id));
    return ivrProfileIds.length > 0
      ? { kind: 'assignment' as const, certificateId: certificate.id, ivrProfileIds, note: note.trim() }
      : [];
  });
  const isWrong = noteProblem(note) !== undefined;
  return (
    <ConfirmDialog
      title={title}
      onClose={onClose}
      confirm={{
        label: 'Request assignment',
        disabled: bodies.length === 0 || isWrong,
        disabledReason: bodies.length === 0 ? 'Choose at least one IVR profile.' : undefined,
        pending: ask.isPending,
        run: () =>
          ask.mutate(bodies, {
            onSuccess: ([request]) =>
              void (request && sent.size === 1
                ? navigate(paths.request(request.id))
                : navigate(paths.requests(), { state: { sent: true } })),
          }),
      }}
      problem={problem}
    >
      <DialogContentText>
        {only
          ? 'Your Genesys Professional gets the request with a copy of the certificate, and assigns it to the profiles that you choose.'
          : 'Your Genesys Professional gets a request for each certificate, with a copy of it, and assigns it to those of the profiles that you choose which do not have it yet.'}
      </DialogContentText>
      {!only && (
        <Box component="ul" aria-label="Certificates" sx={{ m: 0, pl: 3, overflowWrap: 'anywhere' }}>
          {asked.map(({ id, subjectName, serialNumber, notAfter }) => (
            <li key={id}>
              {subjectName}, until {dayText(notAfter)}, serial number <code>{serialNumber.hex}</code>
            </li>
          ))}
        </Box>
      )}
      {!only && left}
      <CheckList
        label="IVR profiles"
        items={candidates.map((profile) => ({
          id: profile.id,
          label: profile.name,
          details: `${profile.geoLocation ?? 'No geo-location'}: ${encryptionText(encryptionOf(profile, now)).toLowerCase()}${hasRenewed(profile) ? `; has the certificate that ${only ? 'this one' : 'one of these'} renews` : ''}`,
        }))}
        chosen={chosen}
        onChange={setChosen}
      />
      <NoteField
        label="Note"
        value={note}
        onChange={setNote}
        help="Optional: by when, and whom to call with questions."
      />
      <Alert severity="info">
        {only ? (
          <span>
            The copy has the SHA-256 fingerprint <Fingerprint colonPairs={colonPairs(only.sha256)} />. The
            private key stays in the keystore: a request cannot carry it.
          </span>
        ) : (
          <span>The private keys stay in the keystore: a request cannot carry one.</span>
        )}
      </Alert>
    </ConfirmDialog>
  );
}

interface NotAskedProps {
  /** The dialog is about one certificate, and its title names it. */
  only: boolean;
  certificates: readonly Certificate[];
  children: (certificate: Certificate) => ReactNode;
}

/** The certificates for which no request is sent, each with the reason. */
function NotAsked({ only, certificates, children }: NotAskedProps) {
  const [first] = certificates;
  if (!first) return null;
  if (only) return <DialogContentText>{children(first)}</DialogContentText>;
  return (
    <Box component="ul" aria-label="Not requested" sx={{ m: 0, pl: 3, overflowWrap: 'anywhere' }}>
      {certificates.map((each) => (
        <li key={each.id}>
          {nameOf(each)}: {children(each)}
        </li>
      ))}
    </Box>
  );
}
