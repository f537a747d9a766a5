import type { KeyboardEvent } from 'react';

const steps: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * Arrow up and down, Home and End move the focus from row to row: from link to link, or from check box to check box.
 * Only rows near the visible part are in the document, so `bring` first scrolls to the row.
 *
 * @param count of all rows, in the document or not
 */
export function moveBetweenRows(
  event: KeyboardEvent<HTMLElement>,
  count: number,
  bring: (index: number) => void,
): void {
  const { key, target, currentTarget: table } = event;
  const step = steps[key];
  if (!step || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey)
    return;
  if (!(target instanceof HTMLElement) || count === 0) return;
  const row = target.closest('tbody tr.row');
  // In the header and in a field inside a row, these keys have other meanings.
  if (row ? !target.matches(PLACES) : target !== table) return;
  const index = row ? indexOf(row) : firstInSight(table) - 1;
  const next = Math.min(Math.max(step(index, count - 1), 0), count - 1);
  if (next === index) return;
  event.preventDefault();
  const isCheckBox = target.matches('.select input');
  if (focusRow(table, next, isCheckBox)) return;
  bring(next);
  let frames = 0;
  const wait = () => {
    if (!focusRow(table, next, isCheckBox) && frames++ < 30) requestAnimationFrame(wait);
  };
  requestAnimationFrame(wait);
}

/** The elements of a row that can have the focus. */
const PLACES = 'a, button, .select input';

/** aria-rowindex of the first row is 2, because the header row is 1. */
const indexOf = (row: Element) => Number(row.getAttribute('aria-rowindex')) - 2;

function firstInSight(table: HTMLElement): number {
  const bottom = table.querySelector('thead')?.getBoundingClientRect().bottom ?? 0;
  const first = [...table.querySelectorAll('tbody tr.row')].find(
    (row) => row.getBoundingClientRect().top >= bottom - 1,
  );
  return first ? indexOf(first) : 0;
}

function focusRow(table: HTMLElement, index: number, isCheckBox: boolean): boolean {
  const row = table.querySelector(`tbody tr.row[aria-rowindex="${index + 2}"]`);
  const place = isCheckBox ? row?.querySelector<HTMLElement>('.select input') : undefined;
  const found = place ?? row?.querySelector<HTMLElement>('a') ?? row?.querySelector<HTMLElement>(PLACES);
  found?.focus();
  return row !== null;
}
