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

/** Without the rows that somebody else has removed: that is known where all rows are there and none is filtered out. */
export const stillThere = <Row extends Identified>(
  selected: Selected<Row>,
  { rows, isStale, loadMore, state }: ListSource<Row>,
): Selected<Row> =>
  selected.size === 0 || isStale || loadMore || state.isFiltered
    ? selected
    : new Map(rows.flatMap((row) => (selected.has(row.id) ? [[row.id, row] as const] : [])));

const SELECTION_WIDTH = 44;

/** What happens when a check box is clicked. Without a selection there are no check boxes. */
export function useRowSelection<Row extends Identified>(
  selection: Selection<Row> | undefined,
  { rows, total, loadAll }: ListRows<Row>,
): { toggle: (id: Row['id'], isRange: boolean) => void; selectAll: SelectAllProps | undefined } {
  /** The id of the row that was clicked last; a range starts there. */
  const last = useRef<Row['id']>(undefined);
  const { selected, onSelect, isDisabled } = selection ?? {};
  const toggle = useCallback(
    (id: Row['id'], isRange: boolean) => {
      if (!selected || !onSelect) return;
      const at = (wanted: Row['id'] | undefined) => rows.findIndex((row) => row.id === wanted);
      const [from, to] = [isRange ? at(last.current) : -1, at(id)].toSorted((a, b) => a - b) as [
        number,
        number,
      ];
      const clicked = enabled(rows.slice(from < 0 ? to : from, to + 1), isDisabled);
      last.current = id;
      onSelect(selected.has(id) ? without(selected, clicked) : together(selected, clicked));
    },
    [rows, selected, onSelect, isDisabled],
  );
  // Kept between renders, because scrolling renders every frame and a list may have thousands of rows.
  const free = useMemo(() => (selected ? enabled(rows, isDisabled) : []), [rows, selected, isDisabled]);
  const selectAll = useMemo(() => {
    if (!selected || !onSelect) return undefined;
    const count = free.filter(({ id }) => selected.has(id)).length;
    const all = count > 0 && count === free.length && rows.length >= total;
    return {
      shown: total,
      count,
      all,
      onToggle: async () =>
        onSelect(all ? without(selected, free) : together(selected, enabled(await loadAll(), isDisabled))),
    };
  }, [rows, total, free, selected, onSelect, isDisabled, loadAll]);
  return { toggle, selectAll };
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
