import Alert from '@mui/material/Alert';
import DialogContentText from '@mui/material/DialogContentText';
import { useState } from 'react';
import { Navigate, useNavigate, useOutletContext } from 'react-router';
import { paths } from '../../paths.ts';
import {
  ACKNOWLEDGEMENT_WORD,
  discussWith,
  isAcknowledged,
  stopLabel,
  stopText,
  stopTitle,
} from '../../domain/turn-off.ts';
import { Acknowledge, NOTHING_ACKNOWLEDGED } from '../../ui/dialog/acknowledge.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { dayText } from '../../ui/page/dates.ts';
import type { ProfileContext } from './profile.tsx';

/** Confirms a save after which the calls that pick the profile are not encrypted. */
export function Component() {
  const { profile, session, stop, refused, save, problem, pending } = useOutletContext<ProfileContext>();
  const navigate = useNavigate();
  const [acknowledgement, setAcknowledgement] = useState(NOTHING_ACKNOWLEDGED);
  const back = paths.ivrProfile(profile.id);
  // Opened by its address with nothing to save, or the save is done.
  if (!save || (!stop && !refused)) return <Navigate to={back} replace />;
  return (
    <ConfirmDialog
      title={stop ? stopTitle(stop) : `Turn off the encryption of ${profile.name}?`}
      onClose={() => void navigate(back, { preventScrollReset: true })}
      confirm={{
        label: stopLabel[stop?.kind ?? 'at once'],
        destructive: true,
        disabled: !isAcknowledged(acknowledgement),
        pending,
        run: () => save(acknowledgement),
      }}
      problem={problem}
    >
      <Alert severity="error">{stop ? `From now on, ${stopText(stop, dayText)}` : refused}</Alert>
      <DialogContentText>Older recordings do not change.</DialogContentText>
      <Acknowledge
        word={ACKNOWLEDGEMENT_WORD}
        discussWith={discussWith(session.role)}
        value={acknowledgement}
        onChange={setAcknowledgement}
      />
    </ConfirmDialog>
  );
}
