import type { Page } from '@playwright/test';
import { fillDeletion } from '../acts.ts';
import { chooseFiles, expect, pem, store, test } from '../fixtures.ts';
import { confirmTurnOff } from '../turn-off.ts';

test.use({ as: 'administrator' });

/** Clicks twice in a row, before the page can draw anything in between. */
async function clickTwice(page: Page, name: string) {
  const button = page.getByRole('button', { name, exact: true });
  await expect(button).toBeEnabled();
  await button.evaluate((element: HTMLElement) => {
    element.click();
    element.click();
  });
}

test.describe('two clicks are one act with one outcome', () => {
  test('Save in the Upload panel', async ({ page }) => {
    await page.goto('/administration/certificates/upload');
    await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
    await clickTwice(page, 'Save');
    await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
    await expect(page.getByText('Nothing was saved')).toBeHidden();
  });

  test('Delete, and Undo after it', async ({ page }) => {
    await fillDeletion(page, (await store(page, 'Old recording')).id);
    await clickTwice(page, 'Delete');
    await expect(page.getByText('Old recording was deleted')).toBeVisible();
    await clickTwice(page, 'Undo');
    await expect(page.getByText('Old recording was deleted')).toBeHidden();
    await expect(page.getByRole('link', { name: 'Old recording', exact: true })).toBeVisible();
    await page.goto('/audit-log');
    await expect(page.getByRole('row')).toHaveCount(
      1 + ['signed in', 'uploaded', 'deleted', 'restored'].length,
    );
  });

  test('Request assignment, Assign and Save on an IVR profile', async ({ page, signIn, otherPage }) => {
    const { id } = await store(page, 'Genesys Recording');
    await page.goto(`/administration/certificates/${id}/request-assignment`);
    await page.getByRole('checkbox', { name: /record_emea/ }).check();
    await clickTwice(page, 'Request assignment');
    await expect(page.getByRole('button', { name: 'Withdraw', exact: true })).toBeVisible();
    await expect(page.getByRole('alert').filter({ hasText: 'already' })).toBeHidden();

    await signIn('professional', '/requests', otherPage);
    await otherPage.getByRole('link', { name: 'Genesys Recording', exact: true }).click();
    await clickTwice(otherPage, 'Assign');
    await expect(otherPage.getByRole('button', { name: 'Assign', exact: true })).toBeHidden();
    await expect(otherPage.getByRole('alert').filter({ hasText: 'answered' })).toBeHidden();

    await otherPage.goto('/ivr-profiles');
    await otherPage
      .getByRole('region', { name: 'IVR Profiles' })
      .getByRole('link', { name: 'record_emea', exact: true })
      .click();
    await otherPage.getByRole('button', { name: /^Remove Genesys Recording/ }).click();
    await confirmTurnOff(otherPage);
    await clickTwice(otherPage, 'Turn off encryption');
    await expect(otherPage.getByText('Saved. The recorder reads the new list from now on.')).toBeVisible();
    await expect(otherPage.getByText('Somebody else saved first')).toBeHidden();
  });
});
