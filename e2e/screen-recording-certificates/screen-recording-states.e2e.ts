import { tabTo } from '../acts.ts';
import { expect, store, storeKey, test } from '../fixtures.ts';
import {
  add,
  banner,
  list,
  offDialog,
  professional,
  put,
  remove,
  row,
  save,
  saveDialog,
  selectWindow,
} from '../screen-recording.ts';

test.use({ as: 'administrator' });

test('a certificate in the list counts as in use, and the Overview warns before the last one expires', async ({
  page,
}) => {
  const ending = await store(page, 'Ending', { notAfter: new Date(Date.now() + 9.5 * 86_400_000) });
  await put(page, [ending.id]);
  await page.goto(`/administration/certificates/${ending.id}`);
  await expect(page.getByRole('region', { name: 'Usage' })).toContainText('Screen Recording Certificates');
  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Ending is in use' })).toContainText(
    'remove it from Screen Recording Certificates',
  );
  await page.goto('/');
  const warning = page.getByRole('link', {
    name: 'Screen Recording Certificates: the last valid one expires in 9 days',
    exact: true,
  });
  await warning.click();
  await expect(banner(page, /encrypted now, for “Ending”, but only until .*, in 9 days\.$/)).toBeVisible();
});

test.describe('a tenant that has not bought screen recording', () => {
  test.use({ as: undefined });

  test('gets an explanation and no calls', async ({ page, signIn, expectAccessible }) => {
    await page.goto('/sign-in');
    await expect(page.getByRole('button', { name: /fabrikam-administrator/ })).toContainText('Fabrikam');
    await signIn('fabrikam-administrator');
    // By now the Overview has made its own calls.
    await expect(page.getByRole('heading', { name: 'Overview', exact: true })).toBeVisible();
    const calls: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/')) calls.push(new URL(request.url()).pathname);
    });
    await page.getByRole('button', { name: 'Administration', exact: true }).click();
    const item = page.getByRole('menuitem', { name: /^Screen Recording Certificates\b/ });
    await expect(item).toContainText('Not bought by this tenant');
    await item.click();
    await expect(
      page.getByRole('heading', { name: 'Screen recording not bought', exact: true }),
    ).toBeVisible();
    await expect(page.getByText('you may skip this step')).toBeVisible();
    await page.goto(`${list}/select-certificate`);
    await expect(
      page.getByRole('heading', { name: 'Screen recording not bought', exact: true }),
    ).toBeVisible();
    // Other calls may be made, such as those that count the waiting requests.
    expect(calls.filter((path) => path.includes('screen-recording'))).toEqual([]);
    await expectAccessible();
  });
});

test('who may not is told which privilege is missing', async ({ page, otherPage, signIn }) => {
  await signIn('professional', list);
  await expect(page.getByRole('heading', { name: 'Not permitted', exact: true })).toBeVisible();
  await expect(page.getByText('Administration of Recording Certificates and Keys')).toBeVisible();
  await page.getByRole('link', { name: 'Overview', exact: true }).first().click();
  await expect(page.getByRole('menuitem', { name: /^Screen Recording Certificates\b/ })).toHaveCount(0);
  await signIn('agent', list, otherPage);
  await expect(otherPage.getByRole('heading', { name: 'Not permitted', exact: true })).toBeVisible();
});

test('on Azure the certificates come from Keys Management', async ({ page, signIn }) => {
  await signIn('azure-administrator', list);
  await expect(page.getByRole('link', { name: 'Keys Management', exact: true })).toBeVisible();
  await storeKey(page, 'Contoso Recording');
  await page.reload();
  await expect(page.getByText('voice recordings first')).toHaveCount(0);
  await add(page).click();
  await selectWindow(page).getByLabel('Contoso Recording').check();
  await selectWindow(page).getByRole('button', { name: 'Add', exact: true }).click();
  await save(page).click();
  await expect(banner(page, 'encrypted now, for “Contoso Recording”')).toBeVisible();
});

test('a save that cannot reach the tenant stays on the page and can be sent again', async ({
  page,
  tenant,
}) => {
  await store(page, 'Berlin');
  await page.goto(list);
  await add(page).click();
  await selectWindow(page).getByLabel('Berlin').check();
  await selectWindow(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(save(page)).toBeEnabled();
  await tenant.kill('SIGKILL');
  await save(page).click();
  await expect(
    page
      .getByRole('main')
      .getByRole('alert')
      .filter({ hasText: /The tenant cannot be reached/ }),
  ).toBeVisible();
  await tenant.runAgain();
  await save(page).click();
  await expect(banner(page, 'encrypted now, for “Berlin”')).toBeVisible();
});

test('keyboard alone adds, saves and removes', async ({ page }) => {
  await store(page, 'Berlin');
  await page.goto(list);
  await page.getByRole('link', { name: 'Skip to content', exact: true }).focus();
  await tabTo(page, add(page));
  await page.keyboard.press('Enter');
  await tabTo(page, selectWindow(page).getByLabel('Berlin'));
  await page.keyboard.press('Space');
  await tabTo(page, selectWindow(page).getByRole('button', { name: 'Add', exact: true }));
  await page.keyboard.press('Enter');
  await expect(row(page, 'Berlin')).toContainText('Will be added');
  await tabTo(page, save(page));
  await page.keyboard.press('Enter');
  await expect(banner(page, 'encrypted now, for “Berlin”')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'Saved.' })).toBeFocused();

  await tabTo(page, row(page, 'Berlin').getByRole('checkbox'));
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+Tab');
  // Goes back, past the column headers that sort.
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
    expectAccessible,
  }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 800 });
    await page.goto(list);
    await expectAccessible();
    const berlin = await store(page, 'Berlin');
    await store(page, 'Manila');
    await store(page, 'Old', { notBefore: new Date('2015-01-01'), notAfter: new Date('2020-01-01') });
    await put(page, [berlin.id]);
    await page.reload();
    await add(page).click();
    await selectWindow(page).getByLabel('Manila').check();
    await expectAccessible();
    await selectWindow(page).getByRole('button', { name: 'Add', exact: true }).click();
    await row(page, 'Berlin').getByRole('checkbox').check();
    await remove(page).click();
    await expectAccessible();
    // Nothing is wider than the window.
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
      .toBeLessThanOrEqual(width);
    await save(page).click();
    await expect(saveDialog(page)).toBeVisible();
    await expectAccessible();
    await saveDialog(page).getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: /^Undo adding Manila/ }).click();
    await save(page).click();
    await expect(offDialog(page)).toBeVisible();
    await expectAccessible();
  });
}
