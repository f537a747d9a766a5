import CheckIcon from '@mui/icons-material/Check';
import ColumnsIcon from '@mui/icons-material/ViewWeek';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import type { Column } from './table.tsx';
import { useDensity, type Density } from './density.ts';
import { useMenu } from '../hooks/use-menu.ts';

interface ViewMenuProps<Row> {
  /** The columns that are shown, and all. */
  columns: readonly Column<Row>[];
  allColumns: readonly Column<Row>[];
  /** Gets the ids of the columns to show. */
  onColumns: (visible: string[]) => void;
}

const densities: [Density, string][] = [
  ['comfortable', 'Comfortable rows'],
  ['compact', 'Compact rows'],
];

/**
 * Settings of a list: which columns it shows, and how high its rows are. The first column names the row and is always
 * shown.
 */
export function ViewMenu<Row>({ columns, allColumns, onColumns }: ViewMenuProps<Row>) {
  const { button, menu } = useMenu();
  const [density, setDensity] = useDensity();
  const toggle = (column: Column<Row>) =>
    onColumns(
      allColumns.filter((each) => columns.includes(each) !== (each === column)).map((each) => each.id),
    );
  return (
    <>
      <Button {...button} startIcon={<ColumnsIcon />}>
        View
      </Button>
      {menu && (
        <Menu {...menu}>
          {allColumns.slice(1).map((column) => {
            const checked = columns.includes(column);
            return (
              <MenuItem
                key={column.id}
                dense
                role="menuitemcheckbox"
                aria-checked={checked}
                onClick={() => toggle(column)}
              >
                <Mark on={checked} />
                {column.header}
              </MenuItem>
            );
          })}
          <Divider component="li" />
          {densities.map(([value, label]) => (
            <MenuItem
              key={value}
              dense
              role="menuitemradio"
              aria-checked={density === value}
              onClick={() => setDensity(value)}
            >
              <Mark on={density === value} />
              {label}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}

/** Shows whether the menu item is on. It is not a control itself. */
const Mark = ({ on }: { on: boolean }) => (
  <CheckIcon
    fontSize="small"
    sx={{ mr: 1.5, color: 'primary.main', visibility: on ? 'visible' : 'hidden' }}
  />
);
