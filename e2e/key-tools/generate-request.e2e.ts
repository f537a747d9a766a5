import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { saved } from '../acts.ts';
import { chooseFiles, expect, test } from '../fixtures.ts';

async function download(page: Page, wanted: RegExp, folder: string): Promise<string> {
  const button = page.getByRole('button', { name: wanted });
  const name = ((await button.getAttribute('aria-label')) ?? '').replace('Download ', '');
  const file = await saved(button);
  expect(file.name).toBe(name);
  const path = join(folder, name);
  writeFileSync(path, file.bytes);
  return path;
}

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

test('a certificate request is made, signed by the customer’s own CA, and uploaded with its key', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'request-'));
  await signIn('administrator', '/key-tools/generate?CN=Aufzeichnung+Z%C3%BCrich&C=CH&ST=ZH&O=Genesys');
  await page.getByRole('radio', { name: /^Certificate request for your own CA/ }).check();
  await expect(page.getByLabel('Validity in days')).toBeHidden();
  await expectAccessible();
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText('The key pair is made and proven')).toBeVisible();
  await expect(page.getByRole('region', { name: 'OpenSSL commands for such a key pair' })).toContainText(
    'openssl req -new -key',
  );
  await expect(page.getByText('Never send the private key.')).toBeVisible();
  await expectAccessible();
  // The address contains a subject, as *Renew* does. So the file names are dated, and the documented names stay free
  // for the pair that is kept.
  const key = await download(page, /^Download tenant-[\d-]+\.key$/, folder);
  const request = await download(page, /^Download tenant-[\d-]+\.csr$/, folder);

  test.skip(!hasOpenssl, 'openssl is not installed: nobody here can sign the request');
  const openssl = (line: string) => {
    const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  };
  openssl('openssl req -new -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=CA -days 9');
  openssl(`openssl x509 -req -in ${request} -CA ca.pem -CAkey ca.key -days 9 -out signed.pem`);
  await page.goto('/administration/certificates/upload');
  await chooseFiles(page, join(folder, 'signed.pem'), key);
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await expect(panel.getByLabel('Subject DN')).toHaveText('O=Genesys,ST=ZH,C=CH,CN=Aufzeichnung Zürich');
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Aufzeichnung Zürich is in the keystore')).toBeVisible();
  rmSync(folder, { recursive: true });
});

test('no password field of a key file takes the account’s password', async ({ page, signIn }) => {
  const passwords = page.locator('input[type="password"]');
  const autocomplete = () =>
    passwords.evaluateAll((all) => all.map((one) => one.getAttribute('autocomplete')));
  await signIn('administrator', '/administration/certificates/upload');
  await expect(page.getByLabel('Private Key Password')).toBeVisible();
  expect(await autocomplete()).toEqual(['new-password']);
  await page.goto('/key-tools/convert');
  await page
    .getByLabel('Files to convert', { exact: true })
    .setInputFiles(join(import.meta.dirname, '../../src/pki/fixtures/pbes2-aes256-sha256.key'));
  await expect(page.getByLabel('Password of pbes2-aes256-sha256.key')).toBeVisible();
  expect(await autocomplete()).toEqual(['new-password']);
});
