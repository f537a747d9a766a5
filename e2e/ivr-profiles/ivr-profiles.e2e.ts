import type { Page } from '@playwright/test';
import { askAssignment, assign, profileId } from '../calls.ts';
import { expect, store, test, type Session } from '../fixtures.ts';
import { confirmTurnOff } from '../turn-off.ts';

async function openProfile(page: Page, name: string) {
  await page.goto('/ivr-profiles');
  await page.getByRole('region', { name: 'IVR Profiles' }).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

const assigned = (page: Page) => page.getByRole('list', { name: 'Certificates' });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const select = (page: Page) => page.getByRole('dialog', { name: 'Select Certificate' });
const saved = (page: Page) => page.getByText('Saved. The recorder reads the new list from now on.');

async function choose(page: Page, name: string) {
  await page.getByRole('link', { name: 'Select Certificate', exact: true }).click();
  await select(page).getByLabel(name, { exact: true }).check();
  await select(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(select(page)).toBeHidden();
}

test.describe('the list of a profile', () => {
  test('Select Certificate, Add, Cancel, Save: what changes is said in words', async ({
    page,
    otherPage,
    signIn,
    expectAccessible,
  }) => {
    await signIn('administrator', '/', otherPage);
    await store(otherPage, 'Old');
    await store(otherPage, 'Renewed');
    await signIn('professional');
    await openProfile(page, 'record_emea');
    await expect(save(page)).toBeDisabled();

    await page.getByRole('link', { name: 'Select Certificate', exact: true }).click();
    await select(page).getByLabel('Old', { exact: true }).check();
    await select(page).getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(page.getByText('Nothing has been changed.')).toBeVisible();

    await choose(page, 'Old');
    await expect(assigned(page)).toContainText('Not saved yet');
    await expect(page.getByText('calls that pick record_emea are encrypted for “Old”')).toBeVisible();
    // A reload keeps the unsaved change.
    await page.reload();
    await expect(assigned(page)).toContainText('Old');
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(assigned(page)).toBeHidden();
    await choose(page, 'Old');
    await save(page).click();
    await expect(saved(page)).toBeVisible();
    await expect(page.getByRole('table', { name: 'Coverage over time' })).toContainText('Encrypted');
    await expect(page.getByRole('paragraph').filter({ hasText: /^Encrypted$/ })).toBeVisible();

    // Exchanges one certificate for another: the old one is unchecked in the window, the new one is checked.
    await page.getByRole('link', { name: 'Select Certificate', exact: true }).click();
    await select(page).getByLabel('Old', { exact: true }).uncheck();
    await select(page).getByLabel('Renewed', { exact: true }).check();
    await select(page).getByRole('button', { name: 'Apply', exact: true }).click();
    const changes = page.getByRole('group', { name: 'What saving changes' });
    await expect(changes).toContainText('encrypted for “Renewed”. Its private key opens them.');
    await expect(changes).toContainText('the private key of “Old” will not open new recordings');
    await expect(changes).toContainText('Older recordings do not change. “Old” stays in the keystore');
    await expect(page.getByLabel('Configuration', { exact: true }).last()).toContainText(
      'certificate-1 =\n-----BEGIN',
    );
    await save(page).click();
    await expect(saved(page)).toBeVisible();

    // Removing the last certificate warns that calls are not encrypted.
    await page.getByRole('button', { name: /^Remove Renewed/ }).click();
    await expect(changes).toContainText('are not encrypted: it has no valid certificate.');
    // Nothing is saved before somebody has confirmed it in the words of the dialog.
    const turnOff = await confirmTurnOff(page);
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('From now on, calls from emea will not be encrypted.');
    await expectAccessible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(save(page)).toBeFocused();
    const configuration = await page.request.get(
      `/api/ivr-profiles/${await profileId(page, 'record_emea')}/configuration`,
    );
    expect(await configuration.text()).toContain('BEGIN CERTIFICATE');
    await confirmTurnOff(page);
    await turnOff.click();
    await expect(saved(page)).toBeVisible();
    await expect(assigned(page)).toBeHidden();
    await choose(page, 'Renewed');
    await save(page).click();
    await expect(saved(page)).toBeVisible();

    // The administrator sees it although they signed in before the change.
    await openProfile(otherPage, 'record_emea');
    await expect(assigned(otherPage)).toContainText('Renewed');
    await expect(assigned(otherPage)).toContainText('assigned by professional');
  });

  test('two professionals: the second Save sees both side by side and is redone on top', async ({
    page,
    otherPage,
    administrator,
    signIn,
    expectAccessible,
  }) => {
    test.slow();
    await store(administrator, 'First');
    await store(administrator, 'Second');
    await signIn('professional', '/', otherPage);
    await signIn('professional');
    for (const each of [page, otherPage]) await openProfile(each, 'record_emea');
    await choose(page, 'First');
    await choose(otherPage, 'Second');
    // The second page learns of the change by its own Save, and not before.
    await otherPage.route('**/api/versions', (route) => route.fulfill({ status: 304 }));
    await save(page).click();
    await expect(saved(page)).toBeVisible();

    await save(otherPage).click();
    await expect(otherPage.getByText('Somebody else changed this profile after you opened it')).toBeVisible();
    const table = otherPage.getByRole('table', { name: 'Both changes side by side' });
    await expect(table.getByRole('row', { name: /First/ }).getByRole('cell')).toHaveText(['–', 'Added', '–']);
    await expect(table.getByRole('row', { name: /Second/ }).getByRole('cell')).toHaveText([
      '–',
      '–',
      'Added',
    ]);
    await expectAccessible(otherPage);
    await otherPage.getByRole('button', { name: 'Redo my change on top', exact: true }).click();
    await expect(assigned(otherPage).getByRole('listitem')).toHaveCount(2);
    await save(otherPage).click();
    await expect(saved(otherPage)).toBeVisible();

    await page.reload();
    await expect(assigned(page).getByRole('listitem')).toHaveCount(2);
    await page.goto('/audit-log?q=record_emea');
    await expect(page.getByRole('row', { name: /IVR profile record_emea: added/ })).toHaveCount(2);
  });

  test('one certificate to many profiles at once', async ({ page, administrator, signIn }) => {
    const { id } = await store(administrator, 'Renewed');
    await signIn('professional', `/administration/certificates/${id}`);
    await page.getByRole('link', { name: 'Assign to several profiles', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign to several IVR profiles' });
    await expect(dialog.getByLabel('IVR_Main_Menu')).toBeHidden();
    for (const name of ['record_us_west', 'record_us_east', 'record_emea'])
      await dialog.getByLabel(name).check();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(
      page.getByText('Renewed was added to record_us_west, record_us_east, record_emea.'),
    ).toBeVisible();
    const coverage = page.getByRole('table', { name: 'Coverage' });
    await expect(coverage.getByRole('row', { name: /^emea/ })).toContainText('Encrypted');
    await expect(coverage.getByRole('row', { name: /^Any other geo-location/ })).toContainText(
      'IVR_Default_Record',
    );
    await expect(coverage.getByRole('row', { name: /^Any other geo-location/ })).toContainText(
      'Not encrypted',
    );
    await page.goto('/');
    await expect(
      page.getByRole('link', { name: 'IVR profile IVR_Default_Record: no valid certificate', exact: true }),
    ).toBeVisible();
  });

  test('a certificate among many is found, and the newest one stays chosen while it is looked for', async ({
    page,
    administrator,
    signIn,
  }) => {
    for (const name of ['Oslo', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'])
      await store(administrator, `Recording ${name}`);
    await signIn('professional', '/ivr-profiles/assign');
    const dialog = page.getByRole('dialog', { name: 'Assign to several IVR profiles' });
    const choice = dialog.getByLabel('Certificate', { exact: true });
    await expect(choice.locator('option:checked')).toHaveText(/^Recording H, /);
    await dialog.getByRole('searchbox', { name: 'Find a certificate', exact: true }).fill('oslo');
    await expect(choice.locator('option')).toHaveText([/^Recording H, /, /^Recording Oslo, /]);
    await expect(choice.locator('option:checked')).toHaveText(/^Recording H, /);
    await choice.selectOption({ index: 1 });
    await expect(choice.locator('option:checked')).toHaveText(/^Recording Oslo, /);
    await dialog.getByLabel('record_emea').check();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByText('Recording Oslo was added to record_emea.')).toBeVisible();
  });

  test('one certificate out of many profiles at once, behind the same guard', async ({
    page,
    administrator,
    signIn,
    expectAccessible,
  }) => {
    const { id } = await store(administrator, 'Leaving');
    await signIn('professional');
    for (const name of ['record_us_west', 'record_us_east', 'record_emea']) await assign(page, name, [id]);
    await page.goto(`/administration/certificates/${id}`);
    await page.getByRole('link', { name: 'Remove from several profiles', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove from several IVR profiles' });
    await expect(dialog.getByRole('checkbox')).toHaveCount(3);
    await expect(dialog.getByRole('button', { name: 'Remove', exact: true })).toBeDisabled();
    for (const name of ['record_us_west', 'record_us_east']) await dialog.getByLabel(name).check();
    await expectAccessible();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();

    const off = page.getByRole('dialog', {
      name: 'Turn off the encryption of calls from us-west and calls from us-east?',
    });
    await expect(off).toContainText('From now on, calls from us-west will not be encrypted.');
    await expectAccessible();
    // Cancel leads back to what was chosen.
    await off.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(2);
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    const turnOff = off.getByRole('button', { name: 'Turn off encryption', exact: true });
    await expect(turnOff).toBeDisabled();
    await off.getByLabel('Type unencrypted to confirm').fill('unencrypted');
    await off.getByLabel('I have discussed this with the administrator').check();
    await turnOff.click();
    await expect(page.getByText(/^Leaving was removed from record_us_(east|west), record_us_/)).toBeVisible();
    const coverage = page.getByRole('table', { name: 'Coverage' });
    await expect(coverage.getByRole('row', { name: /^emea/ })).toContainText('Encrypted');
    await expect(coverage.getByRole('row', { name: /^us-west/ })).toContainText('Not encrypted');
  });

  test('an expired certificate cannot be added, and the window says why', async ({
    page,
    administrator,
    signIn,
  }) => {
    await store(administrator, 'Gone', { notAfter: new Date(Date.now() - 86_400_000) });
    await signIn('professional');
    await openProfile(page, 'record_emea');
    await page.getByRole('link', { name: 'Select Certificate', exact: true }).click();
    await expect(select(page).getByLabel('Gone', { exact: true })).toBeDisabled();
    await expect(select(page)).toContainText('It has expired: it plays back older recordings');
  });
});

test.describe('who sees what', () => {
  test.describe('an administrator', () => {
    test.use({ as: 'administrator' });

    test('sees profiles, and a button that says why it cannot be used', async ({ page }) => {
      await openProfile(page, 'record_emea');
      const button = page.getByRole('button', { name: 'Select Certificate', exact: true });
      await expect(button).toBeDisabled();
      await expect(button).toHaveAccessibleDescription(/Only a Genesys Professional assigns certificates/);
      await expect(save(page)).toBeHidden();
      await page.goto(`${new URL(page.url()).pathname}/select-certificate`);
      await expect(page.getByRole('heading', { name: 'Not permitted', exact: true })).toBeVisible();
      await expect(page.getByRole('main').last()).toContainText('(Genesys Professional)');
    });
  });

  test('a professional sees certificates, and neither keys nor a way to upload or delete', async ({
    page,
    signIn,
  }) => {
    await signIn('professional', '/administration/certificates');
    await expect(page.getByText('No certificates yet')).toBeVisible();
    await expect(page.getByRole('link', { name: /Upload/ })).toHaveCount(0);
    for (const path of [
      '/administration/certificates/upload',
      '/administration/certificates/recently-deleted',
    ]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { name: 'Not permitted', exact: true })).toBeVisible();
    }
    await page.goto('/agent-setup/contact-center-settings/keys-management/keys');
    await expect(page.getByRole('heading', { name: 'Not permitted', exact: true })).toBeVisible();
  });
});

async function seen(page: Page, path: string, heading: string) {
  await page.goto(path);
  await expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    `${path} is no wider than the screen`,
  ).toBeLessThanOrEqual(0);
}

/** Stores two certificates and requests the assignment of one. */
async function prepare(administrator: Session) {
  const { id } = await store(administrator, 'Renewed');
  await store(administrator, 'Soon', { notAfter: new Date(Date.now() + 20 * 86_400_000) });
  const request = await askAssignment(administrator, id);
  const profile = await profileId(administrator, 'record_emea');
  return { id, profile: `/ivr-profiles/${profile}`, request: `/requests/${request}` };
}

test.describe('every screen: axe clean in light and dark at 390 pixels, and reached by its URL', () => {
  test.slow();
  test.use({ viewport: { width: 390, height: 800 } });

  test('of a professional', async ({ page, administrator, signIn, expectAccessible }) => {
    const { id, profile, request } = await prepare(administrator);
    await signIn('professional');
    for (const [path, heading] of [
      ['/', 'Overview'],
      ['/ivr-profiles', 'IVR Profiles'],
      [profile, 'record_emea'],
      [`${profile}/select-certificate`, 'Select Certificate'],
      [`/ivr-profiles/assign?certificate=${id}`, 'Assign to several IVR profiles'],
      ['/requests', 'Requests'],
      [request, 'Assign Renewed'],
      [`${request}/decline`, 'Decline to assign Renewed?'],
    ] as const) {
      await seen(page, path, heading);
      await expectAccessible();
    }
  });

  test('of an administrator', async ({ page, administrator, signIn, expectAccessible }) => {
    const { profile, request } = await prepare(administrator);
    const { id } = await store(administrator, 'Another');
    await signIn('administrator');
    for (const [path, heading] of [
      ['/', 'Overview'],
      ['/ivr-profiles', 'IVR Profiles'],
      [profile, 'record_emea'],
      [request, 'Assign Renewed'],
      [`/administration/certificates/${id}/request-assignment`, 'Request assignment of Another'],
    ] as const) {
      await seen(page, path, heading);
      await expectAccessible();
    }
  });
});

test('with the keyboard alone: choose, add, save', async ({ page, administrator, signIn }) => {
  await store(administrator, 'Renewed');
  await signIn('professional');
  await openProfile(page, 'record_emea');
  await page.getByRole('link', { name: 'Select Certificate', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(select(page)).toBeVisible();
  // Moves the focus into the window, to its only check box.
  await page.keyboard.press('Tab');
  await expect(select(page).getByLabel('Renewed', { exact: true })).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(select(page)).toBeHidden();
  await save(page).focus();
  await page.keyboard.press('Enter');
  await expect(saved(page)).toBeVisible();
});
