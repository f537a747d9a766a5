/**
 * While the live screen is rendered, a person may scroll the static one and move the focus. When the live screen takes its
 * place, the list is where it was, and the same link, header or list has the focus, before the live screen is painted.
 */
export function keepPlace(root: HTMLElement): void {
  let scrolled = 0;
  let isList = false;
  let link: string | null | undefined;
  let header: string | undefined;
  const look = () => {
    scrolled = root.querySelector('[role=region]')?.scrollTop ?? 0;
    const active = root.contains(document.activeElement) ? document.activeElement : null;
    isList = active?.matches('[role=region]') ?? false;
    link = active?.getAttribute('href');
    header = active?.closest('th')?.textContent.trim();
  };
  look();
  root.addEventListener('focusin', look);
  root.addEventListener('scroll', look, { capture: true });

  new MutationObserver((_, observer) => {
    if (root.querySelector('.first-page')) return;
    observer.disconnect();
    root.removeEventListener('focusin', look);
    root.removeEventListener('scroll', look, { capture: true });
    const list = root.querySelector<HTMLElement>('[role=region]');
    if (list && scrolled > 0) list.scrollTop = scrolled;
    if (isList) list?.focus({ preventScroll: true });
    else if (header) {
      const same = [...root.querySelectorAll('th')].find(({ textContent }) => textContent.trim() === header);
      same?.querySelector<HTMLElement>('[role=button]')?.focus({ preventScroll: true });
    } else if (link) root.querySelector<HTMLElement>(`a[href="${CSS.escape(link)}"]`)?.focus();
  }).observe(root, { childList: true });
}
