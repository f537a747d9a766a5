import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TableSortLabel from '@mui/material/TableSortLabel';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { Fragment, memo, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useArrangedRows } from './arranged-rows.ts';
import type { ColumnWords } from '../domain/columns.ts';
import { useDensity } from './density.ts';
import { bodyStyles, selectionStyles } from './data-table-styles.ts';
import { moveBetweenRows, rowOf } from './row-keys.ts';
import {
  SelectAll,
  SelectRow,
  useRowSelection,
  type SelectAllProps,
  type Selection,
} from './row-selection.tsx';
import { nextSort, type Sort } from './sort.ts';

export interface Column<Row> extends ColumnWords<Row> {
  align?: 'right';
  /** Shows up to two lines, because long names often differ only at the end. */
  twoLines?: boolean;
  /** What the cell shows; without it, the plain text. */
  cell?: (row: Row) => ReactNode;
}

/** What a list shows at the moment: the rows that match the search, in their order, and the visible columns. */
export interface Shown<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  /** The hidden columns as well. */
  allColumns: readonly Column<Row>[];
}

interface DataTableProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  /** Ids of the columns to show; undefined shows all. */
  visible?: readonly string[] | undefined;
  rowId: (row: Row) => string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** A row matches if each word occurs in one of its texts. */
  search?: string;
  highlightedRow?: string | undefined;
  /** Shown instead of the rows when there are none. */
  empty: ReactNode;
  /** In pixels, with comfortable density. */
  rowHeight?: number;
  /** Adds a check box to each row. */
  selection?: Selection<Row> | undefined;
  /** Drawn above the table, with what the table shows at the moment. */
  bar?: ((shown: Shown<Row>) => ReactNode) | undefined;
  /** Drawn below the table, with what the table shows at the moment. */
  footer?: ((shown: Shown<Row>) => ReactNode) | undefined;
}

const HEADER_HEIGHT = 40;

/**
 * A semantic table of any length: only visible rows, and the row with the focus, are in the document, but assistive
 * technology is told their true number and positions.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const {
    label,
    rows,
    columns,
    visible,
    rowId,
    sort,
    onSort,
    search = '',
    highlightedRow,
    empty,
    selection,
    bar,
    footer,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [density] = useDensity();
  const rowHeight = (props.rowHeight ?? 52) - (density === 'compact' ? 12 : 0);

  const visibleIds = visible?.join();
  const shown = useMemo(
    () => columns.filter(({ id }) => visibleIds?.split(',').includes(id) ?? true),
    [columns, visibleIds],
  );

  const arranged = useArrangedRows(rows, columns, sort, search);
  const model = useMemo(
    () => arranged.map((original) => ({ id: rowId(original), original })),
    [arranged, rowId],
  );
  const [focusedId, setFocusedId] = useState<string>();
  const focused = useMemo(() => model.findIndex(({ id }) => id === focusedId), [model, focusedId]);
  const virtualizer = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    getItemKey: useCallback((index: number) => model[index]?.id ?? index, [model]),
    rangeExtractor: useCallback(
      (range: Range) => withIndex(defaultRangeExtractor(range), focused),
      [focused],
    ),
  });
  // The virtualizer keeps the sizes of rows that it has seen until it is told to measure again.
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const rendered = virtualizer.getVirtualItems();
  const below = virtualizer.getTotalSize() - (rendered.at(-1)?.end ?? 0);

  const { toggle, selectAll } = useRowSelection(selection, model);
  const width = shown.length + (selection ? 1 : 0);
  // Scrolling renders the table in every frame. What is around it stays the same and is not rendered again.
  const list = useMemo(
    () => ({ rows: arranged, columns: shown, allColumns: columns }),
    [arranged, shown, columns],
  );
  const barOfList = useMemo(() => bar?.(list), [bar, list]);
  const footerOfList = useMemo(() => footer?.(list), [footer, list]);

  return (
    <>
      {barOfList}
      <Box
        ref={scroller}
        role="region"
        aria-label={label}
        tabIndex={0}
        onFocus={({ target }) => setFocusedId(model[rowOf(target)]?.id)}
        onKeyDown={(event) =>
          moveBetweenRows(event, model.length, (index) => flushSync(() => setFocusedId(model[index]?.id)))
        }
        sx={{
          overflow: 'auto',
          // The browser scrolls what gets the focus into view: below the sticky header, not behind it.
          scrollPaddingTop: HEADER_HEIGHT,
          maxHeight: 'max(320px, calc(100dvh - 250px))',
          border: '1px solid',
          borderColor: 'divider',
          borderRadius: 1,
          bgcolor: 'background.paper',
        }}
      >
        <Table
          stickyHeader
          size="small"
          aria-label={label}
          aria-rowcount={model.length + 1}
          sx={{
            tableLayout: 'fixed',
            ...bodyStyles,
            ...(selection && selectionStyles),
            '& tbody tr.row': { height: rowHeight },
          }}
        >
          <Head columns={shown} sort={sort} onSort={onSort} selectAll={selectAll} />
          <TableBody>
            {rendered.map(({ index, key, start }, position) => {
              const row = model[index];
              if (!row) return null;
              const gap = start - (rendered[position - 1]?.end ?? 0);
              return (
                <Fragment key={key}>
                  {gap > 0 && <Spacer height={gap} columns={width} />}
                  <BodyRow
                    row={row.original}
                    columns={shown}
                    index={index}
                    highlighted={row.id === highlightedRow}
                    {...(selection && {
                      id: row.id,
                      checked: selection.selected.has(row.id),
                      nameOf: selection.nameOf,
                      isDisabled: selection.isDisabled,
                      onToggle: toggle,
                    })}
                  />
                </Fragment>
              );
            })}
            {below > 0 && <Spacer height={below} columns={width} />}
            {model.length === 0 && (
              <TableRow>
                <TableCell colSpan={width} sx={{ py: 5, textAlign: 'center' }}>
                  {empty}
                </TableCell>
              </TableRow>
            )}
          </TableBody>
        </Table>
      </Box>
      {footerOfList}
    </>
  );
}

interface HeadProps<Row> {
  columns: readonly Column<Row>[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** Undefined where rows cannot be selected. */
  selectAll: SelectAllProps | undefined;
}

/** Stays as it is while the rows scroll. */
const Head = memo(function Head<Row>({ columns, sort, onSort, selectAll }: HeadProps<Row>) {
  return (
    <TableHead>
      <TableRow aria-rowindex={1}>
        {selectAll && <SelectAll {...selectAll} />}
        {columns.map((column) => {
          const active = sort.column === column.id;
          const direction = active && sort.descending ? 'desc' : 'asc';
          return (
            <TableCell
              key={column.id}
              align={column.align ?? 'left'}
              sx={{ width: column.width, bgcolor: 'background.paper', whiteSpace: 'nowrap' }}
              {...(active && { sortDirection: direction })}
            >
              {column.sortBy ? (
                <TableSortLabel
                  active={active}
                  direction={direction}
                  onClick={() => onSort(nextSort(sort, column.id))}
                >
                  {column.header}
                </TableSortLabel>
              ) : (
                column.header
              )}
            </TableCell>
          );
        })}
      </TableRow>
    </TableHead>
  );
}) as <Row>(props: HeadProps<Row>) => ReactNode;

/** Adds an index to others in ascending order; -1 stands for none. */
function withIndex(indexes: number[], index: number): number[] {
  if (index < 0 || indexes.includes(index)) return indexes;
  return [...indexes, index].sort((a, b) => a - b);
}

const said = <Row,>({ cell, text }: Column<Row>, row: Row): ReactNode => (cell ?? text)?.(row);

/**
 * Scrolling adds and removes dozens of rows, so they are plain elements whose styles are set once by the table, and a
 * row that stays visible is not rendered again.
 */
const BodyRow = memo(function BodyRow<Row>(props: BodyRowProps<Row>) {
  const { row, columns, index, highlighted, id, checked, nameOf, isDisabled, onToggle } = props;
  return (
    <tr className="row" aria-rowindex={index + 2} aria-selected={highlighted || undefined}>
      {id !== undefined && nameOf && onToggle && (
        <SelectRow
          id={id}
          name={nameOf(row)}
          checked={checked ?? false}
          disabled={isDisabled?.(row) ?? false}
          onToggle={onToggle}
        />
      )}
      {columns.map((column) => (
        <td key={column.id} align={column.align}>
          {column.twoLines ? <div className="two-lines">{said(column, row)}</div> : said(column, row)}
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: BodyRowProps<Row>) => ReactNode;

interface BodyRowProps<Row> extends Partial<Pick<Selection<Row>, 'nameOf' | 'isDisabled'>> {
  row: Row;
  columns: readonly Column<Row>[];
  index: number;
  highlighted: boolean;
  id?: string;
  checked?: boolean;
  onToggle?: (id: string, isRange: boolean) => void;
}

const Spacer = ({ height, columns }: { height: number; columns: number }) => (
  <tr aria-hidden>
    <td colSpan={columns} style={{ height, padding: 0 }} />
  </tr>
);
