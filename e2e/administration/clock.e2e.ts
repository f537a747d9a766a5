import { expect, test } from '../fixtures.ts';

test('a pair made on a page that has been open for a while is valid at once, and in the panel too', async ({
  page,
  signIn,
}) => {
  await page.clock.install();
  await signIn('administrator', '/key-tools/generate?CN=Genesys+Recording&C=US&ST=California&O=Genesys');
  await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeVisible();
  // Half a minute passes without anything on the page being drawn again.
  await page.clock.setSystemTime(Date.now() + 30_000);
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText('The key pair is made and proven')).toBeVisible();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Download tenant-[\d-]+\.key$/ }).click();
  await saved;
  await page.getByRole('button', { name: 'Upload to tenant', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await expect(panel.getByText('The private key fits the certificate')).toBeVisible();
  await expect(panel.getByText(/not valid before/)).toHaveCount(0);
});
