import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useStoppable } from '../../ui/hooks/use-stoppable.ts';
import { Problem } from '../../ui/page/problem.tsx';

interface PasskeyStepProps<Data> {
  /** The signal ends it. */
  act: UseMutationResult<Data, Error, AbortSignal>;
  onDone: (data: Data) => void;
  /** Shown below *Use passkey*, while nobody is asked. */
  children: ReactNode;
}

/** Asks for the passkey. The browser asks in a window of its own; Escape and *Cancel* end that. */
export function PasskeyStep<Data>({ act, onDone, children }: PasskeyStepProps<Data>) {
  const { begin, stop } = useStoppable({ byEscape: act.isPending });
  return (
    <>
      <Problem text={act.error?.message} />
      <Button
        autoFocus
        variant="contained"
        size="large"
        fullWidth
        loading={act.isPending}
        onClick={() => act.mutate(begin(), { onSuccess: onDone })}
      >
        Use passkey
      </Button>
      <Typography role="status" variant="body2" sx={{ color: 'text.secondary' }}>
        {act.isPending ? 'Confirm it on your device, or with your security key.' : ''}
      </Typography>
      {act.isPending ? <Button onClick={stop}>Cancel</Button> : children}
    </>
  );
}
