import Popover from '@mui/material/Popover';
import type { ReactNode, RefObject } from 'react';

interface TextPopoverProps {
  label: string;
  open: boolean;
  onClose: () => void;
  /** What opened it. */
  anchor: RefObject<HTMLElement | null>;
  /** In pixels, at most. */
  width: number;
  children: ReactNode;
}

/** A text that is opened below a few words of the page. */
export const TextPopover = ({ label, open, onClose, anchor, width, children }: TextPopoverProps) => (
  <Popover
    open={open}
    anchorEl={() => anchor.current}
    onClose={onClose}
    anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
    slotProps={{
      paper: { role: 'dialog', 'aria-label': label, tabIndex: -1, sx: { p: 2, maxWidth: width } },
    }}
  >
    {children}
  </Popover>
);
