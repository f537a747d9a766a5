import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { chooseFiles, expect, pem, storeKey, test } from '../fixtures.ts';

test.use({ as: 'azure-administrator' });

const keys = '/agent-setup/contact-center-settings/keys-management/keys';
const panel = (page: Page) => page.getByRole('dialog', { name: 'Upload Certificate' });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });

test('the documented Azure steps, word for word', async ({ page }) => {
  // tenant.pem and private.pem were made with the documented commands, the last of them `openssl pkcs8 -topk8 …`.
  await page.goto('/');
  await page.getByRole('button', { name: 'Agent Setup', exact: true }).click();
  const item = page.getByRole('menuitem', { name: /^Keys\b/ });
  await expect(item).toContainText('Contact Center Settings');
  await expect(item).toContainText('Keys Management');
  await item.click();
  await expect(page.getByRole('heading', { name: 'Keys', exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'Upload Certificate', exact: true }).click();
  const browse = (group: string) =>
    panel(page)
      .getByRole('group', { name: group })
      .getByRole('button', { name: 'Browse Choose File', exact: true });
  const chooser = page.waitForEvent('filechooser');
  await browse('Certificate File').click();
  await (await chooser).setFiles(pem('tenant.pem'));
  const keyChooser = page.waitForEvent('filechooser');
  await browse('Key File').click();
  await (await keyChooser).setFiles(pem('private.pem'));
  await expect(page.getByText('The private key fits the certificate')).toBeVisible();
  await save(page).click();

  // Agent Setup displays the Key and Alias.
  await expect(page.getByText('Genesys Recording is stored')).toBeVisible();
  const row = page.getByRole('row', { name: /certificate-1/ });
  await expect(row.getByRole('cell').nth(0)).toHaveText('certificate-1');
  await expect(row.getByRole('cell').nth(1)).toHaveText(
    /^rcs_Contoso:2:CN=Genesys Recording,C=US,ST=California,O=Genesys:\d+$/,
  );
  await expect(row).toContainText('2048 bits');
  await expect(row).toContainText('Valid');
  const headers = page.getByRole('columnheader');
  await expect(headers.nth(0)).toHaveText('Key');
  await expect(headers.nth(1)).toHaveText('Alias');

  // Stored in the tenant's "record" IVR profile.
  await page.getByRole('link', { name: 'IVR Profiles', exact: true }).click();
  await page.getByRole('link', { name: 'record', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'record', exact: true })).toBeVisible();
  const configuration = page.getByLabel('Configuration', { exact: true }).last();
  await expect(configuration).toContainText(
    '[recording-certificates]\ncertificate-1 =\n-----BEGIN CERTIFICATE',
  );
  const certificate = (await readFile(pem('tenant.pem'), 'utf8')).trim();
  await expect(configuration).toContainText(certificate.slice(certificate.indexOf('-----BEGIN')));
});

test('a PKCS#1 key is named and converted in one click', async ({ page, expectAccessible }) => {
  await page.goto(`${keys}/upload`);
  await chooseFiles(page, pem('tenant.pem'), pem('tenant.pkcs1.key'));
  await expect(page.getByText('tenant.pkcs1.key is in the form PKCS#1')).toBeVisible();
  await expect(page.getByText('Convert the private key to PKCS#8 first.')).toBeVisible();
  await expect(save(page)).toBeDisabled();
  await expectAccessible();

  await page.getByRole('button', { name: 'Convert to PKCS#8', exact: true }).click();
  await expect(page.getByText('tenant.pkcs1.key was converted to PKCS#8')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Key File' })).toContainText('private.pem');
  await expect(page.getByRole('group', { name: 'Key File' })).toContainText(
    'RSA, 2048 bits, PKCS#8, not encrypted',
  );
  await save(page).click();
  await expect(page.getByText('Genesys Recording is stored')).toBeVisible();
});

test('a key of OpenSSL 3 is PKCS#8 already, and the panel says so', async ({ page }) => {
  await page.goto(`${keys}/upload`);
  await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
  await expect(page.getByText('“Azure only” conversion would change nothing')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Convert to PKCS#8', exact: true })).toBeHidden();
  await expect(save(page)).toBeEnabled();
});

test('AWS takes a PKCS#1 key as it is, and says nothing of conversion', async ({ page, signIn }) => {
  await signIn('administrator', '/administration/certificates/upload');
  await chooseFiles(page, pem('tenant.pem'), pem('tenant.pkcs1.key'));
  await expect(save(page)).toBeEnabled();
  await expect(page.getByRole('button', { name: 'Convert to PKCS#8', exact: true })).toBeHidden();
});

test('each platform is told where its own screen is', async ({ page, otherPage, signIn }) => {
  await page.goto('/administration/certificates');
  await expect(page.getByRole('heading', { name: 'Not on this platform', exact: true })).toBeVisible();
  await expect(page.getByText('This tenant is hosted on Azure')).toBeVisible();
  await page.getByRole('link', { name: 'Go to Keys Management', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Keys', exact: true })).toBeVisible();

  await signIn('administrator', `${keys}/upload`, otherPage);
  await expect(otherPage.getByText('This tenant is hosted on AWS')).toBeVisible();
  await otherPage.getByRole('link', { name: 'Go to Certificates', exact: true }).click();
  await expect(otherPage.getByRole('heading', { name: 'Certificates', exact: true })).toBeVisible();
});

test('a second key gets the next number; a page of its own leads back to Keys', async ({ page }) => {
  for (const commonName of ['First', 'Second']) {
    await storeKey(page, commonName);
  }
  await page.goto(keys);
  await expect(page.getByRole('row', { name: /certificate-2/ })).toContainText('Second');
  await page.getByRole('link', { name: 'certificate-2', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Second', exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Usage' })).toContainText('IVR profile record');
  await expect(page.getByRole('button', { name: 'Delete', exact: true })).toBeHidden();
  await page.getByRole('link', { name: 'Keys', exact: true }).click();
  await expect(page).toHaveURL(keys);
});

test('with the keyboard alone, in light and dark, at 390 pixels', async ({ page, expectAccessible }) => {
  // Keeps the browser's own file dialog closed from the first key press on.
  page.on('filechooser', () => {});
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(keys);
  await expectAccessible();
  await page.getByRole('link', { name: 'Upload Certificate', exact: true }).focus();
  await page.keyboard.press('Enter');
  const chooser = page.waitForEvent('filechooser');
  await expect(
    panel(page).getByRole('group', { name: 'Certificate File' }).getByRole('button').first(),
  ).toBeFocused();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(pem('tenant.pem'));
  await expect(page.getByLabel('Subject Name')).toHaveText('Genesys Recording');
  const keyButton = panel(page)
    .getByRole('group', { name: 'Key File' })
    .getByRole('button', { name: 'Browse Choose File', exact: true });
  await keyButton.focus();
  const keyChooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await keyChooser).setFiles(pem('tenant.pkcs1.key'));
  await page.getByRole('button', { name: 'Convert to PKCS#8', exact: true }).focus();
  await page.keyboard.press('Enter');
  // The focus moves to the verdict, because the pressed button is gone.
  await expect(page.getByRole('group', { name: 'Verdict', exact: true })).toBeFocused();
  await expect(save(page)).toBeEnabled();
  await save(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Genesys Recording is stored')).toBeVisible();
  await expectAccessible();
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBeLessThanOrEqual(0);
});
