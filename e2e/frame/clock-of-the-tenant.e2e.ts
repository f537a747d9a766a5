import { makePair } from '../../src/testing/pairs.ts';
import { assign } from '../calls.ts';
import { expect, test, uploadPair } from '../fixtures.ts';

const HOUR = 3_600_000;

test('on a computer whose clock is two hours fast, the console goes by the tenant’s clock', async ({
  page,
  otherPage,
  signIn,
  expectAccessible,
}) => {
  await page.clock.install({ time: Date.now() + 2 * HOUR });
  await signIn('administrator', '/administration/certificates');
  const banner = page
    .getByRole('alert')
    .filter({ hasText: 'The clock of this computer is 2 h fast: it says' });
  await expect(banner).toContainText(/and the tenant’s clock says .*\. Set the clock of this computer\.$/);

  await page.goto('/administration/certificates/upload');
  // As made on this computer 65 minutes ago, by its clock.
  const pair = makePair({ commonName: 'Too early', notBefore: new Date(Date.now() + HOUR - 300_000) });
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await panel
    .getByLabel('Certificate File', { exact: true })
    .setInputFiles({ name: 'tenant.pem', mimeType: 'text/plain', buffer: Buffer.from(pair.certificate) });
  await expect(panel.getByText(/by the tenant’s clock it is valid in 5\d min\./)).toBeVisible();
  await uploadPair(page, pair);
  await page.goto('/administration/certificates');
  await expect(page.getByRole('row').filter({ hasText: 'Too early' })).toContainText('Not yet valid');

  await signIn('professional', '/ivr-profiles', otherPage);
  const { items } = (await (await otherPage.request.get('/api/certificates')).json()) as {
    items: { id: string }[];
  };
  await assign(
    otherPage,
    'IVR_Default_Record',
    items.map(({ id }) => id),
  );
  await page.goto('/');
  await expect(
    page.getByRole('heading', { name: 'Voice recordings: not encrypted', exact: true }),
  ).toBeVisible();
  await expectAccessible();
});

test('and a pair that is made there is valid at once', async ({ page, signIn }) => {
  await page.clock.install({ time: Date.now() + 2 * HOUR });
  await signIn('administrator', '/key-tools/generate?CN=Genesys+Recording&C=US&ST=California&O=Genesys');
  await expect(page.getByText(/^Valid from now by the tenant’s clock, /)).toBeVisible();
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText('The key pair is made and proven')).toBeVisible();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Download tenant-[\d-]+\.key$/ }).click();
  await saved;
  await page.getByRole('button', { name: 'Upload to tenant', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await expect(panel.getByText('The private key fits the certificate')).toBeVisible();
  await expect(panel.getByText(/not valid before/)).toHaveCount(0);
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('is in the keystore').first()).toBeVisible();
  await page.goto('/administration/certificates');
  await expect(page.getByRole('row').filter({ hasText: 'Genesys Recording' })).toContainText('Valid');
});
