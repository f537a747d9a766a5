import type { Page } from '@playwright/test';
import { profileId } from '../calls.ts';
import { expect, store, storeKey, test } from '../fixtures.ts';
import { expectInSight } from '../in-sight.ts';

const told = (page: Page) =>
  page.getByRole('alert').filter({ hasText: 'Certificates were uploaded or deleted in another session.' });

/** Signs in again with the button of the notice, on the open page. */
async function signInAgain(page: Page) {
  await page.getByRole('button', { name: 'Sign in again', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(dialog.getByLabel('Password')).toBeFocused();
  await dialog.getByLabel('Password').fill('demo');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test.describe('what another session changed shows after signing in again, and every screen says so', () => {
  test('for an administrator', async ({ page, otherPage, signIn, expectAccessible }) => {
    await signIn('administrator');
    const { id } = await store(page, 'Genesys Recording');
    await signIn('administrator', '/', otherPage);
    const elsewhere = await store(otherPage, 'Branch office Manila');
    for (const path of [
      '/',
      '/administration/certificates',
      `/administration/certificates/${id}`,
      '/administration/certificates/recently-deleted',
      '/administration/screen-recording-certificates',
      '/ivr-profiles',
    ]) {
      await page.goto(path);
      await expectInSight(told(page));
    }
    await page.goto('/administration/screen-recording-certificates/select-certificate');
    const window = page.getByRole('dialog', { name: 'Select Certificate' });
    await expect(window.getByRole('checkbox')).toHaveCount(1);
    await expectInSight(told(page).last());
    await window.getByRole('button', { name: 'Sign in again', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await expectAccessible();
    await dialog.getByLabel('Password').fill('demo');
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(window.getByRole('checkbox')).toHaveCount(2);
    await expect(told(page)).toHaveCount(0);

    // Opens a link to a certificate that another session uploads.
    const later = await store(otherPage, 'Branch office Berlin');
    await page.goto(`/administration/certificates/${later.id}`);
    await expect(page.getByRole('heading', { name: 'Not found', exact: true })).toBeVisible();
    await signInAgain(page);
    await expect(page.getByRole('heading', { name: 'Branch office Berlin', exact: true })).toBeVisible();
    expect(elsewhere.id).not.toBe(later.id);
  });

  test('for a Genesys Professional', async ({ page, otherPage, signIn }) => {
    await signIn('professional');
    await signIn('administrator', '/', otherPage);
    await store(otherPage, 'Branch office Manila');
    const profile = `/ivr-profiles/${await profileId(page, 'record_emea')}`;
    for (const path of [profile, '/ivr-profiles/assign']) {
      await page.goto(path);
      await expectInSight(told(page).last());
    }
    await page.goto(`${profile}/select-certificate`);
    const window = page.getByRole('dialog', { name: 'Select Certificate' });
    await expect(window).toContainText('There is no certificate in the keystore as your session sees it.');
    await window.getByRole('button', { name: 'Sign in again', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('Password').fill('demo');
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(window.getByRole('checkbox', { name: /Branch office Manila/ })).toBeVisible();
  });

  test('in Keys Management', async ({ page, otherPage, signIn }) => {
    const keys = '/agent-setup/contact-center-settings/keys-management/keys';
    await signIn('azure-administrator', keys);
    await signIn('azure-administrator', '/', otherPage);
    await storeKey(otherPage, 'Contoso Recording');
    await page.reload();
    await expectInSight(told(page));
    await signInAgain(page);
    await expect(page.getByRole('row', { name: /Contoso Recording/ })).toBeVisible();
    await expect(page).toHaveURL(keys);
  });
});
