import TableCell from '@mui/material/TableCell';
import { useCallback, useMemo, useRef } from 'react';
import { numberText } from '../domain/counted.ts';

/** Which rows of a table are selected, by id. Some of them may be hidden by the search. */
export interface Selection<Row> {
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  /** Names the check box of a row: "Genesys Recording, serial number 0A1B". */
  nameOf: (row: Row) => string;
  /** Whether a row cannot be selected. */
  isDisabled?: (row: Row) => boolean;
}

const SELECTION_WIDTH = 44;

interface ShownRow<Row> {
  id: string;
  original: Row;
}

/**
 * What happens when a check box is clicked. `shown` are the rows that match the search, in their order. Without a
 * selection there are no check boxes.
 */
export function useRowSelection<Row>(
  selection: Selection<Row> | undefined,
  shown: readonly ShownRow<Row>[],
): { toggle: (id: string, isRange: boolean) => void; selectAll: SelectAllProps | undefined } {
  /** The id of the row that was clicked last; a range starts there. */
  const last = useRef<string>(undefined);
  const { selected, onSelect, isDisabled } = selection ?? {};
  const toggle = useCallback(
    (id: string, isRange: boolean) => {
      if (!selected || !onSelect) return;
      const at = (wanted: string | undefined) => shown.findIndex((row) => row.id === wanted);
      const [from, to] = [isRange ? at(last.current) : -1, at(id)].toSorted((a, b) => a - b) as [
        number,
        number,
      ];
      const ids = from < 0 ? [id] : enabled(shown.slice(from, to + 1), isDisabled);
      last.current = id;
      onSelect(selected.has(id) ? without(selected, ids) : new Set([...selected, ...ids]));
    },
    [shown, selected, onSelect, isDisabled],
  );
  // Kept between renders, because scrolling renders every frame and a list may have thousands of rows.
  const ids = useMemo(() => (selected ? enabled(shown, isDisabled) : []), [shown, selected, isDisabled]);
  const selectAll = useMemo(() => {
    if (!selected || !onSelect) return undefined;
    const count = ids.filter((id) => selected.has(id)).length;
    const all = count > 0 && count === ids.length;
    return {
      shown: shown.length,
      count,
      all,
      onToggle: () => onSelect(all ? without(selected, ids) : new Set([...selected, ...ids])),
    };
  }, [shown.length, ids, selected, onSelect]);
  return { toggle, selectAll };
}

const enabled = <Row,>(rows: readonly ShownRow<Row>[], isDisabled: ((row: Row) => boolean) | undefined) =>
  rows.flatMap(({ id, original }) => (isDisabled?.(original) ? [] : id));

const without = (selected: ReadonlySet<string>, ids: readonly string[]) => {
  const left = new Set(selected);
  for (const id of ids) left.delete(id);
  return left;
};

export interface SelectAllProps {
  /** The number of rows that match the search, and how many of them are selected. */
  shown: number;
  count: number;
  all: boolean;
  onToggle: () => void;
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
        onChange={onToggle}
      />
    </label>
  </TableCell>
);

interface SelectRowProps {
  id: string;
  name: string;
  checked: boolean;
  disabled: boolean;
  onToggle: (id: string, isRange: boolean) => void;
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
