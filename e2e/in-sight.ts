import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/**
 * Fails unless the whole of it is within the viewport, inside of all that scrolls, with nothing painted over it: not
 * in the page somewhere, but where a person sees it without scrolling.
 */
export async function expectInSight(target: Locator) {
  await expect(target).toBeInViewport({ ratio: 1 });
  // What scrolls into sight may pass under something on its way.
  const isCovered = () =>
    target.evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const corners = [
        [left + 4, top + 4],
        [right - 4, top + 4],
        [left + 4, bottom - 4],
        [right - 4, bottom - 4],
        [(left + right) / 2, (top + bottom) / 2],
      ] as const;
      return corners.some(([x, y]) => {
        const hit = document.elementFromPoint(x, y);
        return !hit || !(element.contains(hit) || hit.contains(element));
      });
    });
  await expect.poll(isCovered, 'something is painted over it').toBe(false);
}

/** The error that an act or a file led to: said, and seen. */
export async function expectErrorInSight(page: Page, text: string | RegExp) {
  await expectInSight(page.getByRole('alert').filter({ hasText: text }));
}
