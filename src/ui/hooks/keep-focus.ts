import { useEffect } from 'react';

/**
 * Keeps the place of keyboard users. When the focused element is removed (a form after *Cancel*, a field after it was
 * unlocked, a link that led to another screen), the browser moves the focus to the body: a screen reader falls silent,
 * and Tab starts at the top of the page. This hook moves the focus to the heading of the nearest part of the page that
 * is left. A button that was disabled while it worked gets the focus back.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: { element: Element; around: Element[] } | undefined;
    let frame = 0;

    const remember = ({ target }: FocusEvent) => {
      if (target instanceof Element) last = { element: target, around: ancestors(target) };
    };
    // A person who clicks on an empty place has given up the focus on purpose.
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
    // Waits two frames, because a dialog that closes gives the focus back itself.
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

/** The named parts of the page that contain an element, the nearest first. */
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
  // Does not scroll, because the router keeps the scroll position.
  element.focus({ preventScroll: true });
}
