import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TableSortLabel from '@mui/material/TableSortLabel';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  Fragment,
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { flushSync } from 'react-dom';
import type { ColumnWords } from '../../domain/columns.ts';
import { useZone, type Zone } from '../hooks/zone.ts';
import { useDensity } from './density.ts';
import { useLeftPlace } from './left-behind.ts';
import { bodyStyles, selectionStyles } from './table-styles.ts';
import { focusRow, moveBetweenRows, rowOf } from './row-keys.ts';
import {
  SelectAll,
  SelectRow,
  useRowSelection,
  type SelectAllProps,
  type Selection,
} from './row-selection.tsx';
import { nextSort, type Sort } from './sort.ts';
import type { Identified, ListSource } from './source.ts';

export interface Column<Row> extends ColumnWords<Row> {
  /** The width of the window, in pixels, from which the column is shown unless the person chooses otherwise. */
  from?: number;
  align?: 'right';
  /** Shows up to two lines, because long names often differ only at the end. */
  twoLines?: boolean;
  /** What the cell shows; without it, the plain text. */
  cell?: (row: Row) => ReactNode;
}

interface DataTableProps<Row extends Identified> {
  /** Gets the element that scrolls, for a list that moves the focus into it. */
  scroller?: RefObject<HTMLDivElement | null>;
  label: string;
  source: ListSource<Row>;
  /** The columns to show. */
  columns: readonly Column<Row>[];
  highlightedRow?: Row['id'] | undefined;
  /** Shown instead of the rows when there are none. */
  empty: ReactNode;
  /** In pixels, with comfortable density. */
  rowHeight: number;
  /** Adds a check box to each row. */
  selection?: Selection<Row> | undefined;
  /** Gets the reason when nothing could be selected. */
  onProblem?: (message: string | undefined) => void;
}

const HEADER_HEIGHT = 40;

/** In pixels: the least height, and what the window has above and below. */
const [LEAST_HEIGHT, AROUND] = [320, 250];

/** Further rows are asked for when so few are left above or below those in sight. */
const AHEAD = 50;

const nobodyAsks = () => {};

/**
 * A semantic table of any length: only visible rows, and the row with the focus, are in the document, but assistive
 * technology is told their true number and positions. Rows that have not arrived yet have a place and are empty.
 */
export function DataTable<Row extends Identified>(props: DataTableProps<Row>) {
  const { label, source, columns, highlightedRow, empty, selection, onProblem = nobodyAsks } = props;
  const own = useRef<HTMLDivElement>(null);
  const scroller = props.scroller ?? own;
  const [begin, note] = useLeftPlace();
  const [density] = useDensity();
  const [zone] = useZone();
  const rowHeight = props.rowHeight - (density === 'compact' ? 12 : 0);

  const { asked, rows, from, total, more, hasNext, load, isStale, state } = source;
  const count = Math.max(total, from + rows.length + (hasNext ? 1 : 0));
  const rowAt = (index: number): Row | undefined => rows[index - from];
  /** The row that has the focus, and where it was. It stays in the document also when the rows around it are dropped. */
  const [focus, setFocus] = useState<{ row: Row; index: number }>();
  /** The row that a key leads to, while it has not arrived. */
  const [awaited, setAwaited] = useState<number>();
  const focused = useMemo(() => {
    const found = focus ? rows.findIndex(({ id }) => id === focus.row.id) : -1;
    if (!focus || found >= 0) return found < 0 ? -1 : from + found;
    const isKnown = focus.index >= from && focus.index < from + rows.length;
    return isKnown || focus.index >= count ? -1 : focus.index;
  }, [rows, from, count, focus]);
  const held = awaited !== undefined && rowAt(awaited) ? awaited : focused;

  const [shown, setShown] = useState(asked);
  if (shown !== asked && !isStale) {
    setShown(asked);
    setFocus(undefined);
    setAwaited(undefined);
  }
  const isAnother = useRef(shown);
  useLayoutEffect(() => {
    // Of another list, the same place has other rows.
    if (isAnother.current !== shown) scroller.current?.scrollTo({ top: 0 });
    isAnother.current = shown;
  }, [shown, scroller]);

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    initialOffset: begin,
    // Until it is measured. So rows that are here already are drawn with the table, and not once more.
    initialRect: { width: 0, height: Math.max(LEAST_HEIGHT, window.innerHeight - AROUND) },
    rangeExtractor: useCallback((range: Range) => withIndex(defaultRangeExtractor(range), held), [held]),
  });
  // The virtualizer keeps the sizes of rows that it has seen until it is told to measure again.
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  useLayoutEffect(() => {
    if (begin > 0 && scroller.current) scroller.current.scrollTop = begin;
  }, [begin, scroller]);
  const rendered = virtualizer.getVirtualItems();
  const below = virtualizer.getTotalSize() - (rendered.at(-1)?.end ?? 0);

  useEffect(() => {
    if (!load || !scroller.current) return;
    // The element knows where it is; the virtualizer learns it a frame after a key has moved the focus.
    const { scrollTop, clientHeight } = scroller.current;
    const [first, last] =
      awaited === undefined
        ? [Math.floor(scrollTop / rowHeight), Math.ceil((scrollTop + clientHeight) / rowHeight)]
        : [awaited, awaited];
    load(Math.max(first - AHEAD, 0), Math.min(last + AHEAD, count));
  });
  useEffect(() => {
    if (awaited === undefined || !rows[awaited - from] || !scroller.current) return;
    focusRow(scroller.current, awaited, false);
    setAwaited(undefined);
  }, [awaited, rows, from, scroller]);
  const moveTo = (index: number) => {
    const row = rowAt(index);
    if (row) flushSync(() => setFocus({ row, index }));
    else setAwaited(index);
  };

  const { toggle, selectAll } = useRowSelection(selection, source, onProblem);
  const width = columns.length + (selection ? 1 : 0);

  return (
    <Box
      ref={scroller}
      role="region"
      aria-label={label}
      tabIndex={0}
      aria-busy={isStale}
      onScroll={({ currentTarget }) => note(currentTarget.scrollTop)}
      onFocus={({ target }) => {
        const index = rowOf(target);
        const row = rowAt(index);
        if (index !== focused || row) setFocus(row && { row, index });
        setAwaited(undefined);
      }}
      onKeyDown={(event) => moveBetweenRows(event, count, moveTo)}
      sx={{
        overflow: 'auto',
        // The browser scrolls what gets the focus into view: below the sticky header, not behind it.
        scrollPaddingTop: HEADER_HEIGHT,
        maxHeight: `max(${LEAST_HEIGHT}px, calc(100dvh - ${AROUND}px))`,
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
        aria-rowcount={more ? -1 : count + 1}
        sx={{
          tableLayout: 'fixed',
          ...bodyStyles,
          ...(selection && selectionStyles),
          '& tbody tr.row': { height: rowHeight },
        }}
      >
        <Head columns={columns} sort={state.sort} onSort={state.setSort} selectAll={selectAll} />
        <TableBody>
          {rendered.map(({ index, start }, position) => {
            const row = rowAt(index) ?? (index === focused ? focus?.row : undefined);
            const gap = start - (rendered[position - 1]?.end ?? 0);
            return (
              <Fragment key={row?.id ?? `place ${index}`}>
                {gap > 0 && <Spacer height={gap} columns={width} />}
                {row ? (
                  <BodyRow
                    row={row}
                    columns={columns}
                    index={index}
                    zone={zone}
                    highlighted={row.id === highlightedRow}
                    {...(selection && {
                      checked: selection.selected.has(row.id),
                      nameOf: selection.nameOf,
                      isDisabled: selection.isDisabled,
                      onToggle: toggle,
                    })}
                  />
                ) : (
                  <Spacer height={rowHeight} columns={width} />
                )}
              </Fragment>
            );
          })}
          {below > 0 && <Spacer height={below} columns={width} />}
          {count === 0 && (
            <TableRow>
              <TableCell colSpan={width} sx={{ py: 5, textAlign: 'center' }}>
                {empty}
              </TableCell>
            </TableRow>
          )}
        </TableBody>
      </Table>
    </Box>
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
const BodyRow = memo(function BodyRow<Row extends Identified>(props: BodyRowProps<Row>) {
  const { row, columns, index, highlighted, checked, nameOf, isDisabled, onToggle } = props;
  return (
    <tr className="row" aria-rowindex={index + 2} aria-selected={highlighted || undefined}>
      {nameOf && onToggle && (
        <SelectRow
          id={row.id}
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
}) as <Row extends Identified>(props: BodyRowProps<Row>) => ReactNode;

interface BodyRowProps<Row extends Identified> extends Partial<
  Pick<Selection<Row>, 'nameOf' | 'isDisabled'>
> {
  row: Row;
  columns: readonly Column<Row>[];
  index: number;
  /** Not read: a row is drawn again when its times are shown in another zone. */
  zone: Zone;
  highlighted: boolean;
  checked?: boolean;
  onToggle?: (id: Identified['id'], isRange: boolean) => void;
}

const Spacer = ({ height, columns }: { height: number; columns: number }) => (
  <tr aria-hidden>
    <td colSpan={columns} style={{ height, padding: 0 }} />
  </tr>
);
