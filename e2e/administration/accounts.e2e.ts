import type { Page } from '@playwright/test';
import { fillSignIn } from '../acts.ts';
import { expect, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const FIRST = 'orchard sixpence tunnel';
const SECOND = 'gravel lantern eleven boats';

async function addAccount(page: Page, username: string, role: string): Promise<string> {
  await page.getByRole('link', { name: 'Add account', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Add account' });
  await dialog.getByLabel('User name').fill(username);
  await dialog.getByLabel('Role').selectOption({ label: role });
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const added = page.getByRole('dialog', { name: `${username} is added` });
  const oneTimePassword = await added.getByRole('status').locator('code').innerText();
  await added.getByRole('button', { name: 'Close', exact: true }).click();
  return oneTimePassword;
}

async function signInFirst(page: Page, username: string, oneTimePassword: string) {
  await page.goto('/sign-in');
  await fillSignIn(page, username, oneTimePassword);
  await expect(page.getByRole('alert')).toContainText('Set a new password to sign in.');
  await expect(page.getByLabel('New password')).toBeFocused();
  await page.getByLabel('New password').fill(FIRST);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Overview', exact: true })).toBeVisible();
}

test('an administrator adds somebody, changes their role, and disables them while they are signed in', async ({
  page,
  otherPage: other,
  expectAccessible,
}) => {
  await page.goto('/administration/accounts');
  const oneTimePassword = await addAccount(page, 'anna', 'Genesys Professional');
  await expect(page.getByRole('row', { name: /anna/ })).toContainText('One-time password');
  await expectAccessible();
  await page.getByLabel('State').selectOption({ label: 'One-time password' });
  await expect(page.getByText('1 account', { exact: true })).toBeVisible();

  await signInFirst(other, 'anna', oneTimePassword);
  await other.goto('/ivr-profiles');
  await expect(other.getByRole('heading', { name: 'IVR Profiles', exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'anna', exact: true }).click();
  await expect(page.getByText(/^A program|Chrome on/).first()).toBeVisible();
  await expectAccessible();
  await page.getByRole('combobox', { name: 'Role' }).selectOption({ label: 'Listener' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await other.goto('/requests');
  await expect(other.getByText('Your account lacks the privilege')).toBeVisible();

  await other.goto('/ivr-profiles');
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Enable', exact: true })).toBeVisible();
  await expect(page.getByText('No session is open.')).toBeVisible();
  // The console notices it with its next call.
  await other.evaluate(() => dispatchEvent(new Event('visibilitychange')));
  await expect(other.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible({
    timeout: 30_000,
  });

  // A demo account stays as it is, and the page says why.
  await page.goto('/administration/accounts');
  await page.getByRole('link', { name: 'professional', exact: true }).click();
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('“professional” is a demo account');
});

test('everybody changes their own password and ends their other sessions', async ({
  page,
  otherPage: own,
  playwright,
  tenant,
  expectAccessible,
}) => {
  await page.goto('/administration/accounts');
  const oneTimePassword = await addAccount(page, 'ben', 'Agent');

  await signInFirst(own, 'ben', oneTimePassword);
  const elsewhere = await playwright.request.newContext({ baseURL: tenant.url });
  await elsewhere.post('/api/session', { data: { username: 'ben', password: FIRST } });
  await own.getByRole('button', { name: /^Account: ben/ }).click();
  await own.getByRole('menuitem', { name: 'Your account', exact: true }).click();
  await expect(own.getByRole('heading', { name: 'Your account', exact: true })).toBeVisible();
  await expect(own.getByText(/\(this session\)$/)).toBeVisible();
  await expectAccessible(own);
  await own.getByRole('button', { name: 'End all others', exact: true }).click();
  await expect(own.getByRole('button', { name: 'End all others', exact: true })).toBeDisabled();
  expect((await elsewhere.get('/api/account')).status()).toBe(401);

  await own.getByLabel('Current password').fill(FIRST);
  await own.getByLabel('New password').fill('passwordpassword');
  await own.getByRole('button', { name: 'Change password', exact: true }).click();
  await expect(own.getByRole('alert')).toContainText('it is one of those that are guessed first');
  await expect(own.getByLabel('New password')).toHaveValue('passwordpassword');
  await own.getByLabel('New password').fill(SECOND);
  await own.getByRole('button', { name: 'Change password', exact: true }).click();
  await expect(own.getByText('Your password is changed.')).toBeVisible();
  const answer = await elsewhere.post('/api/session', {
    data: { username: 'ben', password: SECOND },
  });
  expect(answer.status()).toBe(200);
  await elsewhere.dispose();
});

test('the sign-in page asks for a new password once, and says what is wrong with it', async ({ page }) => {
  await page.goto('/administration/accounts');
  const oneTimePassword = await addAccount(page, 'clara', 'Listener');
  await page.request.delete('/api/session');
  await page.goto('/sign-in');
  await fillSignIn(page, 'clara', oneTimePassword);
  await page.getByLabel('New password').fill('too short');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('it has fewer than 15 characters');
  await expect(page.getByLabel('New password')).toBeFocused();
  await page.getByLabel('New password').fill(SECOND);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Overview', exact: true })).toBeVisible();

  // A listener reads and listens: no act of another role is offered.
  await page.goto('/recordings');
  await expect(page.getByRole('heading', { name: 'Recordings', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Test call', exact: true })).toHaveCount(0);
  await page.goto('/administration/certificates');
  await expect(page.getByRole('heading', { name: 'Certificates', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: /Upload/ })).toHaveCount(0);
});
