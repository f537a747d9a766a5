import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { makePair } from '../src/tenant/test-pairs.ts';
import { chooseFiles, expect, pem, test } from './fixtures.ts';

/** What another test is about is not done by hand here: a pair is stored over the administrator's session. */
async function store(page: Page, commonName: string, notAfter?: Date) {
  const data = makePair({ commonName, ...(notAfter ? { notAfter } : {}) });
  const response = await page.request.post('/api/certificates', { data });
  expect(response.status()).toBe(201);
  return (await response.json()) as { id: string };
}

async function openProfile(page: Page, name: string) {
  await page.goto('/ivr-profiles');
  await page.getByRole('region', { name: 'IVR Profiles' }).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

const assigned = (page: Page) => page.getByRole('list', { name: 'Certificates' });
const save = (page: Page) => page.getByRole('button', { name: 'Save' });
const select = (page: Page) => page.getByRole('dialog', { name: 'Select Certificate' });
const saved = (page: Page) => page.getByText('Saved. The recorder reads the new list from now on.');

async function choose(page: Page, name: string) {
  await page.getByRole('link', { name: 'Select Certificate' }).click();
  await select(page).getByLabel(name, { exact: true }).check();
  await select(page).getByRole('button', { name: 'Add' }).click();
  await expect(select(page)).toBeHidden();
}

test.describe('step 11 of the documentation, without leaving the console', () => {
  test('upload, ask, check the fingerprint, assign, and both see it', async ({ page, otherPage, signIn }) => {
    // The professional's session begins before the upload, so that their list of certificates stays without it.
    await signIn('professional', '/', otherPage);
    await signIn('administrator', '/administration/certificates/upload');
    await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
    await save(page).click();
    await expect(page.getByText('Contact your Genesys Professional')).toBeVisible();
    await page.getByRole('link', { name: 'Request assignment' }).click();

    const dialog = page.getByRole('dialog', { name: 'Request assignment of Genesys Recording' });
    await dialog.getByLabel('IVR_Default_Record').uncheck();
    await dialog.getByLabel('record_us_east').uncheck();
    await dialog.getByLabel('Note').fill('Before the weekend, please.');
    await dialog.getByRole('button', { name: 'Request assignment' }).click();
    await expect(page.getByRole('heading', { name: 'Assign Genesys Recording' })).toBeVisible();
    await expect(page.getByText('Waiting for assignment')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Assign', exact: true })).toBeHidden();

    await otherPage.goto('/');
    await otherPage
      .getByRole('link', { name: 'Assign Genesys Recording to record_us_west, record_emea' })
      .click();
    await expect(otherPage.getByText('Before the weekend, please.').first()).toBeVisible();
    await expect(
      otherPage.getByText('The fingerprint of the copy, computed in this browser, is the keystore’s.'),
    ).toBeVisible();
    // What OpenSSL says of the same file.
    const facts = JSON.parse(await readFile(pem('facts.json'), 'utf8')) as {
      certificates: Record<string, { sha256: string }>;
    };
    const sha256 = facts.certificates['tenant.pem']?.sha256.replaceAll(':', '') ?? '';
    expect(sha256).toMatch(/^[0-9A-F]{64}$/i);
    await expect(otherPage.getByRole('region', { name: 'Certificate', exact: true })).toContainText(
      sha256.toUpperCase().replaceAll(/(..)(?!$)/g, '$1:'),
    );
    await otherPage.getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(otherPage.getByText(/^Assigned on .* by professional/)).toBeVisible();

    await page.reload();
    await expect(page.getByText(/^Assigned on .* by professional/)).toBeVisible();
    await expect(page.getByRole('region', { name: 'History' })).toContainText(
      'Requested for record_us_west, record_emea',
    );
    await page.goto('/administration/certificates');
    await expect(page.getByRole('row', { name: /Genesys Recording/ })).toContainText(
      'IVR profile record_emea, IVR profile record_us_west',
    );
    await page.getByRole('row').getByRole('link', { name: 'Genesys Recording' }).click();
    await expect(page.getByRole('region', { name: 'Usage' })).toContainText('assigned, requested on');
    // Assigned, so it can't be deleted.
    await page.getByRole('link', { name: 'Delete' }).click();
    await expect(page.getByRole('dialog')).toContainText('is in use');
  });

  test('declined with a reason, asked again, withdrawn', async ({ page, otherPage, signIn }) => {
    await signIn('administrator');
    const { id } = await store(page, 'Renewed');
    const ask = async () => {
      await page.goto(`/administration/certificates/${id}/request-assignment`);
      await page.getByRole('dialog').getByRole('button', { name: 'Request assignment' }).click();
      await expect(page.getByRole('button', { name: 'Withdraw' })).toBeVisible();
    };
    await ask();
    await signIn('professional', '/assignment-requests', otherPage);
    await otherPage.getByRole('link', { name: 'Renewed' }).click();
    await otherPage.getByRole('link', { name: 'Decline' }).click();
    const dialog = otherPage.getByRole('dialog', { name: 'Decline to assign Renewed?' });
    await expect(dialog.getByRole('button', { name: 'Decline' })).toBeDisabled();
    await dialog.getByLabel('Reason').fill('The fingerprint is not the one that you read to me.');
    await dialog.getByRole('button', { name: 'Decline' }).click();
    await expect(otherPage.getByText(/^Declined on/)).toContainText('The fingerprint is not the one');

    await page.goto('/');
    await page.getByRole('link', { name: 'Renewed: the request for its assignment was declined' }).click();
    await expect(page.getByText(/^Declined on/)).toContainText('The fingerprint is not the one');
    await ask();
    await page.goto(`/administration/certificates/${id}/request-assignment`);
    await page.getByRole('dialog').getByRole('link', { name: 'A request for this certificate' }).click();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await expect(page.getByText(/^Withdrawn on/)).toBeVisible();

    // Whoever is late is told, and nothing happens.
    await otherPage.goto('/assignment-requests?state=withdrawn');
    await expect(otherPage.getByRole('row', { name: /Renewed/ })).toHaveCount(1);
  });

  test('a request that was withdrawn meanwhile is not assigned', async ({ page, otherPage, signIn }) => {
    await signIn('administrator');
    const { id } = await store(page, 'Renewed');
    await page.goto(`/administration/certificates/${id}/request-assignment`);
    await page.getByRole('dialog').getByRole('button', { name: 'Request assignment' }).click();
    await signIn('professional', '/assignment-requests', otherPage);
    await otherPage.getByRole('link', { name: 'Renewed' }).click();
    await expect(otherPage.getByRole('button', { name: 'Assign', exact: true })).toBeEnabled();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await expect(page.getByText(/^Withdrawn on/)).toBeVisible();
    await otherPage.getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(otherPage.getByText('This assignment request was withdrawn meanwhile.')).toBeVisible();
    await otherPage.goto('/ivr-profiles');
    await expect(otherPage.getByText('Encrypted', { exact: true })).toHaveCount(0);
  });

  test('a hand-over package and a mail for who has no account, without a private key', async ({
    page,
    signIn,
  }) => {
    await signIn('administrator');
    const { id } = await store(page, 'Renewed');
    await page.goto(`/administration/certificates/${id}/request-assignment`);
    await page.getByRole('dialog').getByRole('button', { name: 'Request assignment' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download hand-over package' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('hand-over-Renewed.zip');
    const files = unzipSync(await readFile(await file.path()));
    expect(Object.keys(files)).toEqual(['Renewed.pem', 'details.txt', 'ivr-profiles.txt']);
    const texts = Object.values(files).map((bytes) => strFromU8(bytes));
    expect(texts.join('\n')).not.toContain('PRIVATE KEY');
    expect(texts[0]).toContain('-----BEGIN CERTIFICATE-----');
    await expect(page.getByLabel('Mail text')).toContainText('You do not need our private key');
    await expect(page.getByLabel('Mail text')).not.toContainText('PRIVATE KEY');
  });

  test('a private key in the note is caught before it is sent', async ({ page, signIn }) => {
    await signIn('administrator');
    const { id } = await store(page, 'Renewed');
    await page.goto(`/administration/certificates/${id}/request-assignment`);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Note').fill(makePair().privateKey);
    await expect(dialog.getByText('The note holds a private key.')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Request assignment' })).toBeDisabled();
  });
});

test.describe('the list of a profile', () => {
  test('Select Certificate, Add, Cancel, Save: what changes is said in words', async ({
    page,
    otherPage,
    signIn,
  }) => {
    await signIn('administrator', '/', otherPage);
    await store(otherPage, 'Old');
    await store(otherPage, 'Renewed');
    await signIn('professional');
    await openProfile(page, 'record_emea');
    await expect(save(page)).toBeDisabled();

    await page.getByRole('link', { name: 'Select Certificate' }).click();
    await select(page).getByLabel('Old', { exact: true }).check();
    await select(page).getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('Nothing has been changed.')).toBeVisible();

    await choose(page, 'Old');
    await expect(assigned(page)).toContainText('Not saved yet');
    await expect(page.getByText('calls that pick record_emea are encrypted for “Old”')).toBeVisible();
    // A reload loses nothing.
    await page.reload();
    await expect(assigned(page)).toContainText('Old');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(assigned(page)).toBeHidden();
    await choose(page, 'Old');
    await save(page).click();
    await expect(saved(page)).toBeVisible();
    await expect(page.getByText('Encrypted', { exact: true })).toBeVisible();

    // Replaced: unchecked in the window, the new one checked.
    await page.getByRole('link', { name: 'Select Certificate' }).click();
    await select(page).getByLabel('Old', { exact: true }).uncheck();
    await select(page).getByLabel('Renewed', { exact: true }).check();
    await select(page).getByRole('button', { name: 'Add' }).click();
    const changes = page.getByRole('group', { name: 'What saving changes' });
    await expect(changes).toContainText('encrypted for “Renewed”: its key opens them.');
    await expect(changes).toContainText('No longer for “Old”');
    await expect(changes).toContainText('Old recordings are untouched, and “Old” stays in the keystore');
    await expect(page.getByLabel('Configuration', { exact: true }).last()).toContainText(
      'certificate-1 =\n-----BEGIN',
    );
    await save(page).click();
    await expect(saved(page)).toBeVisible();

    // The last one taken out: said as what it is.
    await page.getByRole('button', { name: /^Remove Renewed/ }).click();
    await expect(changes).toContainText('are not encrypted: no valid certificate is left in it.');
    await page.getByRole('button', { name: 'Cancel' }).click();

    // Live in the administrator's session, who signed in before all of it.
    await openProfile(otherPage, 'record_emea');
    await expect(assigned(otherPage)).toContainText('Renewed');
    await expect(assigned(otherPage)).toContainText('assigned by professional');
  });

  test('two professionals: the second Save sees both side by side and is redone on top', async ({
    page,
    otherPage,
    signIn,
    expectAccessible,
  }) => {
    test.slow();
    await signIn('administrator');
    await store(page, 'First');
    await store(page, 'Second');
    await signIn('professional', '/', otherPage);
    await page.context().clearCookies();
    await signIn('professional');
    for (const each of [page, otherPage]) await openProfile(each, 'record_emea');
    await choose(page, 'First');
    await choose(otherPage, 'Second');
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
    await otherPage.getByRole('button', { name: 'Redo my change on top' }).click();
    await expect(assigned(otherPage).getByRole('listitem')).toHaveCount(2);
    await save(otherPage).click();
    await expect(saved(otherPage)).toBeVisible();

    await page.reload();
    await expect(assigned(page).getByRole('listitem')).toHaveCount(2);
    await page.goto('/audit-log?q=record_emea');
    await expect(page.getByRole('row', { name: /IVR profile record_emea: added/ })).toHaveCount(2);
  });

  test('one certificate to many profiles at once', async ({ page, otherPage, signIn }) => {
    await signIn('administrator', '/', otherPage);
    const { id } = await store(otherPage, 'Renewed');
    await signIn('professional', `/administration/certificates/${id}`);
    await page.getByRole('link', { name: 'Assign to several profiles' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign to several IVR profiles' });
    await expect(dialog.getByLabel('IVR_Main_Menu')).toBeHidden();
    for (const name of ['record_us_west', 'record_us_east', 'record_emea'])
      await dialog.getByLabel(name).check();
    await dialog.getByRole('button', { name: 'Add' }).click();
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
      page.getByRole('link', { name: 'IVR profile IVR_Default_Record: no valid certificate' }),
    ).toBeVisible();
  });

  test('an expired certificate cannot be added, and the window says why', async ({
    page,
    otherPage,
    signIn,
  }) => {
    await signIn('administrator', '/', otherPage);
    await store(otherPage, 'Gone', new Date(Date.now() - 86_400_000));
    await signIn('professional');
    await openProfile(page, 'record_emea');
    await page.getByRole('link', { name: 'Select Certificate' }).click();
    await expect(select(page).getByLabel('Gone', { exact: true })).toBeDisabled();
    await expect(select(page)).toContainText('It has expired: it plays back older recordings');
  });
});

test.describe('who sees what', () => {
  test('an administrator sees profiles, and a button that says why it cannot be used', async ({
    page,
    signIn,
  }) => {
    await signIn('administrator');
    await openProfile(page, 'record_emea');
    const button = page.getByRole('button', { name: 'Select Certificate' });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(/Only a Genesys Professional assigns certificates/);
    await expect(save(page)).toBeHidden();
    await page.goto(`${new URL(page.url()).pathname}/select-certificate`);
    await expect(page.getByRole('heading', { name: 'Not permitted' })).toBeVisible();
    await expect(page.getByRole('main').last()).toContainText('(Genesys Professional)');
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
      await expect(page.getByRole('heading', { name: 'Not permitted' })).toBeVisible();
    }
    await page.goto('/agent-setup/contact-center-settings/keys-management/keys');
    await expect(page.getByRole('heading', { name: 'Not permitted' })).toBeVisible();
  });
});

test('every screen: axe clean in light and dark at 390 pixels, and reached by its URL', async ({
  page,
  otherPage,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  await signIn('administrator', '/', otherPage);
  const { id } = await store(otherPage, 'Renewed');
  await store(otherPage, 'Soon', new Date(Date.now() + 20 * 86_400_000));
  const profiles = (await (await otherPage.request.get('/api/ivr-profiles')).json()) as {
    items: { id: string; name: string }[];
  };
  const emea = profiles.items.find(({ name }) => name === 'record_emea')?.id ?? '';
  await otherPage.setViewportSize({ width: 390, height: 800 });
  await otherPage.goto(`/administration/certificates/${id}/request-assignment`);
  await expect(otherPage.getByRole('dialog')).toBeVisible();
  await expectAccessible(otherPage);
  await otherPage.getByRole('dialog').getByRole('button', { name: 'Request assignment' }).click();
  await expect(otherPage.getByRole('button', { name: 'Withdraw' })).toBeVisible();
  const request = new URL(otherPage.url()).pathname;

  await page.setViewportSize({ width: 390, height: 800 });
  await signIn('professional');
  for (const [path, heading] of [
    ['/', 'Overview'],
    ['/ivr-profiles', 'IVR Profiles'],
    [`/ivr-profiles/${emea}`, 'record_emea'],
    [`/ivr-profiles/${emea}/select-certificate`, 'Select Certificate'],
    [`/ivr-profiles/assign?certificate=${id}`, 'Assign to several IVR profiles'],
    ['/assignment-requests', 'Assignment Requests'],
    [request, 'Assign Renewed'],
    [`${request}/decline`, 'Decline to assign Renewed?'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await expectAccessible();
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      `${path} is no wider than the screen`,
    ).toBeLessThanOrEqual(0);
  }
  for (const path of ['/', '/ivr-profiles', `/ivr-profiles/${emea}`, request]) {
    await otherPage.goto(path);
    await expect(otherPage.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(otherPage);
  }
});

test('with the keyboard alone: choose, add, save', async ({ page, otherPage, signIn }) => {
  await signIn('administrator', '/', otherPage);
  await store(otherPage, 'Renewed');
  await signIn('professional');
  await openProfile(page, 'record_emea');
  await page.getByRole('link', { name: 'Select Certificate' }).focus();
  await page.keyboard.press('Enter');
  await expect(select(page)).toBeVisible();
  // Into the window, to its only check box.
  await page.keyboard.press('Tab');
  await expect(select(page).getByLabel('Renewed', { exact: true })).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(select(page)).toBeHidden();
  await save(page).focus();
  await page.keyboard.press('Enter');
  await expect(saved(page)).toBeVisible();
});
