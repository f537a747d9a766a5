import { useEffect } from 'react';

/**
 * Keeps the keyboard's place. When what has the focus goes from the page (a form after Cancel, a field after it was
 * unlocked, a link that led to another screen), a browser lets the focus fall to the body: a screen reader falls silent,
 * and its reader starts at the top. Here it goes to the heading of the part of the page that is left. A button that was
 * disabled while it worked has it back afterwards.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: { element: Element; around: Element[] } | undefined;
    let frame = 0;

    const remember = ({ target }: FocusEvent) => {
      if (target instanceof Element) last = { element: target, around: ancestors(target) };
    };
    // Whoever clicks beside everything has let go of it.
    const forget = () => {
      last = undefined;
    };
    const restore = () => {
      if (!last || hasFocus()) return;
      const { element, around } = last;
      if (element.isConnected) {
        if (element instanceof HTMLElement && !element.matches(':disabled')) focus(element);
        return;
      }
      const left = around.find((each) => each.isConnected) ?? document.querySelector('main');
      const place =
        left && (left.matches('[tabindex="0"]') ? left : (left.querySelector('h1, h2, h3') ?? left));
      if (place instanceof HTMLElement) focus(place);
    };
    // Not before the next frame: a dialog that closes gives the focus back itself.
    const watch = new MutationObserver(() => {
      if (!last || hasFocus()) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(restore);
      });
    });

    document.addEventListener('focusin', remember);
    document.addEventListener('pointerdown', forget, { capture: true });
    watch.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    return () => {
      document.removeEventListener('focusin', remember);
      document.removeEventListener('pointerdown', forget, { capture: true });
      cancelAnimationFrame(frame);
      watch.disconnect();
    };
  }, []);
}

/** The named parts of the page around an element, the nearest first. */
function ancestors(element: Element): Element[] {
  const around: Element[] = [];
  for (let each = element.parentElement; each; each = each.parentElement) {
    if (each.matches('section[aria-label], [role=region], [role=dialog], main')) around.push(each);
  }
  return around;
}

const hasFocus = () => document.activeElement !== null && document.activeElement !== document.body;

function focus(element: HTMLElement) {
  if (!element.hasAttribute('tabindex') && element.matches('h1, h2, h3, section, main'))
    element.tabIndex = -1;
  // The page's place is the router's matter.
  element.focus({ preventScroll: true });
}
