/**
 * Before the live screen takes the place of the static one: where a person has scrolled the list, and the link that has
 * the focus, are so in the live one, too, before it is painted.
 */
export function keepPlace(root: HTMLElement): void {
  const scrolled = root.querySelector('[role=region]')?.scrollTop ?? 0;
  const active = document.activeElement;
  const focused = root.contains(active) ? active?.getAttribute('href') : null;
  if (scrolled === 0 && !focused) return;
  new MutationObserver((_, observer) => {
    const list = root.querySelector('[role=region]');
    if (root.querySelector('.first-page')) return;
    observer.disconnect();
    if (list) list.scrollTop = scrolled;
    if (focused) root.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }).observe(root, { childList: true });
}
