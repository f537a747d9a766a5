import type { KeyboardEvent } from 'react';

const steps: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * Arrow up and down, Home and End move the focus from row to row: from link to link, or from check box to check box.
 *
 * @param count of all rows, in the document or not
 * @param render puts the row with this index into the document before it returns: a key that is held down is pressed
 *   again before the next frame, and must find the focus where the press before has moved it
 */
export function moveBetweenRows(
  event: KeyboardEvent<HTMLElement>,
  count: number,
  render: (index: number) => void,
): void {
  const { key, target, currentTarget: table } = event;
  const step = steps[key];
  if (!step || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey)
    return;
  if (!(target instanceof HTMLElement) || count === 0) return;
  const current = rowOf(target);
  // In the header and in a field inside a row, these keys have other meanings.
  if (current < 0 ? target !== table : !target.matches(PLACES)) return;
  const index = current < 0 ? firstInSight(table) - 1 : current;
  const next = Math.min(Math.max(step(index, count - 1), 0), count - 1);
  if (next === index) return;
  event.preventDefault();
  const isCheckBox = target.matches('.select input');
  render(next);
  focusRow(table, next, isCheckBox);
}

/** The elements of a row that can have the focus. A button that opens the row has the class `opens`. */
const PLACES = 'a, button, .select input';

/** The index of the row that an element is or is in, from 0; -1 outside the rows. */
export function rowOf(element: Element): number {
  const row = element.closest('tbody tr.row');
  // aria-rowindex of the first row is 2, because the header row is 1.
  return row ? Number(row.getAttribute('aria-rowindex')) - 2 : -1;
}

function firstInSight(table: HTMLElement): number {
  const bottom = table.querySelector('thead')?.getBoundingClientRect().bottom ?? 0;
  const first = [...table.querySelectorAll('tbody tr.row')].find(
    (row) => row.getBoundingClientRect().top >= bottom - 1,
  );
  return first ? rowOf(first) : 0;
}

export function focusRow(table: HTMLElement, index: number, isCheckBox: boolean): void {
  const row = table.querySelector(`tbody tr.row[aria-rowindex="${index + 2}"]`);
  const place = isCheckBox ? row?.querySelector<HTMLElement>('.select input') : undefined;
  const found =
    place ?? row?.querySelector<HTMLElement>('a, button.opens') ?? row?.querySelector<HTMLElement>(PLACES);
  found?.focus();
}

/** From outside the rows. While the first row is not in the document, the table has the focus. */
export function focusFirstRow(table: HTMLElement): void {
  table.scrollTop = 0;
  table.focus();
  focusRow(table, 0, false);
}
