import TableCell from '@mui/material/TableCell';
import { useCallback, useMemo, useRef } from 'react';
import { numberText } from '../../domain/counted.ts';
import type { Identified, ListRows, ListSource } from './source.ts';

/** Which rows of a table are selected, by id. Some of them may be hidden by the search. */
export interface Selection<Row extends Identified> {
  selected: Selected<Row>;
  onSelect: (selected: Selected<Row>) => void;
  /** Names the check box of a row: "Genesys Recording, serial number 0A1B". */
  nameOf: (row: Row) => string;
  /** Whether a row cannot be selected. */
  isDisabled?: (row: Row) => boolean;
}

export type Selected<Row extends Identified> = ReadonlyMap<Row['id'], Row>;

/** Without the rows that somebody else has removed: that is known where all rows are here and none is filtered out. */
export const stillThere = <Row extends Identified>(
  selected: Selected<Row>,
  source: ListSource<Row>,
): Selected<Row> =>
  selected.size === 0 || source.isStale || !isWhole(source) || source.state.isFiltered
    ? selected
    : new Map(source.rows.flatMap((row) => (selected.has(row.id) ? [[row.id, row] as const] : [])));

/** How many selected rows the search and the filters leave out; undefined where not all rows are here to tell. */
export function hiddenOf<Row extends Identified>(
  selected: Selected<Row>,
  source: ListSource<Row>,
): number | undefined {
  if (selected.size === 0 || !source.state.isFiltered) return 0;
  const others = selected.size - source.rows.filter(({ id }) => selected.has(id)).length;
  return others === 0 || isWhole(source) ? others : undefined;
}

const isWhole = ({ from, hasNext }: Pick<ListRows<unknown>, 'from' | 'hasNext'>): boolean =>
  from === 0 && !hasNext;

const SELECTION_WIDTH = 44;

/**
 * What happens when a check box is clicked. Without a selection there are no check boxes. `onProblem` gets the reason
 * when rows that are not here cannot be selected.
 */
export function useRowSelection<Row extends Identified>(
  selection: Selection<Row> | undefined,
  { rows, total, loadAll }: ListRows<Row>,
  onProblem: (message: string | undefined) => void,
): { toggle: (id: Row['id'], isRange: boolean) => void; selectAll: SelectAllProps | undefined } {
  /** The id of the row that was clicked last; a range starts there. */
  const last = useRef<Row['id']>(undefined);
  const { selected, onSelect, isDisabled } = selection ?? {};
  /** Calls with all rows, as far as they can be had. */
  const withAll = useCallback(
    async (act: (all: readonly Row[]) => void) => {
      onProblem(undefined);
      try {
        act(await loadAll());
      } catch (error) {
        onProblem(`Nothing was selected. ${error instanceof Error ? error.message : ''}`);
      }
    },
    [loadAll, onProblem],
  );
  const toggle = useCallback(
    (id: Row['id'], isRange: boolean) => {
      if (!selected || !onSelect) return;
      const click = (clicked: readonly Row[]) =>
        onSelect(selected.has(id) ? without(selected, clicked) : together(selected, clicked));
      const begin = isRange ? last.current : undefined;
      last.current = id;
      const range = between(rows, begin ?? id, id);
      if (range) click(enabled(range, isDisabled));
      // The other end is among rows that are not here.
      else {
        void withAll((all) =>
          click(enabled(between(all, begin ?? id, id) ?? between(rows, id, id) ?? [], isDisabled)),
        );
      }
    },
    [rows, selected, onSelect, isDisabled, withAll],
  );
  // Kept between renders, because scrolling renders every frame and a list may have thousands of rows.
  const free = useMemo(() => (selected ? enabled(rows, isDisabled) : []), [rows, selected, isDisabled]);
  const selectAll = useMemo(() => {
    if (!selected || !onSelect) return undefined;
    const count = free.filter(({ id }) => selected.has(id)).length;
    // Of many rows some are here. The others are selected, too, when there are as many selected ones as rows.
    const all = count > 0 && count === free.length && (rows.length >= total || selected.size >= total);
    return {
      shown: total,
      count,
      all,
      onToggle: () =>
        withAll((found) => {
          const clicked = enabled(found, isDisabled);
          const isUndone = all && clicked.every(({ id }) => selected.has(id));
          onSelect(isUndone ? without(selected, clicked) : together(selected, clicked));
        }),
    };
  }, [rows, total, free, selected, onSelect, isDisabled, withAll]);
  return { toggle, selectAll };
}

/** The rows from one to the other, whichever comes first; undefined where one of them is not there. */
function between<Row extends Identified>(
  rows: readonly Row[],
  one: Row['id'],
  other: Row['id'],
): readonly Row[] | undefined {
  const at = (wanted: Row['id']) => rows.findIndex(({ id }) => id === wanted);
  const [from, to] = [at(one), at(other)].toSorted((a, b) => a - b) as [number, number];
  return from < 0 ? undefined : rows.slice(from, to + 1);
}

const enabled = <Row,>(
  rows: readonly Row[],
  isDisabled: ((row: Row) => boolean) | undefined,
): readonly Row[] => (isDisabled ? rows.filter((row) => !isDisabled(row)) : rows);

const together = <Row extends Identified>(selected: Selected<Row>, rows: readonly Row[]): Selected<Row> =>
  new Map([...selected, ...rows.map((row) => [row.id, row] as const)]);

const without = <Row extends Identified>(selected: Selected<Row>, rows: readonly Row[]): Selected<Row> => {
  const left = new Map(selected);
  for (const { id } of rows) left.delete(id);
  return left;
};

export interface SelectAllProps {
  /** The number of rows that match the search, and how many of them are selected. */
  shown: number;
  count: number;
  all: boolean;
  onToggle: () => Promise<void>;
}

/** Selects all shown rows, or none of them. */
export const SelectAll = ({ shown, count, all, onToggle }: SelectAllProps) => (
  <TableCell className="select" sx={{ width: SELECTION_WIDTH, bgcolor: 'background.paper' }}>
    <label>
      <input
        type="checkbox"
        aria-label={`Select all ${numberText(shown)} shown`}
        checked={all}
        disabled={shown === 0}
        ref={(element) => {
          if (element) element.indeterminate = count > 0 && !all;
        }}
        onChange={() => void onToggle()}
      />
    </label>
  </TableCell>
);

interface SelectRowProps {
  id: Identified['id'];
  name: string;
  checked: boolean;
  disabled: boolean;
  onToggle: (id: Identified['id'], isRange: boolean) => void;
}

/** With Shift, selects all rows between the one that was clicked last and this one. */
export const SelectRow = ({ id, name, checked, disabled, onToggle }: SelectRowProps) => (
  <td className="select">
    <label>
      <input
        type="checkbox"
        aria-label={`Select ${name}`}
        checked={checked}
        disabled={disabled}
        onChange={({ nativeEvent }) => onToggle(id, (nativeEvent as MouseEvent).shiftKey)}
      />
    </label>
  </td>
);
