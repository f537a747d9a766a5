/**
 * While the live screen is rendered, a person may scroll the static one and move the focus. When the live screen takes its
 * place, the list is where it was, and the same link, header or list has the focus, before the live screen is painted.
 */
export function keepPlace(root: HTMLElement): void {
  let scrolled = 0;
  let focused: Element | null = null;
  const look = () => {
    scrolled = root.querySelector('[role=region]')?.scrollTop ?? 0;
    focused = root.contains(document.activeElement) ? document.activeElement : null;
  };
  look();
  root.addEventListener('focusin', look);
  root.addEventListener('scroll', look, { capture: true });

  new MutationObserver((_, observer) => {
    if (root.querySelector('.first-page')) return;
    observer.disconnect();
    root.removeEventListener('focusin', look);
    root.removeEventListener('scroll', look, { capture: true });
    const list = root.querySelector('[role=region]');
    if (list && scrolled > 0) list.scrollTop = scrolled;
    if (focused) counterpart(root, focused)?.focus({ preventScroll: true });
  }).observe(root, { childList: true });
}

/** What stands in the live screen for an element of the static one. */
function counterpart(root: HTMLElement, element: Element): HTMLElement | null | undefined {
  if (element.matches('[role=region]')) return root.querySelector<HTMLElement>('[role=region]');
  const header = element.closest('th')?.textContent.trim();
  if (header) {
    const same = [...root.querySelectorAll('th')].find(({ textContent }) => textContent.trim() === header);
    return same?.querySelector<HTMLElement>('[role=button]');
  }
  const address = element.getAttribute('href');
  return address ? root.querySelector<HTMLElement>(`a[href="${CSS.escape(address)}"]`) : undefined;
}
