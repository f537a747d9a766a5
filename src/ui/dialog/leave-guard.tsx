import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useEffect, useRef } from 'react';
import { useBlocker, type BlockerFunction } from 'react-router';

let leavingForGood = false;

/** Loads a new document without asking, for when the person already knows what is lost. */
export function leaveForGood(path: string): void {
  leavingForGood = true;
  location.assign(path);
}

/**
 * Asks before a page with unsaved changes is left by a link, the back button or closing the tab. `release` lets the
 * next navigation pass, after a save. `within` is the path of a page whose dialogs have routes below its own: going to
 * those does not leave the page.
 */
export function useLeaveGuard(unsaved: boolean, within?: string) {
  const released = useRef(false);
  const isWithin = (pathname: string) =>
    within !== undefined && (pathname === within || pathname.startsWith(`${within}/`));
  const shouldBlock: BlockerFunction = ({ currentLocation, nextLocation }) =>
    unsaved &&
    !released.current &&
    currentLocation.pathname !== nextLocation.pathname &&
    !isWithin(nextLocation.pathname);
  const blocker = useBlocker(shouldBlock);

  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (!released.current && !leavingForGood) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [unsaved]);

  return {
    blocker,
    release: () => {
      released.current = true;
    },
  };
}

interface LeaveDialogProps {
  blocker: ReturnType<typeof useBlocker>;
  title: string;
  text: string;
  stay: string;
  leave: string;
  /** Called when the page is left, to drop the unsaved changes. */
  onLeave?: () => void;
}

export function LeaveDialog({ blocker, title, text, stay, leave, onLeave }: LeaveDialogProps) {
  return (
    <Dialog
      open={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      aria-labelledby="leave-title"
    >
      <DialogTitle id="leave-title">{title}</DialogTitle>
      <DialogContent>
        <DialogContentText>{text}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button
          onClick={() => {
            onLeave?.();
            blocker.proceed?.();
          }}
          color="error"
        >
          {leave}
        </Button>
        <Button onClick={() => blocker.reset?.()} variant="contained" autoFocus>
          {stay}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
