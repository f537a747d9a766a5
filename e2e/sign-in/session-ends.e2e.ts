import type { Page } from '@playwright/test';
import { fillDeletion, fillSignIn } from '../acts.ts';
import { endSession, profileId, storeAssigned, storeDepended, totalOf } from '../calls.ts';
import { chooseFiles, expect, pem, store, test } from '../fixtures.ts';
import { expectErrorInSight, expectInSight } from '../in-sight.ts';
import { put } from '../screen-recording.ts';
import { confirmTurnOff } from '../turn-off.ts';

test.use({ as: 'administrator' });

const panel = '/administration/certificates/upload';
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Your session has ended' });

async function signInAgain(page: Page, password = 'demo') {
  await dialog(page).getByLabel('Password').fill(password);
  await dialog(page).getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Opens the Upload panel and chooses a pair. */
async function choosePair(page: Page) {
  await page.goto(panel);
  await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
  await expect(button(page, 'Save')).toBeEnabled();
}

async function saveWithoutSession(page: Page) {
  await choosePair(page);
  await endSession(page);
  await button(page, 'Save').click();
}

/** Presses a button after the session has ended; the act runs after signing in on the same page. */
async function endedDuring(page: Page, act: string) {
  await expect(button(page, act)).toBeEnabled();
  await endSession(page);
  const at = page.url();
  await button(page, act).click();
  await expectInSight(dialog(page));
  await expect(dialog(page).getByLabel('User name')).not.toHaveValue('');
  await expect(dialog(page).getByLabel('Password')).toBeFocused();
  expect(page.url()).toBe(at);
  await signInAgain(page);
  await expect(dialog(page)).toBeHidden();
}

async function signOut(tab: Page) {
  await tab.getByRole('button', { name: /^Account: administrator/ }).click();
  await tab.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
}

test.describe('the session ends while something is typed, and what was begun goes on after signing in', () => {
  test('Upload Certificate: the files and the password stay', async ({ page, expectAccessible }) => {
    await page.goto(panel);
    await chooseFiles(page, pem('tenant.pem'), pem('pbes2-aes256-sha256.key'));
    await page.getByLabel('Private Key Password').fill('Grüße, 世界');
    await expect(button(page, 'Save')).toBeEnabled();
    await endSession(page);
    await button(page, 'Save').click();
    await expectInSight(dialog(page));
    await expectAccessible();
    await signInAgain(page, 'wrong');
    await expectErrorInSight(page, 'The user name or the password is wrong.');
    await expect(dialog(page).getByLabel('Password')).toHaveValue('');
    await signInAgain(page);
    await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
  });

  test('Upload Certificate, in Keys Management', async ({ page, signIn }) => {
    await signIn('azure-administrator', '/agent-setup/contact-center-settings/keys-management/keys/upload');
    await chooseFiles(page, pem('tenant.pem'), pem('private.pem'));
    await endedDuring(page, 'Save');
    await expect(page.getByText('Genesys Recording is stored')).toBeVisible();
  });

  test('Screen Recording Certificates: the draft', async ({ page }) => {
    const { id } = await store(page, 'One');
    await store(page, 'Two');
    await put(page, [id]);
    await page.goto('/administration/screen-recording-certificates/select-certificate');
    await page.getByRole('checkbox', { name: /Two/ }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await endedDuring(page, 'Save');
    await expect(page.getByText(/^Saved\..*1 added/)).toBeVisible();
  });

  test('IVR profile: the draft', async ({ page, administrator, professional, signIn }) => {
    await storeAssigned(administrator, professional);
    await signIn('professional', `/ivr-profiles/${await profileId(administrator, 'record_emea')}`);
    await page.getByRole('button', { name: /^Remove Genesys Recording/ }).click();
    await confirmTurnOff(page);
    await endedDuring(page, 'Turn off encryption');
    await expect(page.getByText('Saved. The recorder reads the new list from now on.')).toBeVisible();
  });

  test('Request assignment: the note; Decline: the reason', async ({ page, otherPage, signIn }) => {
    const { id } = await store(page, 'Genesys Recording');
    await page.goto(`/administration/certificates/${id}/request-assignment`);
    await page.getByRole('checkbox', { name: /record_emea/ }).check();
    await page.getByLabel('Note').fill('Before Friday, please.');
    await endedDuring(page, 'Request assignment');
    await expect(button(page, 'Withdraw')).toBeVisible();
    await expect(page.getByText('Before Friday, please.', { exact: true })).toBeVisible();

    await signIn('professional', `${new URL(page.url()).pathname}/decline`, otherPage);
    await otherPage.getByLabel('Reason').fill('The old one lasts until May.');
    await endedDuring(otherPage, 'Decline');
    await expect(otherPage.getByText(/^Declined on/)).toContainText('The old one lasts until May.');
  });

  test('Request deletion: the note; Delete: the serial number', async ({ page, professional }) => {
    const id = await storeDepended(page, professional);
    await page.goto(`/administration/certificates/${id}/delete`);
    await page.getByLabel('Note').fill('We moved to the new one.');
    await endedDuring(page, 'Request deletion');
    await expect(page.getByText('We moved to the new one.')).toBeVisible();

    await fillDeletion(page, (await store(page, 'Unused')).id);
    await endedDuring(page, 'Delete');
    await expect(page.getByText('Unused was deleted')).toBeVisible();
  });

  test('Test call: what was chosen', async ({ page }) => {
    await page.goto('/recordings/test-call');
    await page.getByRole('checkbox', { name: 'Record the screen, too' }).check();
    await endedDuring(page, 'Make the call');
    await expect(page.getByRole('dialog', { name: /^Recorded/ })).toBeVisible();
    expect(await totalOf(page, '/api/recordings')).toBe(2);
  });
});

test('Not now: the page stays, the act says why it failed, and asks again the next time', async ({
  page,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await saveWithoutSession(page);
  await expectInSight(dialog(page));
  await expectAccessible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expectErrorInSight(page, 'your session has ended');
  await expect(page.getByRole('group', { name: 'Key File' })).toContainText('tenant.key');
  await button(page, 'Save').click();
  await signInAgain(page);
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
});

test('another user is told before and after, and the page starts anew', async ({ page }) => {
  await saveWithoutSession(page);
  await dialog(page).getByLabel('User name').fill('professional');
  await expect(dialog(page)).toContainText('This page belongs to administrator.');
  await signInAgain(page);
  const told = page.getByRole('dialog', { name: 'Another user has signed in' });
  await expect(told).toContainText('This page belongs to administrator');

  // Back from the question: nothing is lost yet.
  await told.getByRole('button', { name: 'Sign in as administrator', exact: true }).click();
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await again.getByRole('button', { name: 'Not now', exact: true }).click();
  await told.getByRole('button', { name: 'Go on as professional', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Account: professional/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Overview', level: 1, exact: true })).toBeVisible();
  expect(await totalOf(page, '/api/certificates')).toBe(0);
});

test('signing out or in in another tab is noticed at once; the lists show the keystore as of then', async ({
  page,
  context,
  administrator,
}) => {
  await choosePair(page);
  const tab = await context.newPage();
  await tab.goto('/');
  await signOut(tab);
  await expect(tab.getByLabel('User name')).toBeVisible();
  await expect(dialog(page)).toBeVisible({ timeout: 3_000 });
  // The password field does not take the focus by itself, because the person may be typing elsewhere.
  await expect(dialog(page).getByLabel('Password')).not.toBeFocused();

  // In the meantime another session uploads.
  await store(administrator, 'Branch office Manila');

  await fillSignIn(tab, 'administrator');
  await expect(dialog(page)).toBeHidden({ timeout: 5_000 });
  await button(page, 'Save').click();
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Branch office Manila', exact: true })).toBeVisible();

  // A different user signs in in the other tab, so this page is not theirs.
  await signOut(tab);
  await fillSignIn(tab, 'professional');
  await expect(page.getByRole('dialog', { name: 'Another user has signed in' })).toBeVisible();
});

test('an act that is on its way when the session ends moves the focus to the password', async ({
  page,
  context,
}) => {
  await choosePair(page);
  const tab = await context.newPage();
  await tab.goto('/');
  await tab.getByRole('button', { name: /^Account: administrator/ }).click();

  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  const delay = (latency: number) =>
    network.send('Network.emulateNetworkConditionsByRule', {
      offline: false,
      matchedNetworkConditions: [
        { urlPattern: '*://*:*/api/certificates', latency, downloadThroughput: -1, uploadThroughput: -1 },
      ],
    });
  await endSession(page);
  // The answer to Save comes after the other tab has told this page of the end.
  await delay(60_000);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await button(page, 'Save').click();
  await tab.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).getByLabel('Password')).not.toBeFocused();
  await delay(0);
  expect((await answer).status()).toBe(401);
  await expect(dialog(page).getByLabel('Password')).toBeFocused();
  await signInAgain(page);
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
});

test('the password that is typed is nowhere', async ({ page }) => {
  await saveWithoutSession(page);
  await signInAgain(page, 'a secret that is wrong');
  await expectErrorInSight(page, 'The user name or the password is wrong.');
  await signInAgain(page);
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
  const kept = await page.evaluate(() =>
    JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      history.state as unknown,
      location.href,
      document.documentElement.outerHTML,
    ]),
  );
  expect(kept).not.toContain('a secret that is wrong');
});
