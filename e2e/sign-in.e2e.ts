import { expect, test } from './fixtures.ts';

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

test('a wrong password says so and keeps the user name; too many are refused', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('User name').fill('administrator');
  for (let attempt = 0; attempt < 5; attempt++) {
    await page.getByLabel('Password').fill(`wrong ${attempt}`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('The user name or the password is wrong.');
    await expect(page.getByLabel('Password')).toBeFocused();
    await expect(page.getByLabel('Password')).toHaveValue('');
  }
  await page.getByLabel('Password').fill('demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Too many sign-ins with this user name failed');
  await expect(page.getByLabel('User name')).toHaveValue('administrator');
});

test('a link to another site is not followed after signing in', async ({ page }) => {
  for (const back of ['https://evil.test/', '//evil.test/', '/\\evil.test/']) {
    await page.goto(`/sign-in?back=${encodeURIComponent(back)}`);
    await page.getByLabel('User name').fill('agent');
    await page.getByLabel('Password').fill('demo');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Overview', exact: true })).toBeVisible();
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: /^Sign out\b/ }).click();
    await expect(page).toHaveURL('/sign-in');
  }
});

test('a session that ends leaves the screen and what was typed', async ({ page, signIn }) => {
  await signIn('administrator', '/administration/certificates/upload');
  await page
    .getByRole('group', { name: 'Key File' })
    .getByRole('button', { name: 'Paste text', exact: true })
    .click();
  await page.getByLabel('Key File: PEM text').fill('typed');
  await page.context().request.delete('/api/session');
  // The console learns of it with its next call.
  await page.evaluate(() => dispatchEvent(new Event('visibilitychange')));
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Not now', exact: true }).click();
  await expect(page.getByText('Your session has ended. What you typed here is still here.')).toBeVisible();
  await expect(page.getByLabel('Key File: PEM text')).toHaveValue('typed');
});
