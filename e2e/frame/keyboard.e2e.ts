import type { Page } from '@playwright/test';
import { openListOf } from '../acts.ts';
import { expect, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search', exact: true });
const shortcuts = (page: Page) => page.getByRole('dialog', { name: 'Keyboard shortcuts', exact: true });
const certificate = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

test('arrows, Home and End go from row to row', async ({ page }) => {
  await openListOf(page, 'Amsterdam', 'Berlin', 'Cairo');
  await page.getByRole('region', { name: 'Certificates', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(certificate(page, 'Amsterdam')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(certificate(page, 'Berlin')).toBeFocused();
  await page.keyboard.press('End');
  await expect(certificate(page, 'Cairo')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(certificate(page, 'Cairo')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(certificate(page, 'Amsterdam')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Amsterdam', level: 1, exact: true })).toBeVisible();
});

test('/ leads to the search and ? to the shortcuts, unless somebody types or a dialog is open', async ({
  page,
  expectAccessible,
}) => {
  await openListOf(page, 'Berlin');
  await certificate(page, 'Berlin').focus();
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('a/b?');
  await expect(search(page)).toHaveValue('a/b?');
  await expect(shortcuts(page)).toBeHidden();
  await search(page).fill('');
  await certificate(page, 'Berlin').focus();

  await page.keyboard.press('Control+/');
  await expect(search(page)).not.toBeFocused();
  await page.keyboard.press('?');
  await expect(shortcuts(page)).toBeVisible();
  await expectAccessible();
  await page.keyboard.press('/');
  await shortcuts(page).getByRole('button', { name: 'Close', exact: true }).click();
  await expect(shortcuts(page)).toBeHidden();
  await expect(certificate(page, 'Berlin')).toBeFocused();
});

test('single characters can be switched off, for this browser', async ({ page }) => {
  await openListOf(page, 'Berlin');
  await page.getByRole('button', { name: /^Account: administrator/ }).click();
  await page.getByRole('menuitem', { name: 'Keyboard shortcuts', exact: true }).click();
  await shortcuts(page).getByRole('switch', { name: 'Single-character shortcuts', exact: true }).uncheck();
  await shortcuts(page).getByRole('button', { name: 'Close', exact: true }).click();
  await page.reload();
  await certificate(page, 'Berlin').focus();
  await page.keyboard.press('/');
  await page.keyboard.press('?');
  await expect(certificate(page, 'Berlin')).toBeFocused();
  await expect(shortcuts(page)).toBeHidden();
  // Keys that are not characters still work.
  await page.getByRole('checkbox', { name: /^Select Berlin/ }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('checkbox', { name: /^Select Berlin/ })).not.toBeChecked();
});
