import { assign } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

test('the list is its document and its code, in six requests at most, and no call', async ({ page }) => {
  await store(page, 'Genesys Recording');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/administration/certificates', { waitUntil: 'networkidle' });
  await expect(page.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();
  expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
  expect(asked.length).toBeLessThanOrEqual(6);
});

test('back after signing out shows nothing of the session', async ({ page }) => {
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

test('a list that stays open asks for a few bytes, and fetches itself again only when it has changed', async ({
  page,
  professional,
  tenant,
}) => {
  const { id } = await store(page, 'Genesys Recording');
  await page.clock.install();
  await page.goto('/administration/certificates');
  await expect(page.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();

  // The log comes through a pipe: what the page asked for while it was opened is in it once this request is.
  await page.waitForLoadState('networkidle');
  await page.request.get('/api/health');
  await expect
    .poll(() => tenant.log.lastIndexOf('GET /api/health'))
    .toBeGreaterThan(tenant.log.lastIndexOf('GET /administration/certificates'));
  const before = tenant.log.indexOf('\n', tenant.log.lastIndexOf('GET /api/health'));
  const sent: number[] = [];
  page.on('requestfinished', async (request) => {
    const sizes = await request.sizes();
    sent.push(sizes.responseBodySize);
  });
  for (let minute = 0; minute < 60; minute++) await page.clock.runFor(60_000);
  await page.waitForLoadState('networkidle');
  const lines = tenant.log.slice(before).trim().split('\n');
  const asked = lines.map((line) => line.replace(/ [\d.]+ ms$/, ''));
  expect(new Set(asked.slice(1))).toEqual(new Set(['GET /api/versions 304']));
  expect(asked[0]).toBe('GET /api/versions 200');
  expect(asked.length).toBeLessThanOrEqual(241);
  expect(sent.reduce((total, bytes) => total + bytes, 0)).toBeLessThan(1000);

  await assign(professional, 'record_emea', [id]);
  await page.clock.runFor(15_000);
  await expect(page.getByRole('row').getByText(/^IVR profile /)).toBeVisible();
});
