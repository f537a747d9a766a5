import ExpandIcon from '@mui/icons-material/ArrowDropDown';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { Link } from 'react-router';
import { useMenu } from '../hooks/use-menu.ts';

interface MoreMenuProps {
  /** `does` is the address that the item leads to, or what it runs. */
  items: readonly { label: string; does: string | (() => void) }[];
  /** True while one of the acts is running. */
  loading?: boolean;
}

/** A menu with the less common acts of a page. */
export function MoreMenu({ items, loading = false }: MoreMenuProps) {
  const { button, menu, close } = useMenu();
  return (
    <>
      <Button {...button} endIcon={<ExpandIcon />} loading={loading} loadingPosition="end">
        More
      </Button>
      {menu && (
        <Menu {...menu}>
          {items.map(({ label, does }) => (
            <MenuItem
              key={label}
              onClick={() => {
                close();
                if (typeof does === 'function') does();
              }}
              {...(typeof does === 'string' && { component: Link, to: does })}
            >
              {label}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}
