/**
 * A `ref` for an element that scrolls when its content does not fit and may contain nothing focusable: only then is it
 * itself in the tab order, so that the keyboard can scroll it (WCAG 2.2, 2.1.1).
 */
export function focusableWhereItScrolls(element: HTMLElement | null) {
  if (!element) return undefined;
  const observer = new ResizeObserver(() => {
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = element;
    if (scrollHeight > clientHeight || scrollWidth > clientWidth) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  });
  observer.observe(element);
  for (const child of element.children) observer.observe(child);
  return () => observer.disconnect();
}
