import type { Page } from '@playwright/test';
import { fillSubject } from '../acts.ts';
import { expect, pem, store, test } from '../fixtures.ts';

/* oxlint-disable unicorn/consistent-function-scoping -- a page that evaluates a function has this function alone */

/** What marks the focused element: its own ring, or the frame around a field. Runs in the page. */
function markOfFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) return undefined;
  const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string) => {
    const [r = 0, g = 0, b = 0] = channels(color).map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  // The ring is drawn outside the element, so its contrast is with the background around the element.
  let around = element.parentElement;
  let background = 'rgb(255 255 255)';
  for (; around; around = around.parentElement) {
    const { backgroundColor } = getComputedStyle(around);
    if ((channels(backgroundColor)[3] ?? 1) === 1) {
      background = backgroundColor;
      break;
    }
  }
  const frame = element.closest('.MuiInputBase-root')?.querySelector('fieldset');
  const drawn = element.closest('.Mui-focusVisible') ?? element;
  const style = getComputedStyle(frame ?? drawn);
  const [width, color, line] = frame
    ? [style.borderTopWidth, style.borderTopColor, style.borderTopStyle]
    : [style.outlineWidth, style.outlineColor, style.outlineStyle];
  const [bright, dark] = [luminance(color), luminance(background)].toSorted((a, b) => b - a);
  return {
    what: `${element.tagName} ${element.textContent.slice(0, 30)}`,
    isDrawn: line !== 'none' && Number.parseFloat(width) >= 2,
    contrast: ((bright ?? 0) + 0.05) / ((dark ?? 0) + 0.05),
  };
}

for (const scheme of ['light', 'dark'] as const) {
  test(`the keyboard’s place is marked with 3 : 1 or more, ${scheme}`, async ({ page, signIn }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await signIn('administrator');
    await store(page, 'Genesys Recording');
    for (const path of ['/', '/administration/certificates', '/key-tools/generate', '/key-tools/inspect']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const wrong: unknown[] = [];
      for (let count = 0; count < 16; count++) {
        await page.keyboard.press('Tab');
        const mark = await page.evaluate(markOfFocus);
        if (mark && (!mark.isDrawn || mark.contrast < 3)) wrong.push(mark);
      }
      expect(wrong, path).toEqual([]);
    }
  });
}

test('in forced colours, too, it is a line', async ({ page, signIn }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await signIn('administrator');
  await heading(page, 'Overview').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(markOfFocus)).toMatchObject({ isDrawn: true });
});

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1, exact: true });

test('a link that leads to another screen leads the keyboard there, too', async ({ page, signIn }) => {
  await signIn('administrator', '/administration/certificates');
  await store(page, 'Genesys Recording');
  await page.reload();
  await page.getByRole('link', { name: 'Genesys Recording', exact: true }).press('Enter');
  await expect(heading(page, 'Genesys Recording')).toBeFocused();
  await page.getByRole('link', { name: 'Certificates', exact: true }).press('Enter');
  await expect(heading(page, 'Certificates')).toBeFocused();
});

test('Cancel and Generate another leave the keyboard on the page', async ({ page }) => {
  await page.goto('/key-tools/generate');
  await fillSubject(page);
  await page.getByRole('combobox', { name: 'Key size' }).press('Enter');
  await page.getByRole('option', { name: '4096 bits', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Generate', exact: true }).press('Enter');
  const made = page.getByText('The key pair is made and proven');
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  await expect(cancel.or(made)).toBeVisible();
  // A fast machine may have made the key before *Cancel* is pressed; then the result has the focus.
  if (await cancel.isVisible()) await page.keyboard.press('Enter');
  await expect(heading(page, 'Generate').or(made).first()).toBeVisible();
  await expect(page.locator('body')).not.toBeFocused();
  if (!(await made.isVisible())) {
    await page.getByRole('button', { name: 'Generate', exact: true }).press('Enter');
  }
  await expect(made).toBeVisible();
  await page.getByRole('button', { name: 'Download private.pem', exact: true }).press('Enter');
  const another = page.getByRole('button', { name: 'Generate another key pair', exact: true });
  // The button is enabled when the key is saved. A key press does not wait for that.
  await expect(another).toBeEnabled();
  await another.press('Enter');
  await expect(heading(page, 'Generate')).toBeFocused();
});

test('unlocking a key and Clear leave it there, too', async ({ page }) => {
  await page.goto('/key-tools/inspect');
  await page.getByLabel('Files to inspect', { exact: true }).setInputFiles(pem('tenant.p12'));
  const password = page.getByLabel('Password of tenant.p12', { exact: true });
  await password.fill('wrong');
  await password.press('Enter');
  await expect(
    page.getByText('The password does not open tenant.p12', { exact: false }).first(),
  ).toBeVisible();
  await expect(page.locator('body')).not.toBeFocused();
  await page.getByRole('button', { name: 'Clear', exact: true }).press('Enter');
  await expect(heading(page, 'Inspect')).toBeFocused();
});

test('the lines of the ASN.1 tree are high enough to be hit', async ({ page }) => {
  await page.goto('/key-tools/inspect');
  await page.getByLabel('Files to inspect', { exact: true }).setInputFiles(pem('tenant.pem'));
  await page.getByText('All fields and extensions', { exact: true }).click();
  await page.getByText('ASN.1', { exact: true }).click();
  const line = page.getByRole('group', { name: 'ASN.1 structure' }).locator('summary').first();
  expect((await line.boundingBox())?.height).toBeGreaterThanOrEqual(24);
});
