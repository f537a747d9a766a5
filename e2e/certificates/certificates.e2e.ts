import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makePair } from '../../src/testing/pairs.ts';
import { chooseDuring, saved, tabTo } from '../acts.ts';
import { endSession } from '../calls.ts';
import { choose, chooseFiles, expect, file, pem, store, test } from '../fixtures.ts';
import { expectErrorInSight } from '../in-sight.ts';

test.use({ as: 'administrator' });

const list = '/administration/certificates';
const panel = (page: Page) => page.getByRole('dialog', { name: 'Upload Certificate' });
const openPanel = (page: Page) => page.getByRole('link', { name: 'Upload', exact: true }).click();
const chooseButton = (page: Page, group: string) =>
  page.getByRole('group', { name: group }).getByRole('button', { name: 'Choose File', exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });

async function upload(page: Page, certificate: string, key: string) {
  await openPanel(page);
  await chooseFiles(page, certificate, key);
  await save(page).click();
  await expect(page).toHaveURL(/uploaded=/);
}

test('the documented AWS steps, word for word', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Administration', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Certificates\b/ }).click();
  await expect(page.getByRole('heading', { name: 'Certificates', exact: true })).toBeVisible();
  await openPanel(page);
  await expect(panel(page).getByRole('heading', { name: 'Upload Certificate', exact: true })).toBeVisible();

  await chooseDuring(page, pem('tenant.pem'), () => chooseButton(page, 'Certificate File').click());
  const facts = JSON.parse(await readFile(pem('facts.json'), 'utf8')) as Record<string, unknown>;
  expect(JSON.stringify(facts)).toContain('O=Genesys,ST=California,C=US,CN=Genesys Recording');
  await expect(page.getByLabel('Subject Name')).toHaveText('Genesys Recording');
  await expect(page.getByLabel('Subject DN')).toHaveText('O=Genesys,ST=California,C=US,CN=Genesys Recording');
  await expect(page.getByLabel('Issuer DN')).toHaveText('O=Genesys,ST=California,C=US,CN=Genesys Recording');
  const serial = (await page.getByLabel('Serial Number').textContent()) ?? '';
  expect(serial).toMatch(/^[0-9A-F]{30,}$/);
  expect(JSON.stringify(facts).toUpperCase()).toContain(serial);
  await expect(save(page)).toBeDisabled();

  await chooseDuring(page, pem('tenant.key'), () => chooseButton(page, 'Key File').click());
  await expect(page.getByLabel('Private Key Password')).toHaveValue('');
  await expect(page.getByText('The private key fits the certificate')).toBeVisible();
  await save(page).click();

  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
  await expect(page.getByText('Contact your Genesys Professional')).toBeVisible();
  await expect(page.getByText('Keep your private key safe')).toBeVisible();
  const row = page.getByRole('row', { name: /Genesys Recording/ });
  await expect(row).toContainText('Valid');
  await expect(row).toContainText('Never proven');
  await expect(row).toContainText('Not assigned');

  const { bytes } = await saved(page.getByRole('link', { name: 'Download certificate', exact: true }));
  expect(bytes.toString().trim()).toBe((await readFile(pem('tenant.pem'), 'utf8')).trim());
});

test('both files dropped at once are sorted out', async ({ page }) => {
  await page.goto(`${list}/upload`);
  const files = await Promise.all(
    ['tenant.key', 'tenant.pem'].map(async (name) => ({ name, text: await readFile(pem(name), 'utf8') })),
  );
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, text } of given) data.items.add(new File([text], name));
    return data;
  }, files);
  await panel(page).getByText('drop both here at once').dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.getByRole('group', { name: 'Certificate File' })).toContainText('tenant.pem');
  await expect(page.getByRole('group', { name: 'Key File' })).toContainText('tenant.key');
  await expect(save(page)).toBeEnabled();
});

test('a bundle of key and certificate in one file fills both', async ({ page }) => {
  await page.goto(`${list}/upload`);
  await page.getByLabel('Certificate File', { exact: true }).setInputFiles(pem('bundle.pem'));
  await expect(page.getByRole('group', { name: 'Key File' })).toContainText('bundle.pem');
  await expect(save(page)).toBeEnabled();
});

test('text can be pasted', async ({ page }) => {
  await page.goto(`${list}/upload`);
  await page
    .getByRole('group', { name: 'Certificate File' })
    .getByRole('button', { name: 'Paste text', exact: true })
    .click();
  await page.getByLabel('Certificate File: PEM text').fill(await readFile(pem('tenant.pem'), 'utf8'));
  await expect(page.getByLabel('Subject Name')).toHaveText('Genesys Recording');
});

test.describe('what is not accepted is named', () => {
  const certificates: [string, RegExp][] = [
    ['tenant.csr', /certificate request \(CSR\)/],
    ['tenant.pub', /contains a public key/],
    ['tenant.key', /private key, not a certificate/],
    ['chain.pem', /contains 2 certificates/],
    ['ec.pem', /a key of type EC, but recordings are encrypted with RSA/],
    ['rsa1024.pem', /an RSA key of 1024 bits. The minimum is 2048 bits/],
  ];
  const keys: [string, RegExp][] = [
    ['tenant.pem', /certificate, not a private key/],
    ['tenant.pub', /contains a public key/],
    ['pbes1-rc4.key', /is encrypted with PBE-SHA1-RC4-128, which this console does not open/],
    ['two-keys.pem', /contains 2 private keys/],
    ['other.key', /does not belong to this certificate/],
  ];

  test('as Certificate File', async ({ page }) => {
    await page.goto(`${list}/upload`);
    const input = page.getByLabel('Certificate File', { exact: true });
    for (const [name, sentence] of certificates) {
      await input.setInputFiles(pem(name));
      await expectErrorInSight(page, sentence);
      await expect(save(page)).toBeDisabled();
    }
    await input.setInputFiles(file('empty.pem', ''));
    await expect(panel(page).getByText('empty.pem is empty.')).toBeVisible();
    await input.setInputFiles(file('huge.pem', Buffer.alloc(10_000_000, 'x')));
    await expect(panel(page).getByText('huge.pem is larger than 256 kB.')).toBeVisible();
    await input.setInputFiles(file('letter.txt', 'Dear administrator'));
    await expect(panel(page).getByText(/letter.txt is not in Privacy Enhanced Mail/)).toBeVisible();
    // Choosing the right file removes the message.
    await input.setInputFiles(pem('tenant.pem'));
    await expect(panel(page).getByRole('alert')).toHaveCount(0);
  });

  test('as Key File', async ({ page }) => {
    await page.goto(`${list}/upload`);
    await page.getByLabel('Certificate File', { exact: true }).setInputFiles(pem('tenant.pem'));
    for (const [name, sentence] of keys) {
      await page.getByLabel('Key File', { exact: true }).setInputFiles(pem(name));
      await expectErrorInSight(page, sentence);
      await expect(save(page)).toBeDisabled();
    }
  });
});

test('an encrypted key asks for its password and says when it is wrong', async ({ page }) => {
  await page.goto(list);
  await openPanel(page);
  await chooseFiles(page, pem('tenant.pem'), pem('pbes2-aes256-sha256.key'));
  const password = page.getByLabel('Private Key Password');
  await expect(panel(page).getByText(/is encrypted. Enter its password/)).toBeVisible();
  await password.fill('wrong');
  await expect(panel(page).getByText(/The password does not open pbes2-aes256-sha256.key/)).toBeVisible();
  await expect(save(page)).toBeDisabled();
  await password.fill('Grüße, 世界');
  await expect(panel(page).getByText('The private key fits the certificate')).toBeVisible();
  await save(page).click();
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
});

test('a duplicate is refused in the panel, and by the tenant when the panel cannot know', async ({
  page,
  otherPage,
  signIn,
}) => {
  await page.goto(list);
  await signIn('administrator', list, otherPage);
  await upload(page, pem('tenant.pem'), pem('tenant.key'));
  await openPanel(page);
  await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
  await expect(panel(page).getByText('is already in the keystore.')).toBeVisible();
  await expect(save(page)).toBeDisabled();

  await openPanel(otherPage);
  await chooseFiles(otherPage, pem('tenant.pem'), pem('tenant.key'));
  await save(otherPage).click();
  await expect(
    panel(otherPage).getByText(/same issuer and serial number is already in the keystore/),
  ).toBeVisible();
  // The chosen files are still there.
  await expect(otherPage.getByRole('group', { name: 'Key File' })).toContainText('tenant.key');
});

test('another session sees an upload only after signing in again', async ({ page, otherPage, signIn }) => {
  await page.goto(list);
  await signIn('administrator', `${list}?sort=subjectName`, otherPage);
  await expect(otherPage.getByText('No certificates yet')).toBeVisible();
  await upload(page, pem('tenant.pem'), pem('tenant.key'));

  await otherPage.reload();
  await expect(otherPage.getByText('No certificates yet')).toBeVisible();
  await otherPage.getByRole('button', { name: 'Sign in again', exact: true }).click();
  await expect(otherPage.getByLabel('User name')).toHaveValue('administrator');
  await otherPage.getByLabel('Password').fill('demo');
  await otherPage.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(otherPage).toHaveURL(/certificates\?sort=subjectName/);
  await expect(otherPage.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();
  await expect(otherPage.getByRole('button', { name: 'Sign in again', exact: true })).toHaveCount(0);
});

test('leaving with something chosen asks first', async ({ page }) => {
  await page.goto(list);
  await openPanel(page);
  await page.getByLabel('Certificate File', { exact: true }).setInputFiles(pem('tenant.pem'));
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Keep editing', exact: true }).click();
  await expect(page.getByLabel('Subject Name')).toHaveText('Genesys Recording');
  await page.goBack();
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(panel(page)).toHaveCount(0);
  await expect(page).toHaveURL(list);
});

test('a file that is still being read is something chosen, too', async ({ page }) => {
  await page.addInitScript(() => {
    const asked = new Promise((resolve) => addEventListener('read-now', resolve));
    Blob.prototype.arrayBuffer = async function () {
      await asked;
      return new Response(this).arrayBuffer();
    };
  });
  await page.goto(list);
  await openPanel(page);
  await page.getByLabel('Certificate File', { exact: true }).setInputFiles(pem('tenant.pem'));
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Keep editing', exact: true }).click();
  await page.evaluate(() => dispatchEvent(new Event('read-now')));
  await expect(page.getByLabel('Subject Name')).toHaveText('Genesys Recording');
});

test('a save whose answer got lost can be sent again', async ({ page, tenant }) => {
  await page.goto(list);
  await openPanel(page);
  await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
  await expect(save(page)).toBeEnabled();
  await tenant.kill('SIGKILL');
  await save(page).click();
  await expect(panel(page).getByText(/The tenant cannot be reached/)).toBeVisible();
  await tenant.runAgain();
  await save(page).click();
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
});

test('a certificate’s page: facts, extensions, PEM, history; delete, undo, restore', async ({ page }) => {
  await page.goto(list);
  await upload(page, pem('tenant.pem'), pem('tenant.key'));
  await page.getByRole('link', { name: 'Genesys Recording', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Genesys Recording', exact: true })).toBeVisible();
  const extensions = page.getByRole('region', { name: 'Extensions', exact: true });
  await expect(extensions).not.toContainText('Certificate authority: yes');
  await extensions.getByRole('heading', { name: 'Extensions', exact: true }).click();
  await expect(extensions).toContainText('Certificate authority: yes');
  const pemText = page.getByRole('region', { name: 'PEM', exact: true });
  await expect(pemText).not.toContainText('-----BEGIN CERTIFICATE-----');
  await pemText.getByRole('heading', { name: 'PEM', exact: true }).click();
  await expect(pemText).toContainText('-----BEGIN CERTIFICATE-----');
  await expect(page.getByRole('region', { name: 'History' })).toContainText('administrator');
  const serial =
    (
      await page
        .getByRole('region', { name: 'Certificate', exact: true })
        .getByText(/^[0-9A-F]{30,}/)
        .first()
        .textContent()
    )?.trim() ?? '';

  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Genesys Recording?' });
  await expect(dialog).toContainText('can be restored whole for 30 days');
  const confirm = dialog.getByRole('button', { name: 'Delete', exact: true });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Serial Number').fill(serial.toLowerCase());
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('I have discussed this with my Genesys Professional').check();
  await confirm.click();
  await expect(page.getByText('Genesys Recording was deleted')).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'Genesys Recording', exact: true }).click();
  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  await dialog.getByLabel('Serial Number').fill(serial);
  await dialog.getByLabel('I have discussed this with my Genesys Professional').check();
  await confirm.click();
  await choose(page, 'Recently deleted');
  await page.getByRole('button', { name: /Restore Genesys Recording/ }).click();
  await expect(
    page.getByText('Genesys Recording and its private key are in the keystore again.'),
  ).toBeVisible();
});

test('an expired certificate can be stored, and the panel says what it is good for', async ({ page }) => {
  const { certificate, privateKey } = makePair({
    commonName: 'Old Recording',
    notBefore: new Date('2015-01-01T00:00:00Z'),
    notAfter: new Date('2020-01-01T00:00:00Z'),
  });
  await page.goto(list);
  await openPanel(page);
  await page.getByLabel('Certificate File', { exact: true }).setInputFiles(file('old.pem', certificate));
  await page.getByLabel('Key File', { exact: true }).setInputFiles(file('old.key', privateKey));
  await expect(
    panel(page).getByText(/play back older recordings, but it can no longer be assigned/),
  ).toBeVisible();
  await save(page).click();
  await expect(page.getByRole('row', { name: /Old Recording/ })).toContainText('Kept for playback');
});

test('sorting, searching, filters and columns are in the address', async ({ page }) => {
  for (const [commonName, year] of [
    ['Berlin', 2030],
    ['Manila', 2040],
    ['Toronto', 2020],
  ] as const) {
    const notBefore = new Date('2015-01-01T00:00:00Z');
    await store(page, commonName, { notBefore, notAfter: new Date(Date.UTC(year, 0, 1)) });
  }
  await page.goto(list);
  const names = page.getByRole('table').getByRole('link');
  await page.getByRole('button', { name: 'Valid until', exact: true }).click();
  await expect(names).toHaveText(['Toronto', 'Berlin', 'Manila']);
  await page.getByRole('button', { name: 'Valid until', exact: true }).click();
  await expect(names).toHaveText(['Manila', 'Berlin', 'Toronto']);
  await page.getByLabel('Status').selectOption('Valid');
  await expect(names).toHaveText(['Manila', 'Berlin']);
  await page.getByLabel('Search').fill('ber');
  await expect(names).toHaveText(['Berlin']);
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Backup' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Backup' })).toHaveCount(0);

  await page.reload();
  await expect(names).toHaveText(['Berlin']);
  await expect(page.getByLabel('Search')).toHaveValue('ber');
  await expect(page.getByRole('columnheader', { name: 'Backup' })).toHaveCount(0);
  await page.getByLabel('Search').fill('nobody');
  await page.getByRole('button', { name: 'Show all', exact: true }).click();
  await expect(names).toHaveText(['Manila', 'Berlin', 'Toronto']);
});

test('keyboard alone does the whole upload', async ({ page }) => {
  await page.goto(list);
  const enter = () => page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Skip to content', exact: true }).focus();
  await tabTo(page, page.getByRole('link', { name: 'Upload', exact: true }));
  await enter();
  await expect(chooseButton(page, 'Certificate File')).toBeFocused();
  await chooseDuring(page, pem('tenant.pem'), enter);
  await tabTo(page, chooseButton(page, 'Key File'));
  await chooseDuring(page, pem('tenant.key'), enter);
  await expect(save(page)).toBeEnabled();
  await tabTo(page, save(page));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
});

test('axe finds nothing on any state of the screen, light and dark', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  await endSession(page);
  await page.goto('/sign-in');
  await expectAccessible();
  await signIn('administrator', list);
  await expectAccessible();
  await openPanel(page);
  await expectAccessible();
  await chooseFiles(page, pem('tenant.pem'), pem('other.key'));
  await expect(panel(page).getByText(/does not belong/)).toBeVisible();
  await expectAccessible();
  await page.getByLabel('Key File', { exact: true }).setInputFiles(pem('tenant.key'));
  await expect(save(page)).toBeEnabled();
  await expectAccessible();
  await save(page).click();
  await expect(page.getByText('is in the keystore')).toBeVisible();
  await expectAccessible();
  await page.getByRole('link', { name: 'Genesys Recording', exact: true }).click();
  await expect(page.getByRole('region', { name: 'History' })).toBeVisible();
  await expectAccessible();
  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible();
  await page.goto(`${list}/recently-deleted`);
  await expect(page.getByText('Nothing was deleted')).toBeVisible();
  await expectAccessible();
  await page.goto(`${list}/nothing-here`);
  await expect(page.getByRole('heading', { name: 'Not found', exact: true })).toBeVisible();
  await expectAccessible();
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(list);
  await expect(page.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();
  await expectAccessible();
});

test('an agent is told which privilege is missing, on every screen', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  await signIn('agent');
  await expect(page.getByText('Decrypt a Recording')).toBeVisible();
  for (const path of [list, `${list}/upload`, `${list}/recently-deleted`, '/audit-log']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'Not permitted', exact: true })).toBeVisible();
  }
  await expectAccessible();
  const answer = await page.request.get('/api/certificates');
  expect(answer.status()).toBe(403);
});

test('a professional sees certificates and cannot upload or delete', async ({ page, otherPage, signIn }) => {
  await page.goto(list);
  await upload(page, pem('tenant.pem'), pem('tenant.key'));
  await signIn('professional', list, otherPage);
  await expect(otherPage.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();
  await expect(otherPage.getByRole('link', { name: 'Upload', exact: true })).toHaveCount(0);
  await otherPage.getByRole('link', { name: 'Genesys Recording', exact: true }).click();
  await expect(otherPage.getByRole('region', { name: 'PEM', exact: true })).toBeVisible();
  await expect(otherPage.getByRole('link', { name: 'Delete', exact: true })).toHaveCount(0);
});

test('the private key is nowhere but sealed in the keystore', async ({ page, tenant }) => {
  const answers: string[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/')) {
      void response.text().then(
        (text) => answers.push(text),
        () => undefined,
      );
    }
  });
  await page.goto(list);
  await upload(page, pem('tenant.pem'), pem('tenant.key'));
  await page.getByRole('link', { name: 'Genesys Recording', exact: true }).click();
  await expect(page.getByRole('region', { name: 'History' })).toBeVisible();

  // Lines after the modulus, which the certificate also contains: the private exponent and the primes (RFC 8017,
  // A.1.2).
  const canary = (await readFile(pem('tenant.key'), 'utf8')).split('\n').slice(9, 24);
  const needles = [
    ...canary,
    ...canary.map((line) => Buffer.from(line, 'base64').toString('latin1').slice(3, 30)),
  ];
  const stored = await page.evaluate(async () =>
    JSON.stringify({
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      history: history.state as unknown,
      url: location.href,
      document: document.documentElement.outerHTML,
    }),
  );
  expect(answers.length).toBeGreaterThan(5);
  const entries = await readdir(tenant.dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.some((name) => name.endsWith('.sqlite'))).toBe(true);
  const haystacks: [string, string][] = [
    ['an answer', answers.join('\n')],
    ['the log', tenant.log],
    ['browser storage or the page', stored],
    ...(await Promise.all(
      files.map(async (name): Promise<[string, string]> => [name, await readFile(name, 'latin1')]),
    )),
  ];
  for (const [where, text] of haystacks) {
    for (const needle of needles) expect(text.includes(needle), `the private key in ${where}`).toBe(false);
  }
});
