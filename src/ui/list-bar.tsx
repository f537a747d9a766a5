import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { Shown } from './data-table.tsx';
import { ExportCsv } from './export-csv.tsx';
import { ViewMenu } from './view-menu.tsx';

interface ListBarProps<Row> {
  shown: Shown<Row>;
  /** Gets the ids of the columns to show. */
  onColumns: (visible: string[]) => void;
  /** The name of the exported file, without the date and the ending. */
  fileName: string;
  /** Whether rows are still on their way. */
  isLoading?: boolean;
  /** The number of items: "3 of 12 certificates". */
  count: string;
  /** Search and filters. */
  children?: ReactNode;
}

/** The bar above a list: search and filters, the settings of the list, the export and the number of items. */
export const ListBar = <Row,>({
  shown,
  onColumns,
  fileName,
  isLoading,
  count,
  children,
}: ListBarProps<Row>) => (
  <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap', alignItems: 'center', mb: 1.5 }}>
    {children}
    <Box sx={{ display: 'flex', flexWrap: 'wrap' }}>
      <ViewMenu shown={shown} onColumns={onColumns} />
      <ExportCsv shown={shown} fileName={fileName} isLoading={isLoading} />
    </Box>
    <Typography role="status" variant="body2" sx={{ color: 'text.secondary', ml: 'auto' }}>
      {count}
    </Typography>
  </Box>
);
