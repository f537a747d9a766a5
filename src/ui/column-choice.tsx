import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useId, useRef, useState } from 'react';
import { ColumnsIcon } from './icons.tsx';

interface ColumnChoiceProps {
  columns: readonly { id: string; header: string }[];
  visible: readonly string[];
  onChange: (visible: string[]) => void;
}

/** Which columns a list shows. The first one names the row and always stays. */
export function ColumnChoice({ columns, visible, onChange }: ColumnChoiceProps) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const id = useId();
  const toggle = (column: string) =>
    onChange(columns.map((each) => each.id).filter((each) => visible.includes(each) !== (each === column)));
  return (
    <>
      <Button
        ref={anchor}
        startIcon={<ColumnsIcon />}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(true)}
      >
        Columns
      </Button>
      <Menu id={id} anchorEl={() => anchor.current} open={open} onClose={() => setOpen(false)}>
        {columns.slice(1).map((column) => {
          const checked = visible.includes(column.id);
          return (
            <MenuItem
              key={column.id}
              dense
              role="menuitemcheckbox"
              aria-checked={checked}
              onClick={() => toggle(column.id)}
            >
              <Checkbox
                checked={checked}
                size="small"
                tabIndex={-1}
                disableRipple
                aria-hidden
                sx={{ p: 0, mr: 1.5 }}
              />
              {column.header}
            </MenuItem>
          );
        })}
      </Menu>
    </>
  );
}
