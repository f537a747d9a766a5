import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useEffect, useRef } from 'react';
import { useBlocker, type BlockerFunction } from 'react-router';

let leavingForGood = false;

/** Goes on with a new document and asks nothing: for when the person knows already what is lost. */
export function leaveForGood(path: string): void {
  leavingForGood = true;
  location.assign(path);
}

/**
 * Asks before a page with something unsaved is left, by a link, the back button or closing the tab.
 * `release` lets the next navigation pass: for after a save. A page whose windows are routes below its own is not left
 * by going there and back: `within` is its path.
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
  /** What is to be forgotten when the page is left. */
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
