import { expect, file, pem, test } from '../fixtures.ts';

test(
  'Inspect says whether a certificate can be used for recordings, why, and which key fits',
  { tag: '@firefox' },
  async ({ page, expectAccessible }) => {
    // A verdict that has not come yet is not a verdict, not even for a frame.
    await page.addInitScript(() => {
      new MutationObserver(() => {
        if (document.documentElement.textContent.includes('One of its dates cannot be read')) {
          document.documentElement.dataset['wrongVerdict'] = 'seen';
        }
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    await page.goto('/key-tools/inspect');
    const choose = page.getByLabel('Files to inspect', { exact: true });
    await choose.setInputFiles(
      ['tenant.pem', 'tenant.key', 'rsa1024.pem', 'ec.pem', 'signed-by-other.pem'].map(pem),
    );
    const cards = page.getByRole('list', { name: 'Found' }).getByRole('listitem');
    const card = (file: string) => cards.filter({ has: page.getByText(file, { exact: true }) });
    await expect(card('tenant.pem')).toContainText('Can be used for recordings');
    await expect(card('tenant.pem')).toContainText('One of these files contains its private key.');
    await expect(card('rsa1024.pem')).toContainText('Cannot be used for recordings');
    await expect(card('rsa1024.pem')).toContainText('At least 2048 bits are needed; this key has 1024.');
    await expect(card('ec.pem')).toContainText('An RSA key is needed; this certificate’s key is EC.');
    await expect(card('signed-by-other.pem')).toContainText(
      'a certificate of one CA is taken, without its chain.',
    );
    await expect(card('ec.pem')).toContainText('None of these files contains its private key');
    await expect(page.locator('html')).not.toHaveAttribute('data-wrong-verdict');
    await expectAccessible();
  },
);

test('files of other programs are named with a way on, in Inspect, Convert and the Upload panel', async ({
  page,
  signIn,
}) => {
  const putty = file('key.ppk', 'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n');
  const sentence = 'key.ppk is a PuTTY private key. Convert it to PEM with: puttygen FILE';
  await signIn('administrator', '/key-tools/inspect');
  await page.getByLabel('Files to inspect', { exact: true }).setInputFiles(putty);
  await expect(page.getByText(sentence)).toBeVisible();
  await page.goto('/key-tools/convert');
  await page.getByLabel('Files to convert', { exact: true }).setInputFiles(putty);
  await expect(page.getByText(sentence)).toBeVisible();
  await page.goto('/administration/certificates/upload');
  await page.getByLabel('Key File', { exact: true }).setInputFiles(putty);
  await expect(page.getByText(sentence)).toBeVisible();
});

test('without WebCrypto a tool says so, and not that it is loaded completely', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(Crypto.prototype, 'subtle'));
  await page.goto('/key-tools/inspect');
  await expect(page.getByText('Keys cannot be read or made on this page')).toBeVisible();
  await expect(page.getByText('Loaded completely')).toBeHidden();
});
