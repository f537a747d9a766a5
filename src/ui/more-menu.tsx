import ExpandIcon from '@mui/icons-material/ArrowDropDown';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useId, useRef, useState } from 'react';
import { Link } from 'react-router';

interface MoreMenuProps {
  /** `does` is the address that the item leads to, or what it runs. */
  items: readonly { label: string; does: string | (() => void) }[];
  /** True while one of the acts is running. */
  loading?: boolean;
}

/** A menu with the less common acts of a page. */
export function MoreMenu({ items, loading = false }: MoreMenuProps) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    <>
      <Button
        ref={anchor}
        endIcon={<ExpandIcon />}
        loading={loading}
        loadingPosition="end"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(true)}
      >
        More
      </Button>
      <Menu id={id} anchorEl={() => anchor.current} open={open} onClose={() => setOpen(false)}>
        {items.map(({ label, does }) => (
          <MenuItem
            key={label}
            onClick={() => {
              setOpen(false);
              if (typeof does === 'function') does();
            }}
            {...(typeof does === 'string' && { component: Link, to: does })}
          >
            {label}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
