import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { saved } from '../acts.ts';
import { expect, file, pem, test } from '../fixtures.ts';

test('Inspect shows what is in a Java keystore, and its password opens the keys', async ({
  page,
  expectAccessible,
}) => {
  await page.goto('/key-tools/inspect');
  await page
    .getByLabel('Files to inspect', { exact: true })
    .setInputFiles([
      ...['keystore.jks', 'keystore.jceks', 'tenant.key'].map((name) => file(name, readFileSync(pem(name)))),
      file('cut.jks', readFileSync(pem('keystore.jks')).subarray(0, 3000)),
    ]);
  const cards = page.getByRole('list', { name: 'Found' }).getByRole('listitem');
  await expect(
    cards.filter({ hasText: 'keystore.jks, in Java keystore, “genesys recording 世界”' }),
  ).toContainText('Pair 1');
  await expect(cards.filter({ hasText: 'keystore.jceks' })).toContainText(
    'a Java keystore of the type JCEKS, which this console does not open',
  );
  await expect(cards.filter({ hasText: 'cut.jks' })).toContainText('it ends within entry');
  const keystore = cards.filter({ hasText: 'Java keystore, locked' });
  await keystore.getByLabel('Password of keystore.jks').fill('wrong');
  await keystore.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(keystore).toContainText('A damaged Java keystore looks the same.');
  await expectAccessible();
  await keystore.getByLabel('Password of keystore.jks').fill('changeit');
  await keystore.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(
    cards.filter({ hasText: '2 private keys and 3 certificates, each with a card of its own.' }),
  ).toContainText('Nothing was changed since it was written: its digest fits.');
  // One key in the keystore has a password of its own.
  const own = cards.filter({ hasText: 'Encrypted private key' });
  await own.getByLabel('Password of keystore.jks').fill('another');
  await own.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByText('2 pairs of key and certificate')).toBeVisible();
});

test('Convert takes a key out of a Java keystore', async ({ page }) => {
  await page.goto('/key-tools/convert');
  await page.getByLabel('Files to convert', { exact: true }).setInputFiles(pem('keystore.jks'));
  await expect(page.getByText('a Java keystore (Java’s own key protection, SHA-1)')).toBeVisible();
  await page.getByLabel('Password of keystore.jks').fill('changeit');
  await page.getByRole('button', { name: 'Open', exact: true }).first().click();
  await expect(page.getByText('OpenSSL does not read Java keystores such as keystore.jks.')).toBeVisible();
  const { bytes } = await saved(page.getByRole('button', { name: 'Download private.pem', exact: true }));
  const key = createPrivateKey(bytes);
  const own = createPrivateKey(readFileSync(pem('tenant.key')));
  expect(key.export({ type: 'pkcs1', format: 'der' })).toEqual(own.export({ type: 'pkcs1', format: 'der' }));
});
