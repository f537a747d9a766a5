import DownloadIcon from '@mui/icons-material/Download';
import Button from '@mui/material/Button';
import { cellOf } from '../domain/columns.ts';
import type { Shown } from './data-table.tsx';
import { downloadFile } from './download.ts';
import { loadCode } from './load-code.ts';

interface ExportCsvProps<Row> {
  shown: Shown<Row>;
  /** The name of the file, without the date and the ending. */
  fileName: string;
  /** Whether rows are still on their way: a file of a part would look whole. */
  isLoading?: boolean | undefined;
}

const csvCode = () => import('../domain/csv.ts');

/**
 * Saves what the list shows as a file for a spreadsheet: the same rows in the same order, the same columns as plain
 * text.
 */
export function ExportCsv<Row>({
  shown: { rows, columns },
  fileName,
  isLoading = false,
}: ExportCsvProps<Row>) {
  const save = async () => {
    const { csvOf } = await loadCode(csvCode);
    const written = columns.flatMap(({ header, text, sortBy }) => (text ? { header, text, sortBy } : []));
    const csv = csvOf([
      written.map(({ header }) => header),
      ...rows.map((row) => written.map((column) => cellOf(column, row))),
    ]);
    downloadFile(`${fileName}-${new Date().toISOString().slice(0, 10)}.csv`, csv, 'text/csv;charset=utf-8');
  };
  return (
    // If the code cannot be loaded, the page itself asks what to do; a person who gives up there needs no further
    // message.
    <Button
      startIcon={<DownloadIcon />}
      disabled={rows.length === 0 || isLoading}
      onClick={() => void save().catch(() => {})}
    >
      Export CSV
    </Button>
  );
}
