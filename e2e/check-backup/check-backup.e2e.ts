import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { zipSync } from 'fflate';
import { zipSayingItHas } from '../../src/testing/zip.ts';
import { openTool, saved } from '../acts.ts';
import { assign, deletePair, testCall } from '../calls.ts';
import { expect, file, pem, storePair, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const { password } = JSON.parse(readFileSync(pem('facts.json'), 'utf8')) as { password: string };
const fixture = (name: string) => new Uint8Array(readFileSync(pem(name)));
const chooser = (page: Page) => page.getByLabel('Backup to check', { exact: true });
const answer = (page: Page) => page.getByRole('status', { name: 'Answer' });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const open = async (page: Page, word: string) => {
  await page.getByLabel(/^Password of/).fill(word);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
};

/** Stores pairs of the fixtures in the keystore, with the administrator's session. */
async function stored(page: Page, ...names: string[]) {
  const ids: string[] = [];
  for (const name of names) {
    const certificate = readFileSync(pem(`${name}.pem`), 'utf8');
    const privateKey = readFileSync(pem(`${name}.key`), 'utf8');
    ids.push((await storePair(page, { certificate, privateKey })).id);
  }
  return ids;
}

test('signed in: each certificate of the keystore has an answer, a recording’s session key is opened, and nothing is sent', async ({
  page,
  professional,
  expectAccessible,
}) => {
  const [tenant = ''] = await stored(page, 'tenant', 'rsa3072', 'rsa4096');
  await assign(professional, 'record_us_west', [tenant]);
  await testCall(page, { geoLocation: 'us-west' });
  await page.goto('/key-tools/check-backup');
  await expect(page.getByText('Checked against the keystore of Environment: 3 certificates')).toBeVisible();
  await expect(page.getByText('No backup has been dropped yet')).toBeVisible();
  await expectAccessible();

  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(request.url());
  });
  const zip = zipSync({
    'keys/tenant.key': fixture('tenant.key'),
    'java/keystore.jks': fixture('keystore.jks'),
    'rsa4096.pem': fixture('rsa4096.pem'),
    'locked.key': fixture('pbes2-aes256-sha256.key'),
    'readme.txt': new TextEncoder().encode('Hello'),
  });
  await chooser(page).setInputFiles([
    file('backup.zip', zip),
    file('cut.jks', fixture('keystore.jks').subarray(0, 3000)),
  ]);
  await expect(answer(page)).toContainText(
    '1 of 3 keys has a copy here that opens; 2 may be in files that are still locked.',
  );
  await expect(row(page, 'Genesys Recording')).toContainText('backup.zip/keys/tenant.key');
  await expect(page.getByRole('region', { name: 'Cannot be used' })).toContainText(
    'cut.jks is a Java keystore (JKS) that is cut off',
  );
  await expectAccessible();
  await open(page, 'wrong');
  await expect(page.getByText('This password opens none of them.')).toBeVisible();
  const locked = page.getByRole('list', { name: 'Locked files' }).getByRole('listitem');
  await expect(locked).toHaveCount(2);
  await expect(locked.filter({ hasText: 'locked.key' })).toContainText('This password does not open it.');
  await open(page, 'changeit');
  await expect(page.getByText('This password opened one file. 2 are still locked.')).toBeVisible();
  await open(page, 'another');
  await expect(page.getByText('This password opened one file. One is still locked.')).toBeVisible();
  await open(page, password);
  // The password field is gone, so the answer has the focus.
  await expect(answer(page)).toBeFocused();
  await expect(answer(page)).toHaveText(
    '1 of 3 keys has a copy here that opens; “RSA 3072” has none; “RSA 4096” has none.',
  );
  await expect(row(page, 'RSA 4096')).toContainText('Only the certificate');
  await expect(row(page, 'Genesys Recording')).toContainText('It unwrapped the session key of a recording.');
  await expect(page.getByRole('region', { name: 'Other private keys' })).toContainText(
    'backup.zip/java/keystore.jks, Java keystore, “other”: RSA, 2048 bits',
  );
  expect(sent).toEqual([]);
  // The list is that of every screen: it is searched and sorted, and what needs somebody comes first.
  const names = page.getByRole('region', { name: 'Backup check', exact: true }).getByRole('row');
  await expect(names).toContainText(['Certificate', 'RSA 3072', 'RSA 4096', 'Genesys Recording']);
  await page.getByRole('button', { name: 'Certificate', exact: true }).click();
  await expect(names).toContainText(['Certificate', 'Genesys Recording', 'RSA 3072', 'RSA 4096']);
  await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('unwrapped');
  await expect(names).toContainText(['Certificate', 'Genesys Recording']);
  await expect(names).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('');
  await expect(names).toHaveCount(4);
  await page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  const csv = await saved(page.getByRole('button', { name: 'Export CSV', exact: true }));
  expect(csv.name).toMatch(/^backup-check-\d{4}-\d\d-\d\d\.csv$/);
  const lines = csv.bytes.toString().split('\r\n');
  expect(lines[0]).toBe(
    '\uFEFFSubject Name,Serial Number,Valid until (UTC),Certificate from,Copy of the private key,Where,Proof,Recordings that need it,Checked at (UTC)',
  );
  expect(lines.find((line) => line.startsWith('Genesys Recording,'))).toContain(',keystore,Opens,');
  expect(lines.find((line) => line.startsWith('RSA 3072,'))).toContain(',keystore,Only the certificate,');
});

test('where a copy lies is read whole by a press, however long its path is', async ({
  page,
  expectAccessible,
}) => {
  await stored(page, 'tenant');
  await page.goto('/key-tools/check-backup');
  const path = `${'keys of the contact centre/'.repeat(10)}tenant.key`;
  await chooser(page).setInputFiles(file('backup.zip', zipSync({ [path]: fixture('tenant.key') })));
  const cut = row(page, 'Genesys Recording').getByRole('button', { name: `backup.zip/${path}`, exact: true });
  const whole = page.getByRole('dialog', { name: 'Where', exact: true });
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    // The list is drawn anew for the smaller width.
    await expect(page.getByRole('columnheader', { name: 'Where' })).toHaveCount(width > 720 ? 1 : 0);
    await cut.focus();
    await page.keyboard.press('Enter');
    await expect(whole).toHaveText(`backup.zip/${path}`);
    const isWhole = await whole.evaluate(
      ({ scrollHeight, clientHeight, scrollWidth, clientWidth }) =>
        scrollHeight <= clientHeight && scrollWidth <= clientWidth,
    );
    expect(isWhole, String(width)).toBe(true);
    await expectAccessible();
    await page.keyboard.press('Escape');
    await expect(whole).toBeHidden();
    await expect(cut).toBeFocused();
  }
});

test('what was proven is recorded, with where the copies are, and no key is sent', async ({
  page,
  expectAccessible,
}) => {
  const [tenant] = await stored(page, 'tenant', 'rsa3072');
  await page.goto('/key-tools/check-backup');
  await chooser(page).setInputFiles([pem('tenant.key'), pem('rsa3072.key')]);
  const form = page.getByRole('region', { name: 'Record this check' });
  await form.getByRole('checkbox', { name: 'RSA 3072' }).uncheck();
  const where = form.getByLabel('Where the copies are kept');
  await where.fill(readFileSync(pem('tenant.key'), 'utf8').slice(0, 200));
  await expect(form).toContainText('contains a private key');
  const record = form.getByRole('button', { name: 'Record this check', exact: true });
  await expect(record).toBeDisabled();
  await where.fill('safe, building 2');
  await expectAccessible();
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await record.click();
  expect((await sent).postDataJSON()).toEqual({ certificateIds: [tenant], location: 'safe, building 2' });
  await expect(form.getByRole('status', { name: 'Recorded' })).toHaveText('Recorded for one certificate.');
  await page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  // The location of the last check is filled in.
  await page.reload();
  await chooser(page).setInputFiles([pem('tenant.key')]);
  await expect(where).toHaveValue('safe, building 2');
});

test(
  'after a disaster the record says what to look for, without signing in',
  { tag: '@firefox' },
  async ({ page }) => {
    await stored(page, 'tenant', 'rsa3072');
    const record = await (await page.request.get('/api/record')).text();
    await page.request.delete('/api/session');
    await page.goto('/key-tools/check-backup');
    const zip = zipSync({
      'record.json': new TextEncoder().encode(record),
      'tenant.key': fixture('tenant.key'),
      'rsa4096.pem': fixture('rsa4096.pem'),
    });
    await chooser(page).setInputFiles([file('backup.zip', zip), file('cut.json', record.slice(0, 2000))]);
    await expect(
      page.getByText(/checked against the record of Environment of .* \(2 certificates\)/),
    ).toBeVisible();
    await expect(answer(page)).toHaveText('1 of 2 keys has a copy here that opens; “RSA 3072” has none.');
    await expect(row(page, 'RSA 3072')).toContainText('Missing');
    await expect(page.getByText('cut.json is a record that was cut off or changed')).toBeVisible();
  },
);

test('a Genesys Professional checks, and records nothing', async ({ page, otherPage, signIn }) => {
  await stored(page, 'tenant');
  await signIn('professional', '/key-tools/check-backup', otherPage);
  await chooser(otherPage).setInputFiles([pem('tenant.key')]);
  await expect(answer(otherPage)).toHaveText('The key has a copy here that opens.');
  await expect(otherPage.getByRole('region', { name: 'Record this check' })).toBeHidden();
});

test(
  'a key without a copy says what depends on it; a recently deleted pair counts, too',
  { tag: '@firefox' },
  async ({ page, professional }) => {
    const [tenant = '', other = ''] = await stored(page, 'tenant', 'rsa3072');
    await assign(professional, 'record_us_west', [tenant]);
    for (let i = 0; i < 3; i++) await testCall(page, { geoLocation: 'us-west' });
    await deletePair(page, other);
    await page.goto('/key-tools/check-backup');
    await expect(
      page.getByText(
        'Checked against the keystore of Environment: 1 certificate, expired ones too, and 1 recently deleted.',
      ),
    ).toBeVisible();
    await chooser(page).setInputFiles(pem('rsa3072.key'));
    await expect(answer(page)).toHaveText(
      '1 of 2 keys has a copy here that opens; “Genesys Recording” has none: 3 recordings depend on it.',
    );
    await expect(row(page, 'RSA 3072')).toContainText('recently deleted');
    await page.getByRole('link', { name: 'Genesys Recording', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Genesys Recording', exact: true })).toBeVisible();
  },
);

test.describe('signed out', () => {
  test.use({ as: undefined });

  test(
    'signed out and without a connection: the dropped certificates are what is looked for, by the keyboard alone',
    { tag: '@firefox' },
    async ({ page, context }) => {
      await openTool(page, 'check-backup');
      await expect(page.getByRole('link', { name: 'Sign in', exact: true }).last()).toBeVisible();
      await context.setOffline(true);
      await page.getByRole('button', { name: 'Choose Files', exact: true }).focus();
      const choosing = page.waitForEvent('filechooser');
      await page.keyboard.press('Enter');
      await (await choosing).setFiles([pem('tenant.p12'), pem('rsa3072.pem'), pem('rsa3072.key')]);
      await expect(answer(page)).toHaveText('The key has a copy here that opens.');
      await page.getByLabel('Password of the locked file', { exact: true }).focus();
      await page.keyboard.type('wrong');
      await page.keyboard.press('Enter');
      await expect(page.getByText('This password does not open it.').first()).toBeVisible();
      await expect(page.getByLabel('Password of the locked file', { exact: true })).toBeFocused();
      await page.keyboard.type(password);
      await page.keyboard.press('Enter');
      await expect(answer(page)).toHaveText('All 2 keys have a copy here that opens.');
      await expect(answer(page)).toBeFocused();
      await page.getByRole('button', { name: 'Clear', exact: true }).press('Enter');
      await expect(page.getByText('No backup has been dropped yet')).toBeVisible();
      await expect(answer(page)).toBeHidden();
    },
  );

  test('zip bombs are refused by name, a large pile shows how far it is, and Cancel keeps what was read', async ({
    page,
  }) => {
    await openTool(page, 'check-backup');
    const many = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`${i}.key`, new Uint8Array(0)]),
    );
    await chooser(page).setInputFiles([
      file('many.zip', zipSync(many)),
      file('too-many.zip', zipSayingItHas(600_000)),
      file('tenant.key', fixture('tenant.key')),
    ]);
    const unusable = page.getByRole('region', { name: 'Cannot be used' });
    await expect(unusable).toContainText('too-many.zip is an archive that contains too much (600,000 files)');
    await expect(unusable).toContainText('many.zip/0.key is empty.');
    await expect(unusable).toContainText('And 9,980 more for the same reason.');
    await expect(page.getByText('10,001 files were read.')).toBeVisible();
    await expect(page.getByText('No certificate is among these files')).toBeVisible();
    const bundle = readFileSync(pem('tenant.pem'), 'utf8').repeat(150);
    await chooser(page).setInputFiles(Array.from({ length: 40 }, (_, i) => file(`bundle-${i}.pem`, bundle)));
    await expect(page.getByRole('progressbar', { name: 'Files read' })).toBeVisible();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(page.getByText(/^Cancelled: \d+ files were not read\.$/)).toBeVisible();
    await expect(page.locator(':focus')).toHaveCount(1);
    await expect(answer(page)).toHaveText('The key has a copy here that opens.');
  });
});
