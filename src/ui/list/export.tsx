import DownloadIcon from '@mui/icons-material/Download';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { clockNow } from '../../client/clock.ts';
import { FILE_TIMES } from '../../domain/columns.ts';
import { downloadFile } from '../form/download.ts';
import type { ListRows } from './source.ts';
import type { Column } from './table.tsx';

interface ExportCsvProps<Row> {
  source: ListRows<Row>;
  /** The visible columns. */
  columns: readonly Column<Row>[];
  /** The name of the file, without the date and the ending. */
  fileName: string;
  /** Gets the reason when there is no file. */
  onProblem: (message: string | undefined) => void;
}

/** Saves all rows that match, with the columns that the list shows, as a file for spreadsheets. */
export function ExportCsv<Row>({ source, columns, fileName, onProblem }: ExportCsvProps<Row>) {
  const [isPending, setPending] = useState(false);
  const save = async () => {
    setPending(true);
    onProblem(undefined);
    try {
      const csv = await source.csvOf(columns);
      downloadFile(`${fileName}-${clockNow().toISOString().slice(0, 10)}.csv`, csv, 'text/csv;charset=utf-8');
    } catch (error) {
      onProblem(`Nothing was exported. ${error instanceof Error ? error.message : ''}`);
    }
    setPending(false);
  };
  return (
    <Button
      title={FILE_TIMES}
      startIcon={<DownloadIcon />}
      disabled={source.total === 0}
      loading={isPending}
      loadingPosition="start"
      onClick={() => void save()}
    >
      Export CSV
    </Button>
  );
}
