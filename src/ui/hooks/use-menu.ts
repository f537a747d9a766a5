import type { ButtonProps } from '@mui/material/Button';
import type { MenuProps } from '@mui/material/Menu';
import { useId, useRef, useState } from 'react';

interface OpenableMenu {
  /** For the button that opens the menu. */
  button: ButtonProps;
  /** For the menu. Undefined until it is opened for the first time, so that a page does not render closed menus. */
  menu: Pick<MenuProps, 'id' | 'anchorEl' | 'open' | 'onClose'> | undefined;
  close: () => void;
}

/** A menu that opens below a button. */
export function useMenu(): OpenableMenu {
  const [open, setOpen] = useState<boolean>();
  const anchor = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => setOpen(false);
  return {
    button: {
      ref: anchor,
      'aria-haspopup': 'menu',
      'aria-expanded': open ?? false,
      'aria-controls': open ? id : undefined,
      onClick: () => setOpen(true),
    },
    menu: open === undefined ? undefined : { id, anchorEl: () => anchor.current, open, onClose: close },
    close,
  };
}
