import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { counted, numberText } from '../../domain/counted.ts';
import { Problem } from '../page/problem.tsx';
import { ExportCsv } from './export.tsx';
import { focusFirstRow } from './row-keys.ts';
import type { Selection } from './row-selection.tsx';
import { SearchField } from './search-field.tsx';
import type { Identified, ListRows, ListSource } from './source.ts';
import { DataTable, type Column } from './table.tsx';
import { ViewMenu } from './view-menu.tsx';

export interface ListProps<Row extends Identified> {
  label: string;
  /** What a row is: "certificate", and the plural where it is not just that with an s. */
  noun: readonly [one: string, many?: string];
  source: ListSource<Row>;
  columns: readonly Column<Row>[];
  /** Fields that filter the list. */
  filters?: ReactNode;
  /** In pixels, with comfortable density; and on a narrow screen. */
  rowHeight?: number;
  narrowHeight?: number;
  selection?: Selection<Row>;
  highlightedRow?: Row['id'] | undefined;
  /** Drawn below the table. */
  footer?: ReactNode;
  /** Shown in place of the list when it has no row at all. */
  nothing: ReactNode;
}

/**
 * A list with all that belongs to it: search and filters, the settings of its columns, the number of rows, the export,
 * the table, and what is shown where there is nothing or where rows are missing.
 */
export function List<Row extends Identified>(props: ListProps<Row>) {
  const { label, noun, source, columns: allColumns, filters, footer, nothing } = props;
  const { state } = source;
  const narrow = useNarrow();
  /** Why an export or a selection did not happen. */
  const [notDone, setNotDone] = useState<string>();
  const table = useRef<HTMLDivElement>(null);
  const roomFor = useRoomFor(allColumns);
  const visible = state.columns?.join() ?? roomFor;
  const columns = useMemo(
    () => allColumns.filter(({ id }) => visible.split(',').includes(id)),
    [allColumns, visible],
  );
  if (source.total === 0 && !state.isFiltered && !source.isStale && !source.problem) return nothing;
  return (
    <>
      <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap', alignItems: 'center', mb: 1.5 }}>
        <SearchField
          value={state.typed}
          onChange={state.setSearch}
          onDown={() => table.current && focusFirstRow(table.current)}
        />
        {filters}
        <Box sx={{ display: 'flex', flexWrap: 'wrap' }}>
          <ViewMenu columns={columns} allColumns={allColumns} onColumns={state.setColumns} />
          <ExportCsv
            source={source}
            columns={columns}
            fileName={label.toLowerCase().replaceAll(' ', '-')}
            onProblem={setNotDone}
          />
        </Box>
        <Typography role="status" variant="body2" sx={{ color: 'text.secondary', ml: 'auto' }}>
          {`${source.more ? 'More than ' : ''}${counted(source.total, ...noun)}`}
        </Typography>
      </Box>
      <Problem text={notDone} sx={{ mb: 2 }} onClose={() => setNotDone(undefined)} />
      {source.problem && <RowsAreMissing source={source} noun={noun} problem={source.problem} />}
      <DataTable
        scroller={table}
        label={label}
        source={source}
        columns={columns}
        rowHeight={(narrow && props.narrowHeight) || props.rowHeight || 52}
        selection={props.selection}
        onProblem={setNotDone}
        highlightedRow={props.highlightedRow}
        empty={
          <>
            No {noun[0]} matches. <Button onClick={state.showAll}>Show all</Button>
          </>
        }
      />
      {footer}
    </>
  );
}

interface RowsAreMissingProps extends Pick<ListProps<never>, 'noun'> {
  source: Pick<ListRows<unknown>, 'rows' | 'from' | 'total'>;
  problem: NonNullable<ListRows<unknown>['problem']>;
}

const RowsAreMissing = ({ source: { rows, from, total }, noun, problem }: RowsAreMissingProps) => (
  <Problem
    sx={{ mb: 2 }}
    again={{ run: problem.tryAgain, isPending: problem.isLoading }}
    text={
      from === 0 && rows.length > 0 && rows.length < total
        ? `Only ${numberText(rows.length)} of ${counted(total, ...noun)} could be loaded. ${problem.message}`
        : problem.message
    }
  />
);

/** On a narrow screen, the first column shows the most important facts of the others. */
const useNarrow = (): boolean => useMediaQuery('(max-width: 719px)');

export function useColumns<Columns>(columnsOf: (narrow: boolean) => Columns): Columns {
  const narrow = useNarrow();
  return useMemo(() => columnsOf(narrow), [columnsOf, narrow]);
}

/** The ids of the columns for which the window has room. Only a change of them draws the list again. */
const useRoomFor = (columns: readonly Column<never>[]): string =>
  useSyncExternalStore(onResize, () =>
    columns
      .filter(({ from = 0 }) => window.innerWidth >= from)
      .map(({ id }) => id)
      .join(),
  );

function onResize(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}
