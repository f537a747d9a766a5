import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../client/act.ts';
import { proofMutation } from '../client/session/passkey.ts';
import { signedInOnPage, signInMutation, type PageSession } from '../client/session/session.ts';
import type { Asked } from '../client/session/sign-in-again.ts';
import { PROOF_MINUTES, type Session } from '../domain/session.ts';
import { PasskeyStep } from '../screens/sign-in/passkey-step.tsx';
import { SecondStep } from '../screens/sign-in/second-step.tsx';
import { SignInForm } from '../screens/sign-in/sign-in-form.tsx';
import { leaveForGood } from '../ui/dialog/leave-guard.tsx';
import { paths } from '../paths.ts';

interface SignInDialogProps {
  /** The session of the user who signed in on this page; undefined if nobody has yet. */
  page: Session | undefined;
  /**
   * The browser's current session, if it is no longer the page's: null for none, or that of another user; undefined
   * while the page's session lasts.
   */
  now: Session | null | undefined;
  asked: Asked | undefined;
  onAnswer: (signedIn: boolean) => void;
}

/** Signs in again over the open page and its dialogs: everything typed and chosen stays. */
export function SignInDialog({ page, now, asked, onAnswer }: SignInDialogProps) {
  const client = useQueryClient();
  const [credentials, setCredentials] = useState({ username: page?.username ?? '', password: '' });
  const [wantsBack, setWantsBack] = useState(false);
  const signIn = useAct(
    signInMutation(() => credentials, signedInOnPage(client)),
    { repeatable: true },
  );
  const [secondStepOf, setSecondStepOf] = useState<string>();
  const proof = useAct(proofMutation(), { repeatable: true });
  const signedIn = ({ session, secondStep }: PageSession) => {
    setSecondStepOf(secondStep?.username);
    if (secondStep) return setCredentials({ username: secondStep.username, password: '' });
    setWantsBack(false);
    setCredentials({ username: page?.username ?? '', password: '' });
    if (!page || session?.username === page.username) onAnswer(true);
  };

  if (page && now && !wantsBack) {
    return (
      <AnotherUser
        page={page}
        now={now}
        onGoOn={() => leaveForGood(paths.overview())}
        onBack={() => setWantsBack(true)}
      />
    );
  }
  const byPasskey = asked === 'for a proof' && now === undefined && page && provesByPasskey(page);
  const { title, text } = wordsFor(page, now, asked);
  const other = page !== undefined && credentials.username !== page.username;
  const close = () => (now ? setWantsBack(false) : onAnswer(false));
  return (
    <Dialog open onClose={close} aria-labelledby="sign-in-title" fullWidth maxWidth="xs">
      <DialogTitle id="sign-in-title">{title}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <DialogContentText>{text}</DialogContentText>
        {page?.singleSignOn ? (
          <>
            <Button
              href={paths.singleSignOn(paths.yourAccount(), { prove: asked === 'for a proof' })}
              target="_blank"
              rel="noopener"
              variant="contained"
            >
              Single sign-on, in a new tab
            </Button>
            <Button onClick={close}>Not now</Button>
          </>
        ) : secondStepOf !== undefined ? (
          <SecondStep
            username={secondStepOf}
            signedIn={signedInOnPage(client)}
            onSignedIn={signedIn}
            left={() => setSecondStepOf(undefined)}
          />
        ) : byPasskey ? (
          <PasskeyStep act={proof} onDone={() => onAnswer(true)}>
            <Button onClick={close}>Not now</Button>
          </PasskeyStep>
        ) : (
          <SignInForm
            credentials={credentials}
            onChange={setCredentials}
            signIn={signIn}
            onSignedIn={signedIn}
            // The dialog takes the focus only when the person asked for it: otherwise what they are typing would go into
            // the password field.
            focus={asked || wantsBack ? (page ? 'password' : 'username') : undefined}
          >
            {other && (
              <DialogContentText role="status">
                This page belongs to {page.username}. For another user it starts again, without what was typed
                here.
              </DialogContentText>
            )}
            <Button onClick={close} disabled={signIn.isPending}>
              Not now
            </Button>
          </SignInForm>
        )}
      </DialogContent>
    </Dialog>
  );
}

const provesByPasskey = ({ passkey, singleSignOn }: Session) => passkey && !singleSignOn;

const GOES_ON = 'What you typed and chose here stays, and what you started continues.';

function wordsFor(
  page: Session | undefined,
  now: Session | null | undefined,
  asked: Asked | undefined,
): { title: string; text: string } {
  if (!page) return { title: 'Sign in', text: 'This needs a session. What you have done here stays.' };
  if (asked === 'for a proof' && now === undefined) {
    return {
      title: 'Confirm that it is you',
      text: provesByPasskey(page)
        ? `What you started asks for your passkey, because it was not used in this session in the last ${PROOF_MINUTES} minutes. ${GOES_ON}`
        : `What you started asks for this, and you signed in more than ${PROOF_MINUTES} minutes ago. Sign in as ${page.username} again. ${GOES_ON}`,
    };
  }
  if (now === undefined) {
    return {
      title: 'Sign in again',
      text: 'Your session sees the keystore as it was when you signed in. Sign in again to see what other sessions have uploaded or deleted since. What you typed here stays.',
    };
  }
  const goesOn = asked === 'for an act' ? ' Then what you started continues.' : '';
  return {
    title: now ? 'Sign in again' : 'Your session has ended',
    text: `Sign in as ${page.username} again: what you typed and chose here stays.${goesOn} The lists then show the keystore as it is now, with what other sessions have changed.`,
  };
}

interface AnotherUserProps {
  page: Session;
  now: Session;
  onGoOn: () => void;
  onBack: () => void;
}

/** A browser has only one session, and it now belongs to another user. They must not see anything of this page. */
const AnotherUser = ({ page, now, onGoOn, onBack }: AnotherUserProps) => (
  <Dialog open aria-labelledby="another-user-title" fullWidth maxWidth="xs">
    <DialogTitle id="another-user-title">Another user has signed in</DialogTitle>
    <DialogContent>
      <DialogContentText>
        In this browser, {now.username} is signed in now. This page belongs to {page.username}. For{' '}
        {now.username} it starts again, without what was typed or chosen here.
      </DialogContentText>
    </DialogContent>
    <DialogActions disableSpacing sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
      <Button onClick={onBack}>Sign in as {page.username}</Button>
      <Button onClick={onGoOn} variant="contained">
        Go on as {now.username}
      </Button>
    </DialogActions>
  </Dialog>
);
