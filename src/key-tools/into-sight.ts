/** A `ref` for something that has just appeared: scrolls so that a person sees it, clear of the header and the edge. */
export function intoSight(element: HTMLElement | null): void {
  if (!element) return;
  element.style.scrollMarginBlock = '72px 16px';
  element.scrollIntoView({ block: 'nearest' });
}
