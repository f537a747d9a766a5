import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { counted } from '../../domain/counted.ts';
import { focusableWhereItScrolls } from '../../ui/hooks/focusable-where-it-scrolls.ts';

export interface ReportColumn<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  /** A share of the width of the page. */
  width?: `${number}%`;
}

export interface ReportTableProps<Row> {
  label: string;
  columns: readonly ReportColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** How many rows there are. */
  total?: number;
  more?: boolean | undefined;
  /** Said where there is no row. */
  nothing: string;
}

/** A table of the report. All of its rows are in the document, because paper does not scroll. */
export function ReportTable<Row>(props: ReportTableProps<Row>) {
  const { label, columns, rows, keyOf, total = rows.length, more, nothing } = props;
  if (rows.length === 0) return <Typography>{nothing}</Typography>;
  return (
    <>
      <Box ref={focusableWhereItScrolls} sx={scroller}>
        <Box component="table" aria-label={label} sx={table}>
          <thead>
            <tr>
              {columns.map(({ header, width }) => (
                <th key={header} scope="col" style={{ width }}>
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ header, cell }) => (
                  <td key={header}>{cell(row)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
      {(more || total > rows.length) && (
        <Typography variant="body2" sx={{ mt: 1 }}>
          {`These are the first ${counted(rows.length, 'row')} of ${more ? 'more than ' : ''}${counted(total, 'row')}. The CSV and the JSON file have all.`}
        </Typography>
      )}
    </>
  );
}

const scroller = { overflowX: 'auto', '@media print': { overflow: 'visible' } } as const;

const table = {
  width: '100%',
  minWidth: 640,
  borderCollapse: 'collapse',
  fontSize: 'caption.fontSize',
  '& th, & td': {
    textAlign: 'left',
    verticalAlign: 'top',
    py: 0.75,
    pr: 1.5,
    borderBottom: '1px solid',
    borderColor: 'divider',
    overflowWrap: 'anywhere',
  },
  '& th': { color: 'text.secondary', fontWeight: 'fontWeightMedium', overflowWrap: 'normal' },
  '& a': { color: 'primary.main' },
  '@media print': {
    minWidth: 0,
    '& tr': { breakInside: 'avoid' },
    '& a': { color: 'inherit', textDecoration: 'none' },
  },
} as const;
