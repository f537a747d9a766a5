import { X509Certificate } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { makePair, type Wanted } from '../src/tenant/test-pairs.ts';
import { chooseFiles, expect, pem, test } from './fixtures.ts';

const list = '/administration/screen-recording-certificates';
const professional = 'I have discussed this with my Genesys Professional';

const add = (page: Page) => page.getByRole('link', { name: 'Add', exact: true });
const remove = (page: Page) => page.getByRole('button', { name: 'Remove', exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const cancel = (page: Page) => page.getByRole('button', { name: 'Cancel', exact: true });
const selectWindow = (page: Page) => page.getByRole('dialog', { name: 'Select Certificate' });
const saveDialog = (page: Page) => page.getByRole('dialog', { name: 'Save Screen Recording Certificates?' });
const offDialog = (page: Page) =>
  page.getByRole('dialog', { name: 'Turn off the encryption of screen recordings?' });
const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
const banner = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text });

/** What the page's session uploads, without the pages for it. */
async function upload(page: Page, commonName: string, wanted: Wanted = {}, call = '/api/certificates') {
  const answer = await page.request.post(call, { data: makePair({ commonName, ...wanted }) });
  expect(answer.status()).toBe(201);
  return (await answer.json()) as { id: string };
}

async function put(page: Page, certificateIds: string[]) {
  const { etag } = (await (await page.request.get('/api/screen-recording-certificates')).json()) as {
    etag: string;
  };
  const answer = await page.request.put('/api/screen-recording-certificates', {
    data: { certificateIds },
    headers: { 'If-Match': etag },
  });
  expect(answer.status()).toBe(200);
}

interface Settings {
  statusCode: number;
  settings: { name: string; value: string }[];
  key: string;
}

/** A recorder: it signs in, reads its settings by HTTP, and knows nothing of the console. */
async function recorder(url: string, contactCenterId: string) {
  const session = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'professional', password: 'demo' }),
  });
  const cookie = session.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  return {
    /** The common names of the certificates that it would encrypt for now. */
    encryptsFor: async (): Promise<string[]> => {
      const path = `/api/v2/ops/contact-centers/${contactCenterId}/settings/screen-recording-encryption`;
      const answer = await fetch(url + path, { headers: { Cookie: cookie } });
      const { statusCode, settings, key } = (await answer.json()) as Settings;
      expect([answer.status, statusCode, key]).toEqual([200, 0, 'name']);
      const names: string[] = [];
      for (let number = 1; number * 2 <= settings.length; number++) {
        const [alias, certificate] = settings.slice(number * 2 - 2, number * 2);
        expect(alias?.name).toBe(`certificatealias-${number}`);
        expect(certificate?.name).toBe(`certificate-${number}`);
        const value = certificate?.value ?? '';
        expect(value.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        const { subject, serialNumber } = new X509Certificate(value);
        expect(alias?.value).toMatch(/^rcs_Environment:1:/);
        expect(alias?.value.split(':').at(-1)).toBe(BigInt(`0x${serialNumber}`).toString());
        names.push(/CN=(.*)/.exec(subject)?.[1] ?? '');
      }
      return names;
    },
  };
}

const contactCenterOf = async (page: Page) =>
  (
    (await (await page.request.get('/api/screen-recording-certificates')).json()) as {
      contactCenterId: string;
    }
  ).contactCenterId;

test('the whole journey: voice first, then the documented steps to assign, with every Cancel', async ({
  page,
  otherPage,
  signIn,
  tenant,
}) => {
  await signIn('administrator');
  await page.getByRole('button', { name: 'Administration' }).click();
  await page.getByRole('menuitem', { name: 'Screen Recording Certificates' }).click();
  await expect(page.getByRole('heading', { name: 'Screen Recording Certificates', level: 1 })).toBeVisible();
  await expect(
    banner(page, 'Screen recordings are not encrypted now: no certificate is in the list.'),
  ).toBeVisible();
  const { encryptsFor } = await recorder(tenant.url, await contactCenterOf(page));
  expect(await encryptsFor()).toEqual([]);

  // Before voice: the order, and the way there.
  await expect(page.getByText('Set up the certificates for your voice recordings first')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Certificates', exact: true }).click();
  await page.getByRole('link', { name: 'Upload', exact: true }).click();
  await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
  await save(page).click();
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
  await page.goto(list);
  await expect(page.getByText('– done.')).toBeVisible();
  await signIn('professional', '/', otherPage);
  const { items } = (await (await otherPage.request.get('/api/certificates')).json()) as {
    items: { id: string }[];
  };
  const profiles = (await (await otherPage.request.get('/api/ivr-profiles')).json()) as {
    items: { id: string }[];
  };
  await otherPage.request.post(`/api/certificates/${items[0]?.id}/assign`, {
    data: { ivrProfileIds: [profiles.items[0]?.id] },
  });

  // 1. In the header, go to Administration > Screen Recording Certificates.
  await page.goto('/');
  await page.getByRole('button', { name: 'Administration' }).click();
  await page.getByRole('menuitem', { name: 'Screen Recording Certificates' }).click();
  await expect(add(page)).toBeVisible();
  await expect(page.getByText('voice recordings first')).toHaveCount(0);
  // 2. On the Screen Recording Certificates panel, click Add.
  const panel = page.getByRole('region', { name: 'Screen Recording Certificates' });
  await panel.getByRole('link', { name: 'Add', exact: true }).click();
  // 3. From the Select Certificate window … click Cancel to discard any changes.
  await selectWindow(page).getByLabel('Genesys Recording').check();
  await selectWindow(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(selectWindow(page)).toHaveCount(0);
  await expect(page.getByText('Nothing has been changed.')).toBeVisible();
  // … or select the check box next to the appropriate certificate, and click Add.
  await add(page).click();
  await expect(selectWindow(page).getByLabel('Genesys Recording')).not.toBeChecked();
  await selectWindow(page).getByLabel('Genesys Recording').check();
  await selectWindow(page).getByRole('button', { name: 'Add' }).click();
  await expect(row(page, 'Genesys Recording')).toContainText('Will be added');
  // 4. Click the Cancel button to discard the changes.
  await cancel(page).click();
  await expect(row(page, 'Genesys Recording')).toHaveCount(0);
  expect(await encryptsFor()).toEqual([]);
  // … or click the Save button to accept the changes.
  await add(page).click();
  await selectWindow(page).getByLabel('Genesys Recording').check();
  await selectWindow(page).getByRole('button', { name: 'Add' }).click();
  await save(page).click();
  await expect(saveDialog(page).getByRole('region', { name: 'Will be added' })).toContainText(
    'Genesys Recording',
  );
  await saveDialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(row(page, 'Genesys Recording')).toContainText('Will be added');
  expect(await encryptsFor()).toEqual([]);
  await save(page).click();
  await saveDialog(page).getByRole('button', { name: 'Save' }).click();

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
  signIn,
  tenant,
}) => {
  await signIn('administrator');
  await put(page, [(await upload(page, 'Berlin')).id, (await upload(page, 'Manila')).id]);
  const { encryptsFor } = await recorder(tenant.url, await contactCenterOf(page));
  await page.reload();
  // 1. In the header, go to Administration > Screen Recording Certificates.
  await page.getByRole('button', { name: 'Administration' }).click();
  await page.getByRole('menuitem', { name: 'Screen Recording Certificates' }).click();
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
  await saveDialog(page).getByRole('button', { name: 'Cancel' }).click();
  expect(await encryptsFor()).toEqual(['Berlin', 'Manila']);
  await save(page).click();
  await saveDialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('from now on: 1 removed.')).toBeVisible();
  await expect(row(page, 'Berlin')).toHaveCount(0);
  expect(await encryptsFor()).toEqual(['Manila']);

  // The last one.
  await row(page, 'Manila').getByRole('checkbox').check();
  await remove(page).click();
  await save(page).click();
  await expect(offDialog(page)).toContainText('Screen recordings from now on will no longer be encrypted.');
  await expect(offDialog(page)).toContainText('Recordings made before keep their state.');
  const confirm = offDialog(page).getByRole('button', { name: 'Save' });
  await expect(confirm).toBeDisabled();
  await offDialog(page).getByLabel('Type unencrypted to confirm').fill('unencrypted');
  await expect(confirm).toBeDisabled();
  await offDialog(page).getByLabel(professional).check();
  await offDialog(page).getByLabel('Type unencrypted to confirm').fill('encrypted');
  await expect(confirm).toBeDisabled();
  await offDialog(page).getByRole('button', { name: 'Cancel' }).click();
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
  signIn,
}) => {
  await signIn('administrator');
  const [berlin] = [
    await upload(page, 'Berlin'),
    await upload(page, 'Manila'),
    await upload(page, 'Toronto'),
  ];
  await put(page, [berlin.id]);
  await page.goto(list);
  await add(page).click();
  await selectWindow(page).getByLabel('Manila').check();
  await selectWindow(page).getByLabel('Toronto').check();
  await selectWindow(page).getByRole('button', { name: 'Add' }).click();
  await row(page, 'Berlin').getByRole('checkbox').check();
  await remove(page).click();
  await expect(page.getByText('Not saved yet: 2 to add, 1 to remove.')).toBeVisible();

  await page.reload();
  await expect(page.getByText('Not saved yet: 2 to add, 1 to remove.')).toBeVisible();
  await expect(row(page, 'Toronto')).toContainText('Will be added');
  // Nothing but ids is kept for it.
  const kept = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
  expect(kept).toContain(berlin.id);
  expect(kept).not.toMatch(/Berlin|CERTIFICATE|CN=/);

  await page.getByRole('button', { name: /^Undo adding Toronto/ }).click();
  await expect(row(page, 'Toronto')).toHaveCount(0);
  await page.getByRole('button', { name: /^Undo removing Berlin/ }).click();
  await expect(page.getByText('Not saved yet: 1 to add.')).toBeVisible();
  await expect(page.getByText('Not saved yet: 1 to add.')).toBeFocused();
  // Removing what is only pending takes it back.
  await row(page, 'Manila').getByRole('checkbox').check();
  await remove(page).click();
  await expect(page.getByText('Nothing has been changed.')).toBeVisible();
  await expect(save(page)).toBeDisabled();

  await row(page, 'Berlin').getByRole('checkbox').check();
  await remove(page).click();
  await page.getByRole('link', { name: 'Audit Log' }).click();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await expect(row(page, 'Berlin')).toContainText('Will be removed');
  await page.getByRole('link', { name: 'Audit Log' }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('heading', { name: 'Audit Log' })).toBeVisible();
  await page.goBack();
  await expect(page.getByText('Nothing has been changed.')).toBeVisible();
  // An address of the save dialog with nothing to save.
  await page.goto(`${list}/save`);
  await expect(page).toHaveURL(list);
});

test('Select Certificate: search, expired ones with the reason, those in the list marked', async ({
  page,
  signIn,
}) => {
  await signIn('administrator');
  const past = { notBefore: new Date('2015-01-01T00:00:00Z'), notAfter: new Date('2020-01-01T00:00:00Z') };
  const next = new Date(Date.now() + 10 * 86_400_000);
  const berlin = await upload(page, 'Berlin');
  await upload(page, 'Old Recording', past);
  await upload(page, 'Next Year', { notBefore: next });
  for (const site of ['Bern', 'Kyoto', 'Lima', 'Oslo', 'Quito', 'Riga']) await upload(page, site);
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
  await selectWindow(page).getByRole('button', { name: 'Add' }).click();
  await expect(page.getByText('Not saved yet: 2 to add.')).toBeVisible();
  await save(page).click();
  await expect(saveDialog(page)).toContainText('Not valid yet, so without effect until then: “Next Year”.');
});

test('somebody else saved first: both changes are shown, and mine is redone on top of theirs', async ({
  page,
  otherPage,
  signIn,
  tenant,
  expectAccessible,
}) => {
  await signIn('administrator');
  const ids = [
    (await upload(page, 'Berlin')).id,
    (await upload(page, 'Manila')).id,
    (await upload(page, 'Toronto')).id,
  ];
  await put(page, ids.slice(0, 1));
  await page.goto(list);
  await signIn('administrator', list, otherPage);
  const draft = async (who: Page, name: string) => {
    await add(who).click();
    await selectWindow(who).getByLabel(name).check();
    await selectWindow(who).getByRole('button', { name: 'Add' }).click();
    await save(who).click();
  };
  await draft(page, 'Toronto');
  await draft(otherPage, 'Manila');
  await saveDialog(otherPage).getByRole('button', { name: 'Save' }).click();
  await expect(otherPage.getByText('from now on: 1 added.')).toBeVisible();

  await saveDialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(saveDialog(page)).toHaveCount(0);
  await expect(page.getByText('Somebody else changed the list after you began')).toBeVisible();
  await expect(page.getByText(/administrator saved it on/)).toBeVisible();
  const both = page.getByRole('table', { name: 'Both changes side by side' });
  const cells = (name: string) => both.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell');
  await expect(cells('Berlin')).toHaveText(['In the list', 'In the list', 'In the list']);
  await expect(cells('Manila')).toHaveText(['–', 'Added', '–']);
  await expect(cells('Toronto')).toHaveText(['–', '–', 'Added']);
  await expect(save(page)).toBeDisabled();
  await expectAccessible();
  await page.getByRole('button', { name: 'Redo my change on top' }).click();
  await save(page).click();
  await saveDialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('from now on: 1 added.')).toBeVisible();
  const { encryptsFor } = await recorder(tenant.url, await contactCenterOf(page));
  expect(await encryptsFor()).toEqual(['Berlin', 'Manila', 'Toronto']);

  // Or theirs is kept.
  await row(page, 'Manila').getByRole('checkbox').check();
  await remove(page).click();
  await put(page, ids.slice(1));
  await save(page).click();
  await saveDialog(page).getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Keep what was saved' }).click();
  await expect(row(page, 'Berlin')).toHaveCount(0);
  await expect(row(page, 'Manila')).not.toContainText('Will be removed');
  expect(await encryptsFor()).toEqual(['Manila', 'Toronto']);
});

test('a certificate in the list counts as in use, and the Overview warns before the last one expires', async ({
  page,
  signIn,
}) => {
  await signIn('administrator');
  const ending = await upload(page, 'Ending', { notAfter: new Date(Date.now() + 9.5 * 86_400_000) });
  await put(page, [ending.id]);
  await page.goto(`/administration/certificates/${ending.id}`);
  await expect(page.getByRole('region', { name: 'Usage' })).toContainText('Screen Recording Certificates');
  await page.getByRole('link', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog', { name: 'Ending is in use' })).toContainText(
    'remove it from Screen Recording Certificates',
  );
  await page.goto('/');
  const warning = page.getByRole('link', {
    name: 'Screen Recording Certificates: the last valid one expires in 9 days',
  });
  await warning.click();
  await expect(banner(page, /encrypted now, for “Ending”, but only until .*, in 9 days\.$/)).toBeVisible();
});

test('a tenant that has not bought screen recording gets an explanation and no calls', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: /fabrikam-administrator/ })).toContainText('Fabrikam');
  await signIn('fabrikam-administrator');
  const calls: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) calls.push(new URL(request.url()).pathname);
  });
  await page.getByRole('button', { name: 'Administration' }).click();
  const item = page.getByRole('menuitem', { name: 'Screen Recording Certificates' });
  await expect(item).toContainText('Not bought by this tenant');
  await item.click();
  await expect(page.getByRole('heading', { name: 'Screen recording not bought' })).toBeVisible();
  await expect(page.getByText('you may skip this step')).toBeVisible();
  await page.goto(`${list}/select-certificate`);
  await expect(page.getByRole('heading', { name: 'Screen recording not bought' })).toBeVisible();
  expect(new Set(calls)).toEqual(new Set(['/api/session']));
  await expectAccessible();
});

test('who may not is told which privilege is missing', async ({ page, otherPage, signIn }) => {
  await signIn('professional', list);
  await expect(page.getByRole('heading', { name: 'Not permitted' })).toBeVisible();
  await expect(page.getByText('Administration of Recording Certificates and Keys')).toBeVisible();
  await page.getByRole('link', { name: 'Overview' }).first().click();
  await expect(page.getByRole('menuitem', { name: 'Screen Recording Certificates' })).toHaveCount(0);
  await signIn('agent', list, otherPage);
  await expect(otherPage.getByRole('heading', { name: 'Not permitted' })).toBeVisible();
});

test('on Azure the certificates come from Keys Management', async ({ page, signIn }) => {
  await signIn('azure-administrator', list);
  await expect(page.getByRole('link', { name: 'Keys Management' })).toBeVisible();
  await upload(page, 'Contoso Recording', {}, '/api/keys');
  await page.reload();
  await expect(page.getByText('voice recordings first')).toHaveCount(0);
  await add(page).click();
  await selectWindow(page).getByLabel('Contoso Recording').check();
  await selectWindow(page).getByRole('button', { name: 'Add' }).click();
  await save(page).click();
  await saveDialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(banner(page, 'encrypted now, for “Contoso Recording”')).toBeVisible();
});

test('a save that cannot reach the tenant stays in the dialog and can be sent again', async ({
  page,
  signIn,
  tenant,
}) => {
  await signIn('administrator');
  await upload(page, 'Berlin');
  await page.goto(list);
  await add(page).click();
  await selectWindow(page).getByLabel('Berlin').check();
  await selectWindow(page).getByRole('button', { name: 'Add' }).click();
  await save(page).click();
  await expect(saveDialog(page)).toBeVisible();
  const { port } = new URL(tenant.url);
  await tenant.kill('SIGKILL');
  await saveDialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(saveDialog(page).getByText(/The tenant cannot be reached/)).toBeVisible();
  await tenant.run({ PORT: port });
  await saveDialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(banner(page, 'encrypted now, for “Berlin”')).toBeVisible();
});

/** Presses Tab until it has the focus. */
async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  for (let i = 0; i < 40 && !(await target.evaluate((element) => element === document.activeElement)); i++) {
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('keyboard alone adds, saves and removes', async ({ page, signIn }) => {
  await signIn('administrator');
  await upload(page, 'Berlin');
  await page.goto(list);
  await page.getByRole('link', { name: 'Skip to content' }).focus();
  await tabTo(page, add(page));
  await page.keyboard.press('Enter');
  await tabTo(page, selectWindow(page).getByLabel('Berlin'));
  await page.keyboard.press('Space');
  await tabTo(page, selectWindow(page).getByRole('button', { name: 'Add' }));
  await page.keyboard.press('Enter');
  await expect(row(page, 'Berlin')).toContainText('Will be added');
  await tabTo(page, save(page));
  await page.keyboard.press('Enter');
  await tabTo(page, saveDialog(page).getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await expect(banner(page, 'encrypted now, for “Berlin”')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'Saved.' })).toBeFocused();

  await tabTo(page, row(page, 'Berlin').getByRole('checkbox'));
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+Tab');
  // Back over the sorting of the columns.
  for (
    let i = 0;
    i < 10 && !(await remove(page).evaluate((button) => button === document.activeElement));
    i++
  ) {
    await page.keyboard.press('Shift+Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not saved yet: 1 to remove.')).toBeFocused();
  await tabTo(page, save(page));
  await page.keyboard.press('Enter');
  await tabTo(page, offDialog(page).getByLabel('Type unencrypted to confirm'));
  await page.keyboard.type('unencrypted');
  await tabTo(page, offDialog(page).getByLabel(professional));
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(offDialog(page)).toHaveCount(0);
  await expect(save(page)).toBeFocused();
});

for (const width of [1280, 390]) {
  test(`axe finds nothing on any state of the screen, light and dark, at ${width} px`, async ({
    page,
    signIn,
    expectAccessible,
  }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 800 });
    await signIn('administrator', list);
    await expectAccessible();
    const berlin = await upload(page, 'Berlin');
    await upload(page, 'Manila');
    await upload(page, 'Old', { notBefore: new Date('2015-01-01'), notAfter: new Date('2020-01-01') });
    await put(page, [berlin.id]);
    await page.reload();
    await add(page).click();
    await selectWindow(page).getByLabel('Manila').check();
    await expectAccessible();
    await selectWindow(page).getByRole('button', { name: 'Add' }).click();
    await row(page, 'Berlin').getByRole('checkbox').check();
    await remove(page).click();
    await expectAccessible();
    // Nothing is wider than the window.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await save(page).click();
    await expect(saveDialog(page)).toBeVisible();
    await expectAccessible();
    await saveDialog(page).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: /^Undo adding Manila/ }).click();
    await save(page).click();
    await expect(offDialog(page)).toBeVisible();
    await expectAccessible();
  });
}
