import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/**
 * Fails unless the whole element is inside the viewport and inside everything that scrolls, with nothing painted over
 * it: a person must see it without scrolling.
 */
export async function expectInSight(target: Locator) {
  await expect(target).toBeInViewport({ ratio: 1 });
  // While it scrolls into sight, something may cover it for a moment.
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

/** The error after an act or a file is announced, and visible without scrolling. */
export async function expectErrorInSight(page: Page, text: string | RegExp) {
  await expectInSight(page.getByRole('alert').filter({ hasText: text }));
}
