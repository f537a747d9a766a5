/**
 * Before the live screen takes the place of the static one: where a person has scrolled the list, and the link or header
 * that has the focus, are so in the live one, too, before it is painted.
 */
export function keepPlace(root: HTMLElement): void {
  const scrolled = root.querySelector('[role=region]')?.scrollTop ?? 0;
  const active = document.activeElement;
  const link = root.contains(active) ? active?.getAttribute('href') : null;
  const header = root.contains(active) ? active?.closest('th')?.textContent.trim() : undefined;
  if (scrolled === 0 && !link) return;
  new MutationObserver((_, observer) => {
    const list = root.querySelector('[role=region]');
    if (root.querySelector('.first-page')) return;
    observer.disconnect();
    if (list) list.scrollTop = scrolled;
    if (header) {
      const same = [...root.querySelectorAll('th')].find(({ textContent }) => textContent.trim() === header);
      same?.querySelector<HTMLElement>('[role=button]')?.focus({ preventScroll: true });
    } else if (link) root.querySelector<HTMLElement>(`a[href="${CSS.escape(link)}"]`)?.focus();
  }).observe(root, { childList: true });
}
