import type { Page } from '@playwright/test';
import { fillSignIn } from '../acts.ts';
import { expect, test } from '../fixtures.ts';

test('a demo account is one click, and signing in leads to where one was going', async ({ page }) => {
  await page.goto('/audit-log?q=signed');
  await expect(page).toHaveURL(/\/sign-in\?back=/);
  await expect(page.getByText('The password of all of them is demo')).toBeVisible();
  await page.getByRole('button', { name: /^administrator/ }).click();
  await expect(page.getByLabel('User name')).toHaveValue('administrator');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL('/audit-log?q=signed');
  await expect(page.getByRole('row', { name: /administrator/ }).first()).toBeVisible();
});

async function failFiveTimes(page: Page) {
  for (let attempt = 0; attempt < 5; attempt++) {
    const data = { username: 'administrator', password: 'wrong' };
    expect((await page.request.post('/api/session', { data })).status()).toBe(401);
  }
}

test('a wrong password says so and keeps the user name', async ({ page }) => {
  await page.goto('/sign-in');
  await fillSignIn(page, 'administrator', 'wrong');
  await expect(page.getByRole('alert')).toContainText('The user name or the password is wrong.');
  await expect(page.getByLabel('Password')).toBeFocused();
  await expect(page.getByLabel('Password')).toHaveValue('');
  await expect(page.getByLabel('User name')).toHaveValue('administrator');
});

test('after too many, the page counts down and lets the right password in when the time is over', async ({
  page,
  expectAccessible,
}) => {
  // The tenant refuses sign-ins for half a minute, so this test takes that long.
  test.slow();
  await page.goto('/sign-in');
  await failFiveTimes(page);
  const button = page.getByRole('button', { name: 'Sign in', exact: true });
  await page.getByLabel('User name').fill('administrator');
  await page.getByLabel('Password').fill('demo');
  await button.click();
  await expect(page.getByRole('alert')).toHaveText(
    /^Too many sign-ins with this user name failed\. Wait \d+ seconds, then try again\.$/,
  );
  await expect(page.getByRole('timer')).toHaveText(/^You can sign in again in 0:\d\d\.$/);
  await expect(button).toBeDisabled();
  // The tenant did not check this password, so it stays in the field.
  await expect(page.getByLabel('Password')).toHaveValue('demo');
  await expect(page.getByLabel('Password')).toBeFocused();
  await expectAccessible();

  // Other users can sign in.
  await page.getByLabel('User name').fill('professional');
  await expect(button).toBeEnabled();
  await page.getByLabel('User name').fill('administrator');
  await expect(button).toBeDisabled();

  await expect(button).toBeEnabled({ timeout: 40_000 });
  await expect(page.getByRole('status')).toHaveText('You can sign in again now.');
  await expect(page.getByRole('timer')).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await button.click();
  await expect(page.getByRole('heading', { name: 'Overview', exact: true })).toBeVisible();
});

/** A key is half pasted on the Upload Certificate panel when the session ends: the dialog that says so. */
async function typedWhenSessionEnds(page: Page) {
  await page
    .getByRole('group', { name: 'Key File' })
    .getByRole('button', { name: 'Paste text', exact: true })
    .click();
  await page.getByLabel('Key File: PEM text').fill('typed');
  await page.context().request.delete('/api/session');
  // The console notices it with its next call.
  await page.evaluate(() => dispatchEvent(new Event('visibilitychange')));
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible({ timeout: 30_000 });
  return dialog;
}

test('the dialog on an open page counts down, too, and nothing typed is lost', async ({
  page,
  otherPage,
  signIn,
}) => {
  await signIn('administrator', '/administration/certificates/upload');
  await page.clock.install();
  const dialog = await typedWhenSessionEnds(page);
  // Wrong passwords from another browser do not lock this one out, because the person has signed in here before.
  await failFiveTimes(otherPage);
  const button = dialog.getByRole('button', { name: 'Sign in', exact: true });
  for (let attempt = 0; attempt < 5; attempt++) {
    await dialog.getByLabel('Password').fill(`wrong ${attempt}`);
    await button.click();
    await expect(dialog.getByRole('alert')).toContainText('The user name or the password is wrong.');
    await expect(dialog.getByLabel('Password')).toHaveValue('');
  }
  await dialog.getByLabel('Password').fill('demo');
  await button.click();
  await expect(dialog.getByRole('timer')).toBeVisible();
  await expect(button).toBeDisabled();
  await page.clock.fastForward(31_000);
  await expect(button).toBeEnabled();
  await expect(dialog.getByLabel('Password')).toHaveValue('demo');
  await dialog.getByRole('button', { name: 'Not now', exact: true }).click();
  await expect(page.getByLabel('Key File: PEM text')).toHaveValue('typed');
});

test('a link to another site is not followed after signing in', async ({ page }) => {
  for (const back of ['https://evil.test/', '//evil.test/', '/\\evil.test/', '/.//evil.test/', '//[']) {
    await page.goto(`/sign-in?back=${encodeURIComponent(back)}`);
    await fillSignIn(page, 'agent');
    await expect(page.getByRole('heading', { name: 'Overview', exact: true })).toBeVisible();
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: /^Sign out\b/ }).click();
    await expect(page).toHaveURL('/sign-in');
  }
});

test('a session that ends leaves the screen and what was typed', async ({ page, signIn }) => {
  await signIn('administrator', '/administration/certificates/upload');
  const dialog = await typedWhenSessionEnds(page);
  await dialog.getByRole('button', { name: 'Not now', exact: true }).click();
  await expect(page.getByText('Your session has ended. What you typed here is still here.')).toBeVisible();
  await expect(page.getByLabel('Key File: PEM text')).toHaveValue('typed');
});
