import { makePair } from '../../src/testing/pairs.ts';
import { deletePair, serialNumberOf } from '../calls.ts';
import { expect, store, storePair, test } from '../fixtures.ts';
import { put } from '../screen-recording.ts';

test.use({ as: 'administrator' });

test('the last 8 digits confirm a deletion; Back then speaks of it, and leads to Recently deleted', async ({
  page,
}) => {
  const { id } = await store(page, 'Genesys Recording');
  const serialNumber = await serialNumberOf(page, id);
  await page.goto('/administration/certificates');
  await page.getByRole('link', { name: 'Genesys Recording', exact: true }).click();
  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Genesys Recording?' });
  const confirm = dialog.getByRole('button', { name: 'Delete', exact: true });
  await dialog.getByLabel('I have discussed this with my Genesys Professional').check();
  const typed = dialog.getByRole('textbox', { name: 'Serial Number' });
  await typed.fill(serialNumber.slice(-7));
  await expect(confirm).toBeDisabled();
  await typed.fill(serialNumber.slice(-8).toLowerCase());
  await confirm.click();
  await expect(page.getByText('Genesys Recording was deleted', { exact: true })).toBeVisible();

  await page.goBack();
  await expect(
    page.getByText(/“Genesys Recording” \(serial number [0-9A-F]+\) was deleted with its private key\./),
  ).toBeVisible();
  await expect(page.getByText('another session')).toBeHidden();
  await page.getByRole('link', { name: 'Recently deleted', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Restore Genesys Recording/ })).toBeVisible();
});

test('a pair that was uploaded again is not restored, in words of its own and with the way to it', async ({
  page,
}) => {
  const pair = makePair({ commonName: 'Genesys Recording' });
  await deletePair(page, (await storePair(page, pair)).id);
  await storePair(page, pair);
  await page.goto('/administration/certificates/recently-deleted');
  await page.getByRole('button', { name: /^Restore Genesys Recording/ }).click();
  await expect(page.getByText('This certificate was uploaded again after it was deleted')).toBeVisible();
  await expect(page.getByText('Nothing was stored')).toBeHidden();
  await page.getByRole('link', { name: 'Open the certificate', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Genesys Recording', level: 1, exact: true })).toBeVisible();
});

test('an expired certificate waits for nothing', async ({ page }) => {
  const { id } = await store(page, 'Old Recording', {
    notBefore: new Date('2015-01-01T00:00:00Z'),
    notAfter: new Date('2020-01-01T00:00:00Z'),
  });
  await page.goto(`/administration/certificates/${id}`);
  await expect(page.getByText('it cannot be assigned any more')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Usage' })).toContainText(
    'To encrypt new recordings, renew it.',
  );
  await expect(page.getByText('Not assigned')).toBeHidden();
  await page.goto('/administration/certificates');
  await expect(page.getByRole('row', { name: /Old Recording/ })).toContainText('Not assigned');
});

test('Request assignment says what is missing while nothing is chosen', async ({ page }) => {
  const { id } = await store(page, 'Genesys Recording');
  await page.goto(`/administration/certificates/${id}/request-assignment`);
  const dialog = page.getByRole('dialog');
  const button = dialog.getByRole('button', { name: 'Request assignment', exact: true });
  await expect(button).toBeVisible();
  for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription('Choose at least one IVR profile.');
  await expect(dialog.getByText('Choose at least one IVR profile.', { exact: true })).toBeInViewport();
});

test('over a list of screen recording certificates that works, the voice steps are one line', async ({
  page,
}) => {
  const { id } = await store(page, 'Genesys Recording');
  await page.goto('/administration/screen-recording-certificates');
  const order = page.getByText('Set up the certificates for your voice recordings first', { exact: true });
  await expect(order).toBeVisible();
  await put(page, [id]);
  await page.reload();
  await expect(page.getByText('Voice recordings are not encrypted yet')).toBeVisible();
  await expect(order).toBeHidden();
});

test('an unsaved change is marked in the list of IVR profiles and on the Overview', async ({
  page,
  administrator,
  signIn,
}) => {
  await store(administrator, 'Genesys Recording');
  await signIn('professional', '/ivr-profiles');
  await page.getByRole('link', { name: 'record_emea', exact: true }).first().click();
  await page.getByRole('link', { name: 'Select Certificate', exact: true }).click();
  const select = page.getByRole('dialog', { name: 'Select Certificate' });
  await select.getByLabel('Genesys Recording', { exact: true }).check();
  await select.getByRole('button', { name: 'Add', exact: true }).click();
  await page.goto('/ivr-profiles');
  await expect(
    page.getByRole('region', { name: 'IVR Profiles' }).getByRole('row', { name: /record_emea/ }),
  ).toContainText('Unsaved changes');
  await page.goto('/');
  await page
    .getByText('You have unsaved changes in')
    .getByRole('link', { name: 'IVR profile record_emea', exact: true })
    .click();
  await expect(page.getByText('Not saved yet').first()).toBeVisible();
});
