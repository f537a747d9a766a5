import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { paths } from '../../src/paths.ts';
import { encryptMedia } from '../../src/tenant/recorder/recorder.ts';
import { fillSubject, openTool, saved } from '../acts.ts';
import { chooseFiles, expect, file, pem, store, test as base } from '../fixtures.ts';

/** A page whose console is not watched: React prints there what it caught. */
const test = base.extend<{ page: Page }>({
  page: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ acceptDownloads: true, ...(baseURL && { baseURL }) });
    await use(await context.newPage());
    await context.close();
  },
});

const facts = JSON.parse(readFileSync(pem('facts.json'), 'utf8')) as { password: string };

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const files = (page: Page, use: string) => page.getByLabel(`Files to ${use}`, { exact: true });

/** Puts an element between this one and its place, as a translator does: React throws when it takes this one away. */
const wrap = (target: Locator) =>
  target.evaluate((element) => {
    const between = document.createElement('font');
    element.replaceWith(between);
    between.append(element);
  });

async function showAgain(page: Page) {
  await expect(page.getByRole('alert').filter({ hasText: 'could not be drawn' })).toBeVisible();
  await button(page, 'Show it again').click();
  await expect(page.getByText('could not be drawn')).toBeHidden();
}

test('Generate draws what was typed again, and the key that was made', async ({ page }) => {
  await openTool(page, 'generate');
  await fillSubject(page);
  const name = page.getByLabel('Common Name (CN)');
  await name.fill('');
  await button(page, 'Generate').click();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await wrap(page.getByRole('alert'));
  await name.fill('Kept');
  await showAgain(page);
  await expect(name).toHaveValue('Kept');
  await expect(page.getByLabel('Organization (O)')).toHaveValue('Genesys');

  await button(page, 'Generate').click();
  await expect(page.getByText('The key pair is made and proven')).toBeVisible();
  const certificate = await saved(button(page, 'Download tenant.pem'));
  await button(page, 'Generate passphrase').click();
  const passphrase = page.getByLabel('Passphrase', { exact: true });
  const made = await passphrase.inputValue();
  const saving = page.getByRole('region', { name: '1. Save the private key', exact: true });
  await wrap(saving.getByRole('button', { name: 'Copy passphrase', exact: true }));
  await button(page, 'Hide').click();
  await expect(page.getByText('could not be drawn')).toBeVisible();

  // Leaving still asks, and nothing of the key is in the storage of the browser.
  await page.getByRole('link', { name: 'Get a copy to keep', exact: true }).click();
  await button(page, 'Stay and save it').click();
  await expect(page.getByRole('dialog')).toBeHidden();
  const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(stored).not.toContain('PRIVATE KEY');
  expect(stored).not.toContain(made);
  await showAgain(page);
  await expect(passphrase).toHaveValue(made);
  const key = await saved(button(page, 'Download private.pem'));
  expect(new X509Certificate(certificate.bytes).checkPrivateKey(createPrivateKey(key.bytes))).toBe(true);
});

test('Inspect and Decrypt draw again what they read', async ({ page }) => {
  await openTool(page, 'inspect');
  await files(page, 'inspect').setInputFiles(pem('tenant.p12'));
  const found = page.getByRole('list', { name: 'Found', exact: true });
  const password = page.getByLabel('Password of tenant.p12', { exact: true });
  await password.fill(facts.password);
  await wrap(found.getByRole('listitem').first());
  await password.press('Enter');
  await showAgain(page);
  await expect(password).toBeHidden();
  await expect(found).toContainText('Genesys Recording');

  await openTool(page, 'decrypt');
  const { ciphertext, pkcs7 } = encryptMedia(Buffer.from('spoken'), [
    new X509Certificate(readFileSync(pem('tenant.pem'))).raw,
  ]);
  await files(page, 'decrypt').setInputFiles([
    file('call.mp3.bin', ciphertext),
    file('call.p7.pem', pkcs7),
    file('tenant.p12', readFileSync(pem('tenant.p12'))),
  ]);
  await password.fill(facts.password);
  await wrap(page.getByRole('region', { name: 'tenant.p12', exact: true }));
  await password.press('Enter');
  await showAgain(page);
  await expect(page.getByRole('region', { name: 'call.mp3.bin', exact: true })).toContainText(
    'Decrypted with',
  );
});

test('Upload has its files again, and a window its note', async ({ page, administrator, signIn }) => {
  const { id } = await store(administrator, 'In the keystore');
  await signIn('administrator', paths.uploadCertificate());
  await chooseFiles(page, pem('tenant.pem'), pem('other.key'));
  const verdict = page.getByRole('group', { name: 'Verdict', exact: true });
  await expect(verdict).toContainText('other.key does not belong to this certificate');
  await wrap(verdict.getByRole('alert').first());
  await page.getByLabel('Key File', { exact: true }).setInputFiles(pem('tenant.key'));
  await showAgain(page);
  await button(page, 'Save').click();
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();

  await page.goto(`/administration/certificates/${id}/request-assignment`);
  const note = page.getByRole('dialog').getByLabel('Note');
  await note.fill('Until March.\nAsk Kim.');
  await page.keyboard.press('Escape');
  await wrap(page.getByRole('alert').filter({ hasText: 'Discard what you wrote?' }));
  await button(page, 'Keep writing').click();
  await showAgain(page);
  await expect(note).toHaveValue('Until March.\nAsk Kim.');
});
