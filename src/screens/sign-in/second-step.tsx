import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useAct } from '../../client/act.ts';
import { leaveSecondStepMutation, secondStepMutation } from '../../client/session/passkey.ts';
import type { PageSession } from '../../client/session/session.ts';
import { Problem } from '../../ui/page/problem.tsx';
import { PasskeyStep } from './passkey-step.tsx';

interface SecondStepProps {
  username: string;
  /** What a sign-in does on this page. */
  signedIn: (state: PageSession) => void;
  onSignedIn: (state: PageSession) => void;
  /** What leaving for the password does on this page. */
  left: () => void;
}

/** After the right password: the passkey. The tenant knows that it is awaited, so a reload shows it again. */
export function SecondStep({ username, signedIn, onSignedIn, left }: SecondStepProps) {
  const step = useAct(secondStepMutation(signedIn), { repeatable: true });
  const leave = useAct(leaveSecondStepMutation(left), { repeatable: true });
  return (
    <Box component="section" aria-label="Second step" sx={{ display: 'grid', gap: 2 }}>
      <Typography>
        The password of <strong>{username}</strong> was right. This account has a passkey: use it to sign in.
      </Typography>
      <Problem text={leave.error?.message} />
      <PasskeyStep act={step} onDone={onSignedIn}>
        <Button disabled={leave.isPending} onClick={() => leave.mutate()}>
          Back to the password
        </Button>
      </PasskeyStep>
    </Box>
  );
}
