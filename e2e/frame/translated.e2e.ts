import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { paths } from '../../src/paths.ts';
import { encryptMedia } from '../../src/tenant/recorder/recorder.ts';
import { askAssignment, profileId, testCall } from '../calls.ts';
import { chooseFiles, expect, file, pem, store, test } from '../fixtures.ts';

/**
 * What Chrome and Edge do where somebody translates the page in spite of `translate="no"`: each text node that appears
 * gives its place to an element with a text node of its own.
 */
function translate() {
  new MutationObserver(() => {
    const walk = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walk.nextNode()) {
      const { parentElement, textContent } = walk.currentNode;
      if (!textContent?.trim() || parentElement?.closest('font, script, style, title, textarea')) continue;
      texts.push(walk.currentNode as Text);
    }
    for (const text of texts) {
      const outer = document.createElement('font');
      const inner = outer.appendChild(document.createElement('font'));
      inner.textContent = text.data;
      text.replaceWith(outer);
    }
  }).observe(document, { childList: true, subtree: true });
}

const facts = JSON.parse(readFileSync(pem('facts.json'), 'utf8')) as { password: string };

test.beforeEach(async ({ page }) => page.addInitScript(translate));

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const files = (page: Page, use: string) => page.getByLabel(`Files to ${use}`, { exact: true });
const stillThere = async (page: Page, title: string) => {
  await expect(page.getByRole('heading', { name: title, level: 1, exact: true })).toBeVisible();
  expect(await page.locator('font > font').count()).toBeGreaterThan(0);
};

/** Adds a certificate to a list, sees what saving would change, and takes it back. */
async function chooseAndTakeBack(page: Page, opener: string, certificate: string, says: string) {
  await page.getByRole('link', { name: opener, exact: true }).first().click();
  const select = page.getByRole('dialog', { name: 'Select Certificate' });
  await select.getByLabel(certificate, { exact: true }).check();
  await select.getByRole('button', { name: 'Add', exact: true }).click();
  const changes = page.getByRole('group', { name: 'What saving changes' });
  await expect(changes).toContainText(says);
  await button(page, 'Cancel').click();
  await expect(changes).toBeHidden();
}

test('Generate keeps what was typed and the key that was made', async ({ page }) => {
  await page.goto('/key-tools/generate');
  await button(page, 'Generate').click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  const subject = {
    'Common Name (CN)': 'Genesys Recording',
    'Country (C)': 'us',
    'Organization (O)': 'Genesys',
  };
  for (const [field, value] of Object.entries(subject)) await page.getByLabel(field).fill(value);
  await page.getByLabel('State or Province (ST)').fill('California');
  await expect(page.getByRole('alert')).toHaveCount(0);
  const days = page.getByLabel('Validity in days');
  await days.fill('');
  await expect(page.locator('#validity-words')).toBeEmpty();
  await days.fill('3650');
  await expect(page.locator('#validity-words')).toContainText('about 10 years');
  await button(page, 'Generate').click();
  await expect(page.getByText('The key pair is made and proven')).toBeVisible();
  await button(page, 'Generate passphrase').click();
  await expect(page.getByText('Write it down or put it into your password manager')).toBeVisible();
  await page.getByLabel('Passphrase', { exact: true }).fill('short ü');
  await expect(page.getByText('Write it down or put it into your password manager')).toBeHidden();
  await stillThere(page, 'Generate');
});

test('Inspect and Convert open a container', async ({ page }) => {
  for (const [title, use] of [
    ['Inspect', 'inspect'],
    ['Convert', 'convert'],
  ] as const) {
    await page.goto(`/key-tools/${use}`);
    await files(page, use).setInputFiles(pem('tenant.p12'));
    const password = page.getByLabel('Password of tenant.p12', { exact: true });
    await password.fill('wrong');
    await password.press('Enter');
    await expect(page.getByText('The password does not open tenant.p12').first()).toBeVisible();
    await password.fill(facts.password);
    await password.press('Enter');
    await expect(password).toBeHidden();
    await files(page, use).setInputFiles([pem('tenant.pem'), pem('bundle.pem'), pem('ec.key')]);
    await expect(page.getByText('ec.key').first()).toBeVisible();
    await stillThere(page, title);
    await button(page, 'Clear').click();
    await expect(page.getByText('ec.key')).toHaveCount(0);
    await stillThere(page, title);
  }
});

test('Decrypt and Check Backup take one drop after another', async ({ page }) => {
  await page.goto('/key-tools/decrypt');
  const { ciphertext, pkcs7 } = encryptMedia(Buffer.from('spoken'), [
    new X509Certificate(readFileSync(pem('tenant.pem'))).raw,
  ]);
  const call = page.getByRole('region', { name: 'call.mp3.bin', exact: true });
  await files(page, 'decrypt').setInputFiles(file('call.mp3.bin', ciphertext));
  await expect(call).toBeVisible();
  await files(page, 'decrypt').setInputFiles(file('call.p7.pem', pkcs7));
  await expect(call).toContainText('Add the private key of this certificate.');
  await files(page, 'decrypt').setInputFiles(pem('tenant.p12'));
  await expect(page.getByLabel('Password of tenant.p12', { exact: true })).toBeVisible();
  await files(page, 'decrypt').setInputFiles(pem('tenant.key'));
  await expect(call).toContainText('Decrypted with tenant.key.');
  await stillThere(page, 'Decrypt');

  await page.goto('/key-tools/check-backup');
  const backup = page.getByLabel('Backup to check', { exact: true });
  await backup.setInputFiles([pem('tenant.pem'), pem('tenant.p12')]);
  const password = page.getByLabel(/^Password of/);
  await password.fill('wrong');
  await button(page, 'Open').click();
  await expect(page.getByText('This password does not open it.').first()).toBeVisible();
  await backup.setInputFiles(pem('tenant.key'));
  await expect(page.getByRole('status', { name: 'Answer' })).toContainText('has a copy here that opens');
  await stillThere(page, 'Check Backup');
});

test('Upload takes a second key, a list is searched, and windows open and close', async ({
  page,
  signIn,
  administrator,
}) => {
  const { id } = await store(administrator, 'In the keystore');
  await signIn('administrator', paths.uploadCertificate());
  await chooseFiles(page, pem('tenant.pem'), pem('other.key'));
  await expect(page.getByText('other.key does not belong to this certificate')).toBeVisible();
  await page.getByLabel('Key File', { exact: true }).setInputFiles(pem('tenant.key'));
  await expect(page.getByText('other.key does not belong to this certificate')).toBeHidden();
  await button(page, 'Save').click();
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();

  const search = page.getByLabel('Search', { exact: true });
  await search.fill('In the keystore');
  await expect(page.getByText('1 certificate', { exact: true })).toBeVisible();
  await search.fill('nothing like it');
  await button(page, 'Show all').click();
  await expect(page.getByText('2 certificates', { exact: true })).toBeVisible();
  await stillThere(page, 'Certificates');

  await page.locator('h1').first().press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts', exact: true });
  const single = shortcuts.getByRole('switch', { name: 'Single-character shortcuts', exact: true });
  await single.uncheck();
  await expect(shortcuts.getByText('Search the list (off)')).toBeVisible();
  await single.check();
  await expect(shortcuts.getByText('Search the list (off)')).toBeHidden();
  await button(page, 'Close').click();
  await expect(shortcuts).toBeHidden();

  await page.goto(paths.deleteCertificate(id));
  const window = page.getByRole('dialog');
  await expect(window).toBeVisible();
  await window.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(window).toBeHidden();
  await page.goto(paths.auditLog());
  await page.getByText('Compare with a hash that you wrote down earlier').click();
  const hash = page.getByLabel('Hash', { exact: true });
  await hash.fill('abc');
  await button(page, 'Compare').click();
  await expect(page.getByText('Yours has 3 characters')).toBeVisible();
  await hash.fill('abcd');
  await expect(page.getByText('Yours has 4 characters')).toBeVisible();
  await stillThere(page, 'Audit Log');
});

test('a profile, a request and a recording: what is chosen, taken back and said', async ({
  page,
  signIn,
  administrator,
}) => {
  const { id } = await store(administrator, 'Assigned');
  const request = await askAssignment(administrator, id);
  const [recording] = await testCall(administrator);
  await signIn('professional', paths.ivrProfile(await profileId(administrator, 'record_emea')));
  await chooseAndTakeBack(page, 'Select Certificate', 'Assigned', 'encrypted for “Assigned”');
  await stillThere(page, 'record_emea');

  await page.goto(paths.request(request));
  await page.getByRole('link', { name: 'Decline', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Decline to assign Assigned?' });
  await dialog.getByLabel('Reason').fill('Later');
  await dialog.getByLabel('Reason').fill('');
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(dialog).toBeHidden();
  await button(page, 'Assign').click();
  await expect(page.getByText(/^Assigned on .* by professional/)).toBeVisible();
  await stillThere(page, 'Assign Assigned');

  await signIn('administrator', paths.recordings());
  await page.getByRole('table').getByRole('link').first().click();
  await expect(page).toHaveURL(paths.recording(recording ?? ''));
  await expect(page.locator('font > font').getByText('In the clear').first()).toBeVisible();
});

test('the screen list and the accounts: what is added, taken back and said', async ({
  page,
  signIn,
  administrator,
}) => {
  await store(administrator, 'Screens');
  await signIn('administrator', paths.screenRecordingCertificates());
  await chooseAndTakeBack(page, 'Add', 'Screens', 'screen recordings are encrypted for “Screens”');
  await stillThere(page, 'Screen Recording Certificates');

  await page.goto(paths.accounts());
  await page.getByRole('link', { name: 'Add account', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Add account' });
  await dialog.getByLabel('User name').fill('anna');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const added = page.getByRole('dialog', { name: 'anna is added' });
  await added.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('table').getByRole('link', { name: 'anna', exact: true })).toBeVisible();
  await stillThere(page, 'Accounts');
});
