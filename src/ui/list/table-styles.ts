/** Styles of all rows, set once on the table: see `BodyRow`. */
export const bodyStyles = {
  '& tbody tr.row:hover': { bgcolor: 'action.hover' },
  '& tbody tr.row[aria-selected]': {
    bgcolor: 'color-mix(in srgb, var(--mui-palette-primary-main) 10%, transparent)',
    '& td:first-of-type': { borderLeft: '4px solid', borderLeftColor: 'primary.main', pl: 1.5 },
  },
  '& tbody .two-lines': {
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    whiteSpace: 'normal',
    lineHeight: 1.35,
  },
  // The beginning makes way for the last eight characters.
  '& tbody .ends > span': {
    display: 'inline-block',
    maxWidth: 'calc(100% - 8ch)',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    verticalAlign: 'bottom',
  },
  '& tbody tr.row td': {
    px: 2,
    py: 0,
    // On the cells, because a border of the row would not be drawn: a sticky header needs `border-collapse: separate`.
    borderTop: '1px solid',
    borderColor: 'divider',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: 'body2.fontSize',
  },
  '& tbody a': { color: 'primary.main', fontWeight: 'fontWeightMedium', textDecoration: 'none' },
  '& tbody a:hover': { textDecoration: 'underline' },
  // Drawn inside the link, because the cell clips what is outside it.
  '& tbody a:focus-visible': { outlineOffset: -2 },
} as const;

/** The whole cell can be clicked, and Shift with a click selects no text. */
export const selectionStyles = {
  '& .select': { p: 0, userSelect: 'none' },
  '& tbody tr.row td.select': { p: 0, overflow: 'visible' },
  // The mark of the row takes no room from the check box.
  '& tbody tr.row[aria-selected] td.select': { pl: 0, '& label': { ml: '-4px' } },
  '& .select label': {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    minHeight: 36,
    height: '100%',
    cursor: 'pointer',
  },
  '& .select input': {
    width: 18,
    height: 18,
    m: 0,
    accentColor: 'var(--mui-palette-primary-main)',
    cursor: 'inherit',
  },
  '& tbody tr.row:has(.select input:checked)': {
    bgcolor: 'color-mix(in srgb, var(--mui-palette-primary-main) 7%, transparent)',
  },
} as const;
