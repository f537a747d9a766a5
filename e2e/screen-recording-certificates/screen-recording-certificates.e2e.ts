import type { Page } from '@playwright/test';
import { assign, listed } from '../calls.ts';
import { chooseFiles, expect, pem, store, test } from '../fixtures.ts';
import {
  add,
  banner,
  cancel,
  changes,
  contactCenterOf,
  list,
  offDialog,
  professional,
  put,
  recorder,
  remove,
  row,
  save,
  saveDialog,
  selectWindow,
} from '../screen-recording.ts';

test.use({ as: 'administrator' });

test('the whole journey: voice first, then the documented steps to assign, with every Cancel', async ({
  page,
  professional: assigner,
  tenant,
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Administration', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Screen Recording Certificates\b/ }).click();
  await expect(
    page.getByRole('heading', { name: 'Screen Recording Certificates', level: 1, exact: true }),
  ).toBeVisible();
  await expect(
    banner(page, 'Screen recordings are not encrypted now: no certificate is in the list.'),
  ).toBeVisible();
  const { encryptsFor } = await recorder(tenant.url, await contactCenterOf(page));
  expect(await encryptsFor()).toEqual([]);

  // Before voice is set up, the page shows the order and links to the first step.
  await expect(page.getByText('Set up the certificates for your voice recordings first')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Certificates', exact: true }).click();
  await page.getByRole('link', { name: 'Upload', exact: true }).click();
  await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
  await save(page).click();
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
  await page.goto(list);
  await expect(page.getByText('– done.')).toBeVisible();
  const [certificate] = await listed<{ id: string }>(page, '/api/certificates');
  await assign(assigner, 'IVR_Default_Record', [certificate?.id ?? '']);

  // 1. In the header, go to Administration > Screen Recording Certificates.
  await page.goto('/');
  await page.getByRole('button', { name: 'Administration', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Screen Recording Certificates\b/ }).click();
  await expect(add(page)).toBeVisible();
  await expect(page.getByText('voice recordings first')).toHaveCount(0);
  // 2. On the Screen Recording Certificates panel, click Add.
  const panel = page.getByRole('region', { name: 'Screen Recording Certificates' });
  await panel.getByRole('link', { name: 'Add', exact: true }).click();
  // 3. From the Select Certificate window … click Cancel to discard any changes.
  await selectWindow(page).getByLabel('Genesys Recording').check();
  await selectWindow(page).getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(selectWindow(page)).toHaveCount(0);
  await expect(page.getByText('Nothing has been changed.')).toBeVisible();
  // … or select the check box next to the appropriate certificate, and click Add.
  await add(page).click();
  await expect(selectWindow(page).getByLabel('Genesys Recording')).not.toBeChecked();
  await selectWindow(page).getByLabel('Genesys Recording').check();
  await selectWindow(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(row(page, 'Genesys Recording')).toContainText('Will be added');
  // 4. Click the Cancel button to discard the changes.
  await cancel(page).click();
  await expect(row(page, 'Genesys Recording')).toHaveCount(0);
  expect(await encryptsFor()).toEqual([]);
  // … or click the Save button to accept the changes.
  await add(page).click();
  await selectWindow(page).getByLabel('Genesys Recording').check();
  await selectWindow(page).getByRole('button', { name: 'Add', exact: true }).click();
  // What saving adds is said on the page, so that one Save is enough.
  await expect(changes(page)).toContainText(
    'From now on, screen recordings are encrypted for “Genesys Recording”.',
  );
  expect(await encryptsFor()).toEqual([]);
  await save(page).click();
  await expect(page.getByText('Saved. The recorder reads the new list from now on: 1 added.')).toBeVisible();
  await expect(
    banner(page, /^Screen recordings are encrypted now, for “Genesys Recording”, until /),
  ).toBeVisible();
  await expect(row(page, 'Genesys Recording')).toContainText('by administrator');
  expect(await encryptsFor()).toEqual(['Genesys Recording']);
  await page.reload();
  await expect(row(page, 'Genesys Recording')).toContainText('Valid');
});

test('the documented steps to remove, with every Cancel; the last one turns encryption off', async ({
  page,
  tenant,
}) => {
  await page.goto('/');
  await put(page, [(await store(page, 'Berlin')).id, (await store(page, 'Manila')).id]);
  const { encryptsFor } = await recorder(tenant.url, await contactCenterOf(page));
  await page.reload();
  // 1. In the header, go to Administration > Screen Recording Certificates.
  await page.getByRole('button', { name: 'Administration', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Screen Recording Certificates\b/ }).click();
  await expect(banner(page, 'encrypted now, for “Berlin” and “Manila”, until')).toBeVisible();
  // 2. Select the check box next to the certificate that you want to remove. 3. Click Remove.
  await expect(remove(page)).toBeDisabled();
  await row(page, 'Berlin').getByRole('checkbox').check();
  await remove(page).click();
  await expect(row(page, 'Berlin')).toContainText('Will be removed');
  expect(await encryptsFor()).toEqual(['Berlin', 'Manila']);
  // 4. Click the Cancel button to discard the changes.
  await cancel(page).click();
  await expect(row(page, 'Berlin')).not.toContainText('Will be removed');
  // … or click the Save button to accept the changes.
  await row(page, 'Berlin').getByRole('checkbox').check();
  await remove(page).click();
  await save(page).click();
  await expect(saveDialog(page).getByRole('region', { name: 'Will be removed' })).toContainText('Berlin');
  await expect(saveDialog(page)).toContainText(
    'Do not remove any certificates without first discussing this',
  );
  await saveDialog(page).getByRole('button', { name: 'Cancel', exact: true }).click();
  expect(await encryptsFor()).toEqual(['Berlin', 'Manila']);
  await save(page).click();
  await saveDialog(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('from now on: 1 removed.')).toBeVisible();
  await expect(row(page, 'Berlin')).toHaveCount(0);
  expect(await encryptsFor()).toEqual(['Manila']);

  // Removing the last certificate.
  await row(page, 'Manila').getByRole('checkbox').check();
  await remove(page).click();
  await save(page).click();
  await expect(offDialog(page)).toContainText('From now on, screen recordings will not be encrypted.');
  await expect(offDialog(page)).toContainText('Older recordings do not change.');
  const confirm = offDialog(page).getByRole('button', { name: 'Turn off encryption', exact: true });
  await expect(confirm).toBeDisabled();
  await offDialog(page).getByLabel('Type unencrypted to confirm').fill('unencrypted');
  await expect(confirm).toBeDisabled();
  await offDialog(page).getByLabel(professional).check();
  await offDialog(page).getByLabel('Type unencrypted to confirm').fill('encrypted');
  await expect(confirm).toBeDisabled();
  await offDialog(page).getByRole('button', { name: 'Cancel', exact: true }).click();
  expect(await encryptsFor()).toEqual(['Manila']);
  await save(page).click();
  await offDialog(page).getByLabel('Type unencrypted to confirm').fill('unencrypted');
  await offDialog(page).getByLabel(professional).check();
  await confirm.click();
  await expect(
    banner(page, 'Screen recordings are not encrypted now: no certificate is in the list.'),
  ).toBeVisible();
  expect(await encryptsFor()).toEqual([]);
  await page.goto('/audit-log');
  await expect(page.getByText(/screen recordings are no longer encrypted, as discussed/)).toBeVisible();
});

test('what is pending is marked, undone one by one, survives a reload, and leaving asks', async ({
  page,
}) => {
  const [berlin] = [await store(page, 'Berlin'), await store(page, 'Manila'), await store(page, 'Toronto')];
  await put(page, [berlin.id]);
  await page.goto(list);
  await add(page).click();
  await selectWindow(page).getByLabel('Manila').check();
  await selectWindow(page).getByLabel('Toronto').check();
  await selectWindow(page).getByRole('button', { name: 'Add', exact: true }).click();
  await row(page, 'Berlin').getByRole('checkbox').check();
  await remove(page).click();
  await expect(page.getByText('Not saved yet: 2 to add, 1 to remove.')).toBeVisible();

  await page.reload();
  await expect(page.getByText('Not saved yet: 2 to add, 1 to remove.')).toBeVisible();
  await expect(row(page, 'Toronto')).toContainText('Will be added');
  // Only ids are stored.
  const kept = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
  expect(kept).toContain(berlin.id);
  expect(kept).not.toMatch(/Berlin|CERTIFICATE|CN=/);

  await page.getByRole('button', { name: /^Undo adding Toronto/ }).click();
  await expect(row(page, 'Toronto')).toHaveCount(0);
  await page.getByRole('button', { name: /^Undo removing Berlin/ }).click();
  await expect(page.getByText('Not saved yet: 1 to add.')).toBeVisible();
  await expect(page.getByText('Not saved yet: 1 to add.')).toBeFocused();
  // Removing a row that is not saved yet undoes its adding.
  await row(page, 'Manila').getByRole('checkbox').check();
  await remove(page).click();
  await expect(page.getByText('Nothing has been changed.')).toBeVisible();
  await expect(save(page)).toBeDisabled();

  await row(page, 'Berlin').getByRole('checkbox').check();
  await remove(page).click();
  await page.getByRole('link', { name: 'Audit Log', exact: true }).click();
  await page.getByRole('button', { name: 'Keep editing', exact: true }).click();
  await expect(row(page, 'Berlin')).toContainText('Will be removed');
  await page.getByRole('link', { name: 'Audit Log', exact: true }).click();
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Audit Log', exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByText('Nothing has been changed.')).toBeVisible();
  // The address of the save dialog, with nothing to save, leads back to the list.
  await page.goto(`${list}/save`);
  await expect(page).toHaveURL(list);
});

test('Select Certificate: search, expired ones with the reason, those in the list marked', async ({
  page,
}) => {
  const past = { notBefore: new Date('2015-01-01T00:00:00Z'), notAfter: new Date('2020-01-01T00:00:00Z') };
  const next = new Date(Date.now() + 10 * 86_400_000);
  const berlin = await store(page, 'Berlin');
  await store(page, 'Old Recording', past);
  await store(page, 'Next Year', { notBefore: next });
  for (const site of ['Bern', 'Kyoto', 'Lima', 'Oslo', 'Quito', 'Riga']) await store(page, site);
  await put(page, [berlin.id]);
  await page.goto(`${list}/select-certificate`);
  const choice = (name: string) => selectWindow(page).getByLabel(name, { exact: true });
  await expect(choice('Old Recording')).toBeDisabled();
  await expect(choice('Old Recording')).toHaveAccessibleDescription(/Expired: it plays older recordings/);
  await expect(choice('Berlin')).toBeDisabled();
  await expect(choice('Berlin')).toBeChecked();
  await expect(choice('Berlin')).toHaveAccessibleDescription(/Already in the list/);
  await expect(choice('Next Year')).toBeEnabled();
  await selectWindow(page).getByLabel('Search').fill('oslo');
  await expect(selectWindow(page).getByRole('checkbox')).toHaveCount(1);
  await choice('Oslo').check();
  await selectWindow(page).getByLabel('Search').fill('');
  await choice('Next Year').check();
  await selectWindow(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Not saved yet: 2 to add.')).toBeVisible();
  await expect(changes(page)).toContainText(
    'Not yet valid: “Next Year”. Until then nothing is encrypted for it.',
  );
});

/** Adds one certificate, unsaved. */
async function draft(who: Page, name: string) {
  await add(who).click();
  await selectWindow(who).getByLabel(name).check();
  await selectWindow(who).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(row(who, name)).toContainText('Will be added');
}

test('somebody else saved first: both changes are shown, and mine is redone on top of theirs', async ({
  page,
  otherPage,
  signIn,
  tenant,
  expectAccessible,
}) => {
  const ids = [
    (await store(page, 'Berlin')).id,
    (await store(page, 'Manila')).id,
    (await store(page, 'Toronto')).id,
  ];
  await put(page, ids.slice(0, 1));
  await page.goto(list);
  await signIn('administrator', list, otherPage);
  // It learns of the other save by its own, not before.
  await page.route('**/api/versions', () => undefined);
  await draft(page, 'Toronto');
  await draft(otherPage, 'Manila');
  await save(otherPage).click();
  await expect(otherPage.getByText('from now on: 1 added.')).toBeVisible();

  await save(page).click();
  await expect(page.getByText('Somebody else changed the list after you began')).toBeVisible();
  await expect(page.getByText(/administrator saved it on/)).toBeVisible();
  const both = page.getByRole('table', { name: 'Both changes side by side' });
  const cells = (name: string) => both.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell');
  await expect(cells('Berlin')).toHaveText(['In the list', 'In the list', 'In the list']);
  await expect(cells('Manila')).toHaveText(['–', 'Added', '–']);
  await expect(cells('Toronto')).toHaveText(['–', '–', 'Added']);
  await expect(save(page)).toBeDisabled();
  await expectAccessible();
  await page.getByRole('button', { name: 'Redo my change on top', exact: true }).click();
  await save(page).click();
  await expect(page.getByText('from now on: 1 added.')).toBeVisible();
  const { encryptsFor } = await recorder(tenant.url, await contactCenterOf(page));
  expect(await encryptsFor()).toEqual(['Berlin', 'Manila', 'Toronto']);

  // The alternative: keep what the other person saved.
  await row(page, 'Manila').getByRole('checkbox').check();
  await remove(page).click();
  await put(page, ids.slice(1));
  await save(page).click();
  await saveDialog(page).getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Keep what was saved', exact: true }).click();
  await expect(row(page, 'Berlin')).toHaveCount(0);
  await expect(row(page, 'Manila')).not.toContainText('Will be removed');
  expect(await encryptsFor()).toEqual(['Manila', 'Toronto']);
});
