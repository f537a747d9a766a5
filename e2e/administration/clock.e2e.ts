import { saved } from '../acts.ts';
import { expect, test } from '../fixtures.ts';

const later = (time: number) => new Date(time + 30_000);

test('a pair made on a page that has been open for a while is valid at once, and in the panel too', async ({
  page,
  signIn,
}) => {
  await page.clock.install();
  await signIn('administrator', '/key-tools/generate?CN=Genesys+Recording&C=US&ST=California&O=Genesys');
  await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeVisible();
  // Half a minute passes, also at the tenant, without anything on the page being drawn again.
  await page.route('/api/**', async (route) => {
    const response = await route.fetch();
    const time = later(Date.parse(response.headers()['tenant-time'] ?? '')).toISOString();
    await route.fulfill({ response, headers: { ...response.headers(), 'tenant-time': time } });
  });
  await page.clock.setSystemTime(later(Date.now()));
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText('The key pair is made and proven')).toBeVisible();
  await saved(page.getByRole('button', { name: /^Download tenant-[\d-]+\.key$/ }));
  await page.getByRole('button', { name: 'Upload to tenant', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await expect(panel.getByText('The private key fits the certificate')).toBeVisible();
  await expect(panel.getByText(/not valid before/)).toHaveCount(0);
});
