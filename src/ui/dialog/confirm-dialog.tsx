import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useRef, useState, type ReactNode } from 'react';
import { focusableWhereItScrolls } from '../hooks/focusable-where-it-scrolls.ts';
import { Kept } from '../page/kept.tsx';
import { Problem } from '../page/problem.tsx';

interface ConfirmDialogProps {
  title: string;
  children: ReactNode;
  onClose: () => void;
  /** Undefined for a dialog that is only read. */
  confirm?: {
    label: string;
    destructive?: boolean;
    disabled?: boolean;
    /** What is missing, if the dialog does not already show it. */
    disabledReason?: string | undefined;
    pending: boolean;
    run: () => void;
  };
  /** Why the act failed. It is shown in the dialog, which stays open. */
  problem?: string | undefined;
}

/** The dialog in which every act is confirmed: it names what will happen, and closes only when the outcome is known. */
export function ConfirmDialog({ title, children, onClose, confirm, problem }: ConfirmDialogProps) {
  const form = useRef<HTMLFormElement>(null);
  const [asking, setAsking] = useState(false);
  // Escape, or a press beside the dialog, may be meant for something else. It never takes away what somebody wrote.
  const dismiss = () => {
    if (!form.current) return;
    if (hasNote(form.current)) setAsking(true);
    else onClose();
  };
  return (
    <Dialog open onClose={dismiss} aria-labelledby="confirm-title" fullWidth maxWidth="sm">
      <Kept>
        <Box
          component="form"
          ref={form}
          sx={{ display: 'flex', flexDirection: 'column', minHeight: 0 }}
          onSubmit={(event) => {
            event.preventDefault();
            if (confirm && !confirm.disabled && !confirm.pending) confirm.run();
          }}
        >
          <DialogTitle id="confirm-title" sx={{ overflowWrap: 'anywhere' }}>
            <bdi>{title}</bdi>
          </DialogTitle>
          <DialogContent ref={focusableWhereItScrolls}>
            <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2, pt: 1 }}>
              {children}
            </Box>
          </DialogContent>
          {/* Beside the button whose outcome it is: the end of a long text may be scrolled out of sight. */}
          <Problem text={problem} sx={{ mx: 3, mt: 1, flexShrink: 0 }} />
          {asking && (
            <Alert
              role="alert"
              severity="warning"
              sx={{ mx: 3, mt: 1, flexShrink: 0 }}
              action={
                <>
                  <Button color="inherit" autoFocus onClick={() => setAsking(false)}>
                    Keep writing
                  </Button>
                  <Button color="inherit" onClick={onClose}>
                    Discard
                  </Button>
                </>
              }
            >
              Discard what you wrote?
            </Alert>
          )}
          <DialogActions sx={{ px: 3, pb: 2 }}>
            {confirm?.disabledReason && (
              <Typography id="confirm-reason" variant="body2" sx={{ mr: 'auto', color: 'text.secondary' }}>
                {confirm.disabledReason}
              </Typography>
            )}
            <Button onClick={onClose}>
              <span>{confirm ? 'Cancel' : 'Close'}</span>
            </Button>
            {confirm && (
              <Button
                type="submit"
                variant="contained"
                color={confirm.destructive ? 'error' : 'primary'}
                disabled={confirm.disabled ?? false}
                aria-describedby={confirm.disabledReason ? 'confirm-reason' : undefined}
                loading={confirm.pending}
              >
                <span>{confirm.label}</span>
              </Button>
            )}
          </DialogActions>
        </Box>
      </Kept>
    </Dialog>
  );
}

/** Whether a text of several lines is being written. The library keeps a copy of it that is only read. */
const hasNote = (form: HTMLFormElement): boolean =>
  [...form.querySelectorAll<HTMLTextAreaElement>('textarea:not([readonly])')].some(
    ({ value }) => value.trim() !== '',
  );
