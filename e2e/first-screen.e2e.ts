import { expect, store, test } from './fixtures.ts';

test('the list is its document and its code, in six requests at most, and no call', async ({
  page,
  signIn,
}) => {
  await signIn('administrator', '/api/health');
  await store(page, 'Genesys Recording');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/administration/certificates', { waitUntil: 'networkidle' });
  await expect(page.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();
  expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
  expect(asked.length).toBeLessThanOrEqual(6);
});

test('back after signing out shows nothing of the session', async ({ page, signIn }) => {
  await signIn('administrator');
  await store(page, 'Genesys Recording');
  await page.goto('/administration/certificates');
  await expect(page.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/sign-in/);
  await page.goBack();
  await expect(page.getByLabel('Password')).toBeVisible();
  expect(await page.content()).not.toContain('Genesys Recording');
});
