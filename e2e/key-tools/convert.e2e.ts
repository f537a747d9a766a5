import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { saved } from '../acts.ts';
import { expect, pem, test } from '../fixtures.ts';

const choose = (page: Page, ...files: string[]) =>
  page.getByLabel('Files to convert', { exact: true }).setInputFiles(files);
const command = (page: Page) => page.getByRole('region', { name: 'OpenSSL command for this conversion' });

const download = async (page: Page, name: string) =>
  (await saved(page.getByRole('button', { name: `Download ${name}`, exact: true }))).bytes;

test('the command never writes into the file that it reads, and the download has another name', async ({
  page,
}) => {
  await page.goto('/key-tools/convert');
  await choose(page, pem('private.pem'));
  await expect(command(page)).toHaveText(
    'openssl pkcs8 -topk8 -inform pem -in private.pem -outform pem -nocrypt -out new-private.pem',
  );
  await expect(page.getByRole('button', { name: 'Download new-private.pem', exact: true })).toBeEnabled();
  await expect(page.getByRole('radio', { name: /^Certificate alone/ })).toBeDisabled();
  await expect(page.getByText('Add the certificate that belongs to the key.')).toBeVisible();
});

test('with a chain it says which certificates the file holds, and keeps them', async ({
  page,
  expectAccessible,
}) => {
  await page.goto('/key-tools/convert');
  await choose(page, pem('chain.pem'));
  await expect(page.getByRole('combobox', { name: 'Certificate', exact: true })).toBeVisible();
  await expect(page.getByText(/^The file holds the certificate of/)).toBeVisible();
  await expectAccessible();
});

test('key and certificate of one conversion are saved under two names', async ({ page }) => {
  await page.goto('/key-tools/convert');
  await choose(page, pem('tenant.pem'), pem('tenant.key'));
  await page.getByRole('radio', { name: 'DER (binary)', exact: true }).check();
  const key = await download(page, 'private.der');
  await page.getByRole('radio', { name: /^Certificate alone/ }).check();
  const certificate = await download(page, 'tenant.der');
  expect(certificate).toEqual(readFileSync(pem('tenant.der')));
  expect(key).not.toEqual(certificate);
});

test('a key that is marked for signatures alone is not turned silently', async ({ page }) => {
  await page.goto('/key-tools/convert');
  await choose(page, pem('pss-marked.key'));
  await expect(
    page.getByText('This key is marked rsassaPss: it may be used for signatures alone.'),
  ).toBeVisible();
  await expect(page.getByText('OpenSSL has no command that changes the mark of a key.')).toBeVisible();
});

const hasKeytool = spawnSync('keytool', ['-help']).status === 0;
test('a container with several keys names each by its entry', async ({ page }) => {
  test.skip(!hasKeytool, 'keytool is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'keytool-'));
  const store = join(folder, 'keys.p12');
  for (const [alias, name] of [
    ['old pair', 'Recording 2025'],
    ['new pair', 'Recording 2026'],
  ] as const) {
    const options = `-genkeypair -keyalg RSA -keysize 2048 -storetype PKCS12 -storepass secret`.split(' ');
    const { status, stderr } = spawnSync(
      'keytool',
      [...options, '-keystore', store, '-alias', alias, '-dname', `CN=${name}`],
      { encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
  }
  await page.goto('/key-tools/convert');
  await choose(page, store);
  await page.getByLabel('Password of keys.p12').fill('secret');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('combobox', { name: 'Private key', exact: true }).click();
  const options = page.getByRole('option');
  await expect(options).toHaveCount(2);
  await expect(options.filter({ hasText: 'PKCS#12, “old pair”' })).toContainText('the key of Recording 2025');
  await options.filter({ hasText: 'PKCS#12, “new pair”' }).click();
  await page.getByRole('radio', { name: /^Certificate alone/ }).check();
  await expect(page.getByText('The file holds the certificate of Recording 2026.')).toBeVisible();
  rmSync(folder, { recursive: true });
});
