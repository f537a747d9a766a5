import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { FIRST_ROWS } from '../../src/domain/list.ts';
import { makePair } from '../../src/testing/pairs.ts';
import { chooseFiles, expect, file, pem, storePair, test } from '../fixtures.ts';
import { expectErrorInSight, expectInSight } from '../in-sight.ts';

test.use({ as: 'administrator' });

const upload = '/administration/certificates/upload';
const uploadKey = '/agent-setup/contact-center-settings/keys-management/keys/upload';
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const slot = (page: Page, name: string) => page.getByRole('group', { name, exact: true });
const verdict = (page: Page) => slot(page, 'Verdict');

const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 800 },
];

for (const size of sizes) {
  test.describe(`at ${size.width} × ${size.height}`, () => {
    test.use({ viewport: size });

    test('every verdict stands in sight with its way out, on AWS', { tag: '@firefox' }, async ({ page }) => {
      await storePair(page, await pairOf('tenant.pem', 'tenant.key'));
      await page.goto(upload);

      await chooseFiles(page, pem('rsa3072.pem'), pem('other.key'));
      await expectErrorInSight(page, 'other.key does not belong to this certificate');
      await expectInSight(save(page));
      await chooseFiles(page, pem('ec.pem'), pem('ec.key'));
      await expectErrorInSight(page, 'a key of type EC');
      await expectInSight(page.getByRole('link', { name: 'Open Generate', exact: true }));
      await chooseFiles(page, pem('rsa1024.pem'), pem('rsa1024.key'));
      await expectErrorInSight(page, 'The minimum is 2048 bits');
      await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
      await expectErrorInSight(page, 'is already in the keystore.');
      await expectInSight(verdict(page).getByRole('link', { name: 'Genesys Recording', exact: true }));
      await chooseFiles(page, pem('chain.pem'), pem('two-keys.pem'));
      await expectErrorInSight(page, 'chain.pem contains 2 certificates');
      await expectErrorInSight(page, 'two-keys.pem contains 2 private keys');
      await expectInSight(save(page));
      await expectInSight(page.getByRole('button', { name: 'Cancel', exact: true }));
    });

    test('every verdict stands in sight with its way out, on Azure', async ({ page, signIn }) => {
      await signIn('azure-administrator', uploadKey);
      await chooseFiles(page, pem('tenant.pem'), pem('other.key'));
      await expectErrorInSight(page, 'other.key does not belong to this certificate');
      await chooseFiles(page, pem('tenant.pem'), pem('tenant.pkcs1.key'));
      await expectErrorInSight(page, 'tenant.pkcs1.key is in the form PKCS#1');
      await expectInSight(page.getByRole('button', { name: 'Convert to PKCS#8', exact: true }));
    });

    test('a pair that is saved is not called a duplicate of itself', async ({ page }) => {
      await page.goto(upload);
      await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
      await expect(save(page)).toBeEnabled();
      const said = await page.evaluateHandle(() => {
        const texts: string[] = [];
        const watch = new MutationObserver(() => texts.push(document.body.innerText));
        watch.observe(document.body, { childList: true, subtree: true, characterData: true });
        return texts;
      });
      await save(page).click();
      await expect(page.getByRole('dialog', { name: 'Upload Certificate', exact: true })).toBeHidden();
      const texts = await said.jsonValue();
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((text) => text.includes('is already in the keystore'))).toEqual([]);
    });

    test('why a save failed stands in sight', async ({ page, tenant }) => {
      await page.goto(upload);
      await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
      await expect(save(page)).toBeEnabled();
      await tenant.kill();
      await save(page).click();
      await expectErrorInSight(page, 'The tenant cannot be reached.');
      await expectInSight(save(page));
    });

    test(
      'a file in the place of the other is put right with one press',
      { tag: '@firefox' },
      async ({ page, expectAccessible }) => {
        await page.goto(upload);
        await chooseFiles(page, pem('tenant.key'), pem('tenant.pem'));
        await expectErrorInSight(page, 'each is in the place of the other');
        await expectAccessible();
        await page.getByRole('button', { name: 'Swap', exact: true }).click();
        await expect(slot(page, 'Certificate File')).toContainText('tenant.pem');
        await expect(slot(page, 'Key File')).toContainText('tenant.key');
        // The pressed button is gone, so the verdict has the focus.
        await expect(verdict(page)).toBeFocused();
        await expect(save(page)).toBeEnabled();

        await page.reload();
        await page.getByLabel('Certificate File', { exact: true }).setInputFiles(pem('tenant.key'));
        await page.getByRole('button', { name: 'Move to Key File', exact: true }).click();
        await expect(slot(page, 'Key File')).toContainText('tenant.key');
        await page.getByLabel('Certificate File', { exact: true }).setInputFiles(pem('tenant.pem'));
        await expect(save(page)).toBeEnabled();
      },
    );
  });
}

test('a duplicate is found among more certificates than a page has', async ({ page }) => {
  test.slow();
  const twin = makePair({ commonName: 'Twin', serialNumber: 0x0an });
  await storePair(page, twin);
  // Each of these has the words of the twin, and is newer.
  for (let each = 0; each <= FIRST_ROWS; each++) {
    await storePair(page, makePair({ commonName: 'Twin', serialNumber: BigInt(0x0a00 + each) }));
  }
  await page.goto(upload);
  await page
    .getByLabel('Certificate File', { exact: true })
    .setInputFiles(file('twin.pem', twin.certificate));
  await expectErrorInSight(page, 'with the same issuer and serial number is already in the keystore');
  await expect(verdict(page).getByRole('link', { name: /^Twin \(until .*, 0A\)$/ })).toBeVisible();
});

test(
  'the four documented fields fill in, and are in sight with both files and the verdict',
  { tag: '@firefox' },
  async ({ page }) => {
    await page.goto(upload);
    await expect(page.getByLabel('Subject Name', { exact: true })).toHaveText('');
    await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
    await expect(page.getByLabel('Subject Name', { exact: true })).toHaveText('Genesys Recording');
    for (const name of ['Subject Name', 'Serial Number', 'Subject DN', 'Issuer DN']) {
      await expectInSight(page.getByLabel(name, { exact: true }));
    }
    await expectInSight(slot(page, 'Certificate File'));
    await expectInSight(slot(page, 'Key File'));
    await expectInSight(page.getByText('The private key fits the certificate'));
    await expect(page.getByText('SHA-256 fingerprint')).toBeHidden();
    await page.getByText('More about the certificate').click();
    await expect(page.getByText('SHA-256 fingerprint')).toBeVisible();
  },
);

test('on a screen as low as a zoomed one, everything can be reached', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await page.goto(upload);
  await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
  await expect(save(page)).toBeEnabled();
  await save(page).scrollIntoViewIfNeeded();
  await expectInSight(save(page));
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBeLessThanOrEqual(0);
});

async function pairOf(certificate: string, key: string) {
  const [one, other] = await Promise.all([readFile(pem(certificate), 'utf8'), readFile(pem(key), 'utf8')]);
  return { certificate: one, privateKey: other };
}

test.describe('files in other forms open in the panel, and the tenant gets PEM', () => {
  const password = 'Grüße, 世界';

  for (const [platform, account, path] of [
    ['AWS', 'administrator', upload],
    ['Azure', 'azure-administrator', uploadKey],
  ] as const) {
    test(`a PKCS#12 fills both places with its password, on ${platform}`, async ({
      page,
      signIn,
      expectAccessible,
    }) => {
      await signIn(account, path);
      await page.getByLabel('Certificate File', { exact: true }).setInputFiles(pem('tenant.p12'));
      await expect(slot(page, 'Key File')).toContainText('tenant.p12');
      const field = page.getByLabel('Private Key Password', { exact: true });
      await expect(field).toHaveAccessibleDescription(/tenant.p12 is encrypted. Enter its password/);
      await field.fill('wrong');
      await expect(field).toHaveAccessibleDescription(/The password does not open tenant.p12/);
      await expect(save(page)).toBeDisabled();
      await expectAccessible();
      await field.fill(password);
      await expect(page.getByLabel('Subject Name', { exact: true })).toHaveText('Genesys Recording');
      await expect(page.getByText('The private key fits the certificate')).toBeVisible();
      await expect(field).toHaveAccessibleDescription('The password opens the file.');
      const body = await savedBody(page);
      expect(body['certificate']?.trim()).toBe((await readFile(pem('tenant.pem'), 'utf8')).trim());
      expect(body['privateKey']).toMatch(/^-----BEGIN PRIVATE KEY-----/);
      expect(body).not.toHaveProperty('privateKeyPassword');
    });
  }

  test('DER, and a Java keystore', async ({ page }) => {
    await page.goto(upload);
    await chooseFiles(page, pem('tenant.der'), pem('tenant.key.der'));
    await expect(slot(page, 'Certificate File')).toContainText('Opened in your browser');
    await expect(page.getByText('The private key fits the certificate')).toBeVisible();
    await page.getByLabel('Key File', { exact: true }).setInputFiles(pem('keystore.jks'));
    const field = page.getByLabel('Private Key Password', { exact: true });
    await expect(field).toHaveAccessibleDescription(/keystore.jks is encrypted/);
    await field.fill('changeit');
    await expect(page.getByText('The private key fits the certificate')).toBeVisible();
    const body = await savedBody(page);
    expect(body['certificate']?.trim()).toBe((await readFile(pem('tenant.pem'), 'utf8')).trim());
  });

  for (const key of ['proc-type-des3.key', 'pbes1-3des.key', 'pbes2-aes256-scrypt.key']) {
    test(`the old encrypted key ${key}`, async ({ page, signIn }) => {
      await signIn('azure-administrator', uploadKey);
      await chooseFiles(page, pem('tenant.pem'), pem(key));
      const field = page.getByLabel('Private Key Password', { exact: true });
      await expect(field).toHaveAccessibleDescription(/is encrypted. Enter its password/);
      await expectInSight(field);
      await field.fill('wrong');
      await expect(field).toHaveAccessibleDescription(/The password does not open/);
      await field.fill(password);
      await expect(page.getByText('The private key fits the certificate')).toBeVisible();
      expect((await savedBody(page))['privateKey']).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    });
  }
});

/** The body of the request that *Save* sends. */
async function savedBody(page: Page) {
  const sent = page.waitForRequest(
    (request) => request.method() === 'POST' && /\/api\/(certificates|keys)$/.test(request.url()),
  );
  await save(page).click();
  await expect(page).toHaveURL(/uploaded=/);
  return (await sent).postDataJSON() as Record<string, string>;
}
