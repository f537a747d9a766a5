import { useEffectEvent, useLayoutEffect } from 'react';
import { usePreference } from './preference.ts';

/**
 * Whether single-character shortcuts work. People who control the computer by speech trigger them by accident (WCAG
 * 2.1.4).
 */
export const useSingleKeys = () => usePreference<'on' | 'off'>('single-key-shortcuts', ['on', 'off']);

/**
 * Text fields, and everything that is open over the page, such as a menu or the drawer on a phone. A check box takes no
 * text.
 */
const TAKES_KEYS =
  'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable], .MuiModal-root';

/** Runs on a key without Ctrl, Alt or Meta, unless the person is typing or a dialog is open. */
export function useShortcut(key: string, run: () => void): void {
  const [singleKeys] = useSingleKeys();
  const isOff = key.length === 1 && singleKeys === 'off';
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.defaultPrevented || isOff || document.querySelector('[role=dialog]')) return;
    if (event.target instanceof Element && event.target.closest(TAKES_KEYS)) return;
    event.preventDefault();
    run();
  });
  // What is seen answers at once: an effect after the paint would lose a key that comes between.
  useLayoutEffect(() => {
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}
