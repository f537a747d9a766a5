import { askDeletion, assign, serialNumberOf, storeDepended, testCall } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';
import { agreeToDeletion } from '../agree.ts';

test.use({ as: 'administrator' });

test('Delete counts what would be lost, and asks a second person, who declines and then agrees', async ({
  page,
  otherPage,
  signIn,
  expectAccessible,
}) => {
  await signIn('professional', '/', otherPage);
  const id = await storeDepended(page, otherPage, { calls: 2 });
  await page.goto(`/administration/certificates/${id}`);
  const usage = page.getByRole('region', { name: 'Usage' });
  await expect(usage).toContainText('Its private key opens 2 recordings');
  await expect(usage).toContainText('kept until');
  await expect(usage).toContainText('No other key in the keystore opens any of them.');
  await expectAccessible();

  const ask = async (note: string) => {
    await page.goto(`/administration/certificates/${id}/delete`);
    const dialog = page.getByRole('dialog', { name: 'the deletion needs a second person' });
    await expect(dialog).toContainText('opens 2 recordings');
    await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeHidden();
    await expectAccessible();
    await dialog.getByLabel('Note').fill(note);
    await dialog.getByRole('button', { name: 'Request deletion', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Delete Old recording', exact: true })).toBeVisible();
    await expect(page.getByText('Waiting for an answer', { exact: true })).toBeVisible();
  };
  const agree = async (lost: number) => {
    await otherPage.goto('/requests?state=waiting');
    await otherPage
      .getByRole('row', { name: /Deletion/ })
      .getByRole('link')
      .click();
    await agreeToDeletion(otherPage, lost);
    await expect(otherPage.getByText(/^Agreed on .* by professional/)).toBeVisible();
  };
  await ask('We moved to the new one.');
  await expectAccessible();
  await page.goto(`/administration/certificates/${id}/delete`);
  await expect(page.getByRole('dialog')).toContainText('is waiting for your Genesys Professional');
  await expect(page.getByRole('dialog')).toContainText(/needs a second person\s*Backup: never proven\./);

  // The professional declines, with a reason that the administrator sees.
  await otherPage.goto('/');
  await otherPage
    .getByRole('link', { name: 'Agree to the deletion of Old recording, or decline', exact: true })
    .click();
  await expect(otherPage.getByRole('region', { name: 'What would be lost' })).toContainText('2 recordings');
  // On all three pages the first line is whether a copy of the key is proven, with the way to prove it.
  await expect(otherPage.getByText('Backup: never proven.', { exact: true })).toBeVisible();
  await expect(
    otherPage.getByRole('main').getByRole('link', { name: 'Check Backup', exact: true }),
  ).toBeVisible();
  await expect(otherPage.getByText('We moved to the new one.')).toBeVisible();
  await expectAccessible(otherPage);
  await otherPage.getByRole('link', { name: 'Decline', exact: true }).click();
  await otherPage.getByRole('dialog').getByLabel('Reason').fill('The court asks for them.');
  await otherPage.getByRole('dialog').getByRole('button', { name: 'Decline', exact: true }).click();
  await expect(otherPage.getByText(/^Declined on/)).toContainText('The court asks for them.');
  await page.goto('/');
  await page.getByRole('link', { name: 'Old recording: its deletion was declined', exact: true }).click();
  await expect(page.getByText(/^Declined on/)).toContainText('The court asks for them.');
  await page.goto(`/administration/certificates/${id}`);
  await expect(usage).toContainText('declined on');

  // Requested again. What is recorded after the answer is not covered by it.
  await ask('The court has them.');
  await agree(2);
  await assign(otherPage, 'IVR_Default_Record', [id]);
  await testCall(page);
  await assign(otherPage, 'IVR_Default_Record', []);
  await page.goto(`/administration/certificates/${id}/delete`);
  await expect(page.getByRole('dialog')).toContainText(
    'professional agreed to fewer recordings than depend on it now.',
  );
  await page.getByRole('dialog').getByRole('button', { name: 'Request deletion', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Delete Old recording', exact: true })).toBeVisible();
  await expect(page.getByText('Waiting for an answer', { exact: true })).toBeVisible();
  await agree(3);

  await page.goto('/');
  await page.getByRole('link', { name: 'Old recording can be deleted now', exact: true }).click();
  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Old recording?' });
  await expect(dialog).toContainText(/Delete Old recording\?\s*Backup: never proven\./);
  await expect(dialog.getByRole('link', { name: 'Check Backup', exact: true })).toBeVisible();
  await expect(dialog).toContainText('professional agreed on');
  await expect(dialog).toContainText('opens 3 recordings');
  const serialNumber = await serialNumberOf(page, id);
  await dialog.getByRole('textbox', { name: 'Serial Number' }).fill(serialNumber);
  await dialog.getByLabel('I have discussed this with my Genesys Professional').check();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('Old recording was deleted')).toBeVisible();

  // After a restore the recordings can be played again, and the card says how many.
  await page.goto('/administration/certificates/recently-deleted');
  await page.getByRole('button', { name: /^Restore Old recording/ }).click();
  await expect(page.getByText('3 recordings became playable again.')).toBeVisible();
});

test('agreeing covers what the page said, not what was recorded while it was open', async ({
  page,
  otherPage,
  professional,
  signIn,
}) => {
  const id = await storeDepended(page, professional, { calls: 2 });
  const request = await askDeletion(page, id);
  await signIn('professional', `/requests/${request}`, otherPage);
  const lost = otherPage.getByRole('region', { name: 'What would be lost' });
  await expect(lost).toContainText('opens 2 recordings');
  // What the page learns by itself waits, so that the answer is to what it says.
  const learns = Promise.withResolvers<void>();
  await otherPage.route(`**/api/requests/${request}`, async (route) => {
    await learns.promise;
    await route.continue();
  });
  await assign(professional, 'IVR_Default_Record', [id]);
  await testCall(page);
  await assign(professional, 'IVR_Default_Record', []);

  await agreeToDeletion(otherPage, 2);
  learns.resolve();
  const dialog = otherPage.getByRole('dialog');
  const refused = dialog.getByRole('alert').filter({ hasText: 'now 3 recordings would be lost' });
  await expect(refused).toBeInViewport();
  // The page now shows the new number, and the professional can agree to it.
  await expect(dialog).toContainText('opens 3 recordings');
  await dialog.getByLabel('Recordings that would be lost').fill('3');
  await dialog.getByRole('button', { name: 'Agree to the deletion', exact: true }).click();
  await expect(otherPage.getByText(/^Agreed on .* by professional/)).toBeVisible();
});

test('another key opens the same recordings: Delete works as before', async ({ page, professional }) => {
  const [one, two] = [await store(page, 'One'), await store(page, 'Two')];
  await assign(professional, 'IVR_Default_Record', [one.id, two.id]);
  await testCall(page);
  await assign(professional, 'IVR_Default_Record', []);
  await page.goto(`/administration/certificates/${one.id}/delete`);
  const dialog = page.getByRole('dialog', { name: 'Delete One?' });
  await expect(dialog).toContainText('Other keys in the keystore open all of them, too.');
  await expect(dialog.getByRole('textbox', { name: 'Serial Number' })).toBeVisible();
});

test('a request can be withdrawn; it fits a telephone', async ({ page, professional, expectAccessible }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const id = await storeDepended(page, professional);
  await page.goto(`/administration/certificates/${id}/delete`);
  await expect(page.getByRole('button', { name: 'Request deletion', exact: true })).toBeEnabled();
  await expectAccessible();
  await page.getByRole('button', { name: 'Request deletion', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Withdraw', exact: true })).toBeVisible();
  await expectAccessible();
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(page.getByText(/^Withdrawn on/)).toBeVisible();
  await page.goto('/requests');
  await expect(page.getByRole('row', { name: /Old recording/ })).toContainText('Withdrawn');
  await expectAccessible();
});
