import { played, profileNamed, testCall } from '../calls.ts';
import { expect, test as base } from '../fixtures.ts';
import { TenantServer } from '../../src/testing/server.ts';

/** A tenant with 20,000 recordings of the last year. */
const test = base.extend({
  tenant: [
    async ({}, use) => {
      const tenant = await TenantServer.start({}, ['--demo-data', '--recordings', '20000']);
      await use(tenant);
      await tenant.stop();
    },
    { scope: 'test', timeout: 240_000 },
  ],
});

/** The first and the last day of the last March before today. */
function lastMarch(): { from: string; to: string } {
  const now = new Date();
  const year = now.getUTCMonth() < 3 ? now.getUTCFullYear() - 1 : now.getUTCFullYear();
  return { from: `${year}-03-01`, to: `${year}-03-31` };
}

test('one call of last March is found by its caller among 20,000, heard, and left for the same place', async ({
  page,
  signIn,
}) => {
  const { from, to } = lastMarch();
  await signIn('administrator', '/recordings');
  const count = page.getByRole('status').filter({ hasText: 'recording' });
  await expect(count).toHaveText('More than 10,000 recordings');
  // As a person writes a number that they have on paper.
  await page.getByLabel('Search').fill('(415) 555-0128');
  await expect(page.getByText('No recording matches.')).toBeVisible();
  await page.getByLabel('Search').fill('+1 (415) 555-0128');
  await page.getByLabel('From', { exact: true }).fill(from);
  await page.getByLabel('To', { exact: true }).fill(to);
  await expect(page).toHaveURL(new RegExp(`from=${from}&to=${to}`));
  const list = page.getByRole('region', { name: 'Recordings', exact: true });
  await expect(list).toHaveAttribute('aria-busy', 'false');
  await expect(count).toHaveText(/^1?\d\d recordings$/);
  const found = await count.textContent();
  // Far down, so that the way back has a place to find.
  await list.evaluate((element) => (element.scrollTop = 52 * 12));
  await expect(list.locator('tr[aria-rowindex="22"]')).toBeVisible();
  const href = await list
    .getByRole('row')
    .filter({ hasText: 'Yes' })
    .last()
    .getByRole('link')
    .first()
    .getAttribute('href');
  const call = list.getByRole('row').filter({ has: page.locator(`a[href="${href}"]`) });
  await call.scrollIntoViewIfNeeded();
  await expect(call).toContainText('+14155550128');
  await expect(call).toContainText('Mar');
  const place = () => list.evaluate(({ scrollTop }) => scrollTop);
  const left = await place();
  expect(left).toBeGreaterThan(52 * 8);
  const address = page.url();

  await call.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Recordings');
  expect(await played(page)).toBeGreaterThan(6);

  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(page.getByLabel('Search')).toHaveValue('+1 (415) 555-0128');
  await expect(count).toHaveText(found ?? '');
  await expect(page.locator(`a[href="${href}"]`)).toBeInViewport();
  expect(await place()).toBe(left);
});

test('what a deletion would cost stays right while recordings arrive', async ({ page, signIn }) => {
  await signIn('administrator');
  // The first one has expired, so calls are encrypted for the second one alone.
  const [, certificate] = (await profileNamed(page, 'record_us_west')).certificates;
  await page.goto(`/administration/certificates/${certificate?.id}`);
  const opens = page.getByRole('region', { name: 'Usage' }).getByRole('link', { name: /recordings$/ });
  const shown = async () => Number((await opens.textContent())?.replaceAll(/\D/g, ''));
  const before = await shown();
  expect(before).toBeGreaterThan(1000);
  for (let call = 0; call < 3; call++) await testCall(page, { geoLocation: 'us-west' });
  await page.reload();
  await expect(opens).toHaveText(`${(before + 3).toLocaleString('en-US')} recordings`);
  const arriving = testCall(page, { geoLocation: 'us-west' });
  await page.goto(`/administration/certificates/${certificate?.id}`);
  await arriving;
  await page.reload();
  expect(await shown()).toBe(before + 4);
  await opens.click();
  await expect(
    page.getByText(`${(before + 4).toLocaleString('en-US')} recordings`, { exact: true }),
  ).toBeVisible();
});
