import { expect, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

test('a word of the field explains itself, by mouse and by keyboard', async ({ page, expectAccessible }) => {
  await page.goto('/administration/certificates');
  const term = page.getByRole('button', { name: 'keystore', exact: true });
  await term.click();
  const explanation = page.getByRole('dialog', { name: 'Keystore', exact: true });
  await expect(explanation).toContainText('store of certificates and private keys');
  await expectAccessible();
  await page.keyboard.press('Escape');
  await expect(explanation).toBeHidden();
  await expect(term).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(explanation).toBeVisible();
});
