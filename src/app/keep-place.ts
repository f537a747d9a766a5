const SEARCH = 'input[type=search]';

/**
 * While the live screen is rendered, a person may scroll the static one, move the focus and type into its search. When
 * the live screen takes its place, the list is where it was, the same link, header, list or field has the focus, and
 * the search has what was typed, before the live screen is painted.
 */
export function keepPlace(root: HTMLElement): void {
  const search = root.querySelector<HTMLInputElement>(SEARCH);
  // The live screen will search for it, so no other document is needed.
  search?.form?.addEventListener('submit', (event) => event.preventDefault());
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
    const field = root.querySelector<HTMLInputElement>(SEARCH);
    if (search && field && search.value !== field.value) type(field, search);
  }).observe(root, { childList: true });
}

/** Gives a field of the live screen the text of another one, and its cursor, as if a person had typed it there. */
function type(field: HTMLInputElement, { value, selectionStart, selectionEnd }: HTMLInputElement): void {
  // React notices only what is set past its own setter.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
  field.setSelectionRange(selectionStart, selectionEnd);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** What stands in the live screen for an element of the static one. */
function counterpart(root: HTMLElement, element: Element): HTMLElement | null | undefined {
  for (const one of ['[role=region]', SEARCH]) {
    if (element.matches(one)) return root.querySelector<HTMLElement>(one);
  }
  const header = element.closest('th')?.textContent.trim();
  if (header) {
    const same = [...root.querySelectorAll('th')].find(({ textContent }) => textContent.trim() === header);
    return same?.querySelector<HTMLElement>('[role=button]');
  }
  const address = element.getAttribute('href');
  return address ? root.querySelector<HTMLElement>(`a[href="${CSS.escape(address)}"]`) : undefined;
}
