import { withMicrophone } from '../browser.ts';
import { expect, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

test.use({ launchOptions: await withMicrophone('refused') });

test('a refused microphone: a sentence with both ways on', async ({ page, expectAccessible }) => {
  await page.goto('/recordings/test-call');
  await page.getByLabel('Speak into the microphone').check();
  await page.getByRole('button', { name: 'Speak now', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Allow it in the site settings');
  await expect(page.getByRole('button', { name: 'Try again', exact: true })).toBeVisible();
  await expectAccessible();
  await page.getByLabel('A spoken sentence').check();
  await page.getByRole('button', { name: 'Make the call', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Recorded, but not encrypted' })).toBeVisible();
});
