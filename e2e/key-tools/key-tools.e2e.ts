import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { fillSubject, saved, savedDuring } from '../acts.ts';
import { expect, pem, test } from '../fixtures.ts';
import { expectInSight } from '../in-sight.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const openssl = (...args: string[]) => {
  const { stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  return stdout + stderr;
};

const facts = JSON.parse(readFileSync(pem('facts.json'), 'utf8')) as { password: string };

async function openTool(page: Page, name: 'Generate' | 'Inspect' | 'Convert') {
  await page.getByRole('button', { name: 'Key Tools', exact: true }).click();
  await page.getByRole('menuitem', { name }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

async function generate(page: Page) {
  await fillSubject(page, 'us');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText('The key pair is made and proven')).toBeVisible();
}

async function download(page: Page, name: string): Promise<string> {
  const file = await saved(page.getByRole('button', { name: `Download ${name}`, exact: true }));
  expect(file.name).toBe(name);
  return file.path;
}

/** All requests of the page from now on. */
function requestsOf(page: Page): string[] {
  const requests: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('blob:')) requests.push(request.url());
  });
  return requests;
}

/** The tool shows this when everything that it may need has been loaded. */
const loaded = 'Loaded completely: works without a connection, too.';
const nothingSaved = 'No copy of the private key has been saved yet.';

test('the tools are reached without signing in', { tag: '@firefox' }, async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Key Tools', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Generate', level: 1, exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
  await openTool(page, 'Inspect');
  await openTool(page, 'Convert');
  await page.goto('/key-tools');
  await expect(page).toHaveURL('/key-tools/generate');
});

test('a key pair is generated, proven and saved in every form, and no request leaves the page', async ({
  page,
}) => {
  await page.goto('/key-tools/generate');
  await expect(page.getByText(loaded)).toBeVisible();
  const requests = requestsOf(page);
  await page.getByLabel('Organization Unit (OU)').fill('Müller & Söhne');
  await generate(page);
  await expect(page.getByText(nothingSaved)).toBeVisible();

  await page.getByRole('button', { name: 'Generate passphrase', exact: true }).click();
  const passphrase = await page.getByLabel('Passphrase', { exact: true }).inputValue();
  const certificate = await download(page, 'tenant.pem');
  await expect(page.getByText(nothingSaved)).toBeVisible();
  const pkcs1 = await download(page, 'tenant.key');
  await expect(page.getByText(nothingSaved)).toBeHidden();
  const pkcs8 = await download(page, 'private.pem');
  const encrypted = await download(page, 'tenant-encrypted.pem');
  const pkcs12 = await download(page, 'tenant.p12');
  expect(requests).toEqual([]);

  expect(readFileSync(certificate, 'utf8')).toContain('-----BEGIN CERTIFICATE-----');
  expect(readFileSync(pkcs1, 'utf8')).toContain('-----BEGIN RSA PRIVATE KEY-----');
  expect(readFileSync(pkcs8, 'utf8')).toContain('-----BEGIN PRIVATE KEY-----');
  expect(readFileSync(encrypted, 'utf8')).toContain('-----BEGIN ENCRYPTED PRIVATE KEY-----');
  if (!hasOpenssl) return;
  const subject = openssl('x509', '-in', certificate, '-noout', '-subject', '-nameopt', 'RFC2253');
  expect(subject.trim()).toBe(
    String.raw`subject=OU=M\C3\BCller & S\C3\B6hne,O=Genesys,ST=California,C=US,CN=Genesys Recording`,
  );
  const modulus = openssl('x509', '-in', certificate, '-noout', '-modulus');
  expect(openssl('rsa', '-in', pkcs1, '-noout', '-modulus')).toBe(modulus);
  expect(openssl('rsa', '-in', pkcs8, '-noout', '-modulus')).toBe(modulus);
  expect(openssl('rsa', '-in', encrypted, '-noout', '-modulus', '-passin', `pass:${passphrase}`)).toBe(
    modulus,
  );
  expect(openssl('pkcs12', '-in', pkcs12, '-info', '-noout', '-passin', `pass:${passphrase}`)).toContain(
    'MAC: sha256, Iteration 300000',
  );
});

test(
  'a form that is not right says so, and says what the dates mean',
  { tag: '@firefox' },
  async ({ page }) => {
    await page.goto('/key-tools/generate');
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await expect(page.getByText('Common Name (CN) is needed.')).toBeVisible();
    await expect(page.getByLabel('Common Name (CN)')).toBeFocused();
    await page.getByLabel('Country (C)').fill('1');
    await expect(page.getByText('Exactly two letters, such as US or DE.')).toBeVisible();
    await page.getByLabel('Validity in days').fill('30');
    await expect(page.getByText('30 days', { exact: false }).first()).toBeVisible();
    await expect(page.getByText('Fewer than 90 days')).toBeVisible();
    await page.getByLabel('Validity in days').fill('7300');
    await expect(page.getByText('about 20 years')).toBeVisible();
    await expect(page.getByText('More than 10 years')).toBeVisible();
  },
);

for (const width of [1280, 390]) {
  test(`at ${width} px nothing moves when the tool has loaded`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    const held = Promise.withResolvers<void>();
    await page.route('**/key-tools.worker-*', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.goto('/key-tools/inspect');
    await expect(page.getByText('Loading…', { exact: true })).toBeVisible();
    const link = page.getByRole('link', { name: 'Get a copy to keep', exact: true });
    const files = page.getByRole('button', { name: 'Choose Files', exact: true });
    const before = [await link.boundingBox(), await files.boundingBox()];
    held.resolve();
    await expect(page.getByText('Loaded completely')).toBeVisible();
    expect([await link.boundingBox(), await files.boundingBox()]).toEqual(before);
  });
}

test(
  'generating can be cancelled, and what was typed is still there',
  { tag: '@firefox' },
  async ({ page }) => {
    // The worker never comes, so the key is not made before *Cancel* is pressed.
    await page.route('**/key-tools.worker-*', () => undefined);
    await page.goto('/key-tools/generate');
    await fillSubject(page, 'us');
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(page.getByLabel('Common Name (CN)')).toHaveValue('Genesys Recording');
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await expect(page.getByText('The key pair is made and proven')).toBeVisible();
  },
);

test('everything works with the keyboard alone', async ({ page }) => {
  await page.goto('/key-tools/generate?CN=Genesys+Recording&C=US&ST=California&O=Genesys');
  await page.getByLabel('Common Name (CN)').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The key pair is made and proven')).toBeVisible();
  await expect(
    page.getByRole('alert').or(page.getByRole('status')).filter({ hasText: 'proven' }),
  ).toBeFocused();
  // The address fills in the form, as *Renew* does, so the file names contain day and minute.
  await page.getByRole('button', { name: /^Download tenant-[\d-]+\.key$/ }).focus();
  const { name } = await savedDuring(page, () => page.keyboard.press('Enter'));
  expect(name).toMatch(/^tenant-[\d-]+\.key$/);
});

test('leaving without a copy of the private key asks first', async ({ page }) => {
  await page.goto('/key-tools/generate');
  await generate(page);
  await page.getByRole('button', { name: 'Key Tools', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Inspect\b/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Leave without a copy of the private key?' });
  await expect(dialog).toContainText('nothing can give it back later');
  await dialog.getByRole('button', { name: 'Stay and save it', exact: true }).click();
  await download(page, 'private.pem');
  await openTool(page, 'Inspect');
});

test('a generated pair goes straight into the Upload panel and is stored', async ({ page, signIn }) => {
  await signIn('administrator', '/key-tools/generate');
  await generate(page);
  // Three steps in order: the upload waits for a copy of the private key, and says so.
  await expect(page.getByRole('heading', { level: 2, name: /^\d\. / })).toHaveText([
    '1. Save the private key',
    '2. Save the certificate',
    '3. Upload to tenant',
  ]);
  const upload = page.getByRole('button', { name: 'Upload to tenant', exact: true });
  await download(page, 'tenant.pem');
  await expect(upload).toBeDisabled();
  await expect(upload).toHaveAccessibleDescription(/^Waits for step 1:/);
  await download(page, 'private.pem');
  await upload.click();
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await expect(panel.getByLabel('Subject Name')).toHaveText('Genesys Recording');
  await expect(panel.getByText('The private key fits the certificate')).toBeVisible();
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
  // The pair is handed over only once: the next panel is empty.
  await page.goto('/administration/certificates/upload');
  await expect(
    page.getByRole('dialog', { name: 'Upload Certificate' }).getByLabel('Subject Name'),
  ).toHaveText('');
});

test('on Azure the pair goes into Keys Management', async ({ page, signIn }) => {
  await signIn('azure-administrator', '/key-tools/generate');
  await generate(page);
  await download(page, 'private.pem');
  await page.getByRole('button', { name: 'Upload to tenant', exact: true }).click();
  await expect(page).toHaveURL(/keys-management\/keys\/upload/);
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await expect(panel.getByText('The private key fits the certificate')).toBeVisible();
});

test('a certificate is renewed with its subject and a new key', async ({ page, signIn }) => {
  await signIn('administrator', '/administration/certificates/upload');
  await page.getByLabel('Certificate File', { exact: true }).setInputFiles(pem('tenant.pem'));
  await page.getByLabel('Key File', { exact: true }).setInputFiles(pem('tenant.key'));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Upload Certificate', exact: true })).toBeHidden();
  await page.getByRole('link', { name: 'Genesys Recording', exact: true }).click();
  await page.getByRole('link', { name: 'Renew', exact: true }).click();
  await page.getByRole('link', { name: 'Generate the key pair', exact: true }).click();
  await expect(page.getByText('The old certificate must stay in the keystore')).toBeVisible();
  await expect(page.getByLabel('Common Name (CN)')).toHaveValue('Genesys Recording');
  await expect(page.getByLabel('State or Province (ST)')).toHaveValue('California');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText('must stay in the keystore: recordings')).toBeVisible();
});

test('Inspect shows everything in any number of files, and pairs what belongs together', async ({ page }) => {
  await page.goto('/key-tools/inspect');
  await expect(page.getByText(loaded)).toBeVisible();
  const requests = requestsOf(page);
  const files = [
    'tenant.pem',
    'tenant.key',
    'tenant.csr',
    'tenant.p7b',
    'tenant.p12',
    'tenant.pub',
    'proc-type-des3.key',
    'facts.json',
  ];
  await page.getByLabel('Files to inspect', { exact: true }).setInputFiles(files.map(pem));
  await expect(page.getByText('1 pair of key and certificate')).toBeVisible();
  const cards = page.getByRole('list', { name: 'Found' }).getByRole('listitem');
  const card = (file: string) => cards.filter({ has: page.getByText(file, { exact: true }) });
  await expect(card('tenant.pem')).toContainText('Pair 1');
  await expect(card('tenant.key')).toContainText('Not encrypted: anyone with this file has the key');
  await expect(card('tenant.key')).not.toContainText('BEGIN');
  await expect(card('facts.json')).toContainText('Unknown');
  await card('tenant.pem').getByText('All fields and extensions').click();
  await expect(card('tenant.pem')).toContainText('O=Genesys,ST=California,C=US,CN=Genesys Recording');
  await expect(card('tenant.pem')).toContainText('Basic Constraints (critical)');
  await card('tenant.pem').getByText('ASN.1').click();
  await expect(card('tenant.pem')).toContainText('sha256WithRSAEncryption (1.2.840.113549.1.1.11)');

  const container = card('tenant.p12');
  await container.getByLabel('Password of tenant.p12').fill('wrong');
  await container.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(container).toContainText('The password does not open tenant.p12.');
  await container.getByLabel('Password of tenant.p12').fill(facts.password);
  await container.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(card('tenant.p12')).toContainText('1 private key and 1 certificate');
  expect(requests).toEqual([]);
});

test('a pasted session-key envelope names its recipients', async ({ page }) => {
  await page.goto('/key-tools/inspect');
  await page.getByRole('button', { name: 'Paste text', exact: true }).click();
  // Captured from the platform: encrypted for the certificate of gir_qa with serial number 10.
  const envelope = readFileSync(
    join(import.meta.dirname, '../../src/tenant/fixtures/recorded.p7.pem'),
    'utf8',
  );
  await page.getByLabel('PEM text').fill(`{"pkcs7": ${JSON.stringify(envelope)}}`);
  await page.getByRole('button', { name: 'Read this text', exact: true }).click();
  const card = page.getByRole('list', { name: 'Found' }).getByRole('listitem').first();
  await expect(card).toContainText('Session-key envelope');
  await expect(card).toContainText('CN=gir_qa,O=Genesys,L=Daly City,ST=CA,C=US');
  await expect(card).toContainText('0A (decimal 10)');
  await expect(card).toContainText('AES-256-CBC');
});

test('a thousand files are inspected, searched and filtered', async ({ page }) => {
  await page.goto('/key-tools/inspect');
  const certificate = readFileSync(pem('tenant.pem'));
  const files = Array.from({ length: 1000 }, (_, i) => ({
    name: `file-${i}.pem`,
    mimeType: 'text/plain',
    buffer: certificate,
  }));
  const input = page.getByLabel('Files to inspect', { exact: true });
  await input.setInputFiles(files);
  // A file that is added while the thousand are being read waits for its turn.
  await input.setInputFiles(pem('tenant.key'));
  await expect(page.getByText('1,001 things in 1,001 files, 1 pair of key and certificate.')).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText('50 of 1,001 shown')).toBeVisible();
  await page.getByLabel('Search').fill('file-999');
  await expect(page.getByRole('list', { name: 'Found' }).getByRole('listitem')).toHaveCount(1);
});

test('Convert makes PKCS#8 of PKCS#1, opens old forms, and takes a container apart', async ({ page }) => {
  await page.goto('/key-tools/convert');
  await expect(page.getByText(loaded)).toBeVisible();
  const requests = requestsOf(page);
  const choose = page.getByLabel('Files to convert', { exact: true });
  const same = (file: string) => {
    if (hasOpenssl)
      expect(openssl('rsa', '-in', file, '-noout', '-modulus')).toBe(
        openssl('rsa', '-in', pem('tenant.key'), '-noout', '-modulus'),
      );
  };

  await choose.setInputFiles(pem('tenant.pkcs1.key'));
  await expect(page.getByRole('region', { name: 'OpenSSL command for this conversion' })).toHaveText(
    'openssl pkcs8 -topk8 -inform pem -in tenant.pkcs1.key -outform pem -nocrypt -out private.pem',
  );
  const pkcs8 = await download(page, 'private.pem');
  expect(readFileSync(pkcs8, 'utf8')).toContain('-----BEGIN PRIVATE KEY-----');
  same(pkcs8);

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await choose.setInputFiles(pem('proc-type-des3.key'));
  await page.getByLabel('Password of proc-type-des3.key').fill(facts.password);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByText('was encrypted (Proc-Type, DES-EDE3-CBC)')).toBeVisible();
  await page.getByRole('radio', { name: /^PKCS#1,/ }).check();
  same(await download(page, 'tenant.key'));

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await choose.setInputFiles(pem('tenant.p12'));
  await page.getByLabel('Password of tenant.p12').fill(facts.password);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByLabel('PKCS#12').check();
  await page.getByLabel('Passphrase', { exact: true }).fill('a new passphrase for it');
  await page.getByLabel('Repeat passphrase').fill('a new passphrase for it');
  // The new file does not have the name of the opened one.
  const pkcs12 = await download(page, 'new-tenant.p12');
  if (hasOpenssl)
    expect(
      openssl('pkcs12', '-in', pkcs12, '-info', '-noout', '-passin', 'pass:a new passphrase for it'),
    ).toContain('Iteration 300000');
  await page.getByLabel('Certificate alone').check();
  await page.getByLabel('DER (binary)').check();
  expect(readFileSync(await download(page, 'tenant.der'))).toEqual(readFileSync(pem('tenant.der')));
  expect(requests).toEqual([]);
});

test('what no browser opens is refused by name', async ({ page }) => {
  await page.goto('/key-tools/convert');
  await page.getByLabel('Files to convert', { exact: true }).setInputFiles(pem('pbes1-rc4.key'));
  await page.getByLabel('Password of pbes1-rc4.key').fill(facts.password);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(
    page.getByText('pbes1-rc4.key is encrypted with PBE-SHA1-RC4-128, which this console does not open.'),
  ).toBeVisible();
});

test('a key that is in the wanted form already is said to be so', async ({ page }) => {
  await page.goto('/key-tools/convert');
  await page.getByLabel('Files to convert', { exact: true }).setInputFiles(pem('tenant.key'));
  await expect(page.getByText('This key is PKCS#8 already')).toBeVisible();
  await page.getByLabel('PKCS#12').check();
  await expect(
    page.getByRole('status').filter({ hasText: 'Add the certificate that belongs to the key.' }),
  ).toBeVisible();
});

test('with the network cut after load, all three tools work', async ({ page, context, tenant }) => {
  await page.goto('/key-tools/convert');
  await expect(page.getByText(loaded)).toBeVisible();
  await context.setOffline(true);
  await tenant.kill('SIGKILL');
  await page.getByLabel('Files to convert', { exact: true }).setInputFiles(pem('pbes2-aes256-scrypt.key'));
  await page.getByLabel('Password of pbes2-aes256-scrypt.key').fill(facts.password);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await download(page, 'private.pem');
  await openTool(page, 'Inspect');
  await page
    .getByLabel('Files to inspect', { exact: true })
    .setInputFiles([pem('tenant.pem'), pem('tenant.key')]);
  await expect(page.getByText('1 pair of key and certificate')).toBeVisible();
  await openTool(page, 'Generate');
  await generate(page);
  await page.getByRole('button', { name: 'Generate passphrase', exact: true }).click();
  await download(page, 'tenant.p12');
});

test('after leaving a tool no key material is reachable from the page', async ({ page, context }) => {
  await page.goto('/key-tools/generate');
  await generate(page);
  const key = readFileSync(await download(page, 'private.pem'), 'utf8');
  await page.getByLabel('Passphrase', { exact: true }).fill('a passphrase to be looked for');
  expect(page.workers()).toHaveLength(1);
  await page.getByRole('link', { name: /^Recording Certificate/ }).click();
  await expect(page.getByLabel('User name')).toBeVisible();
  await expect.poll(() => page.workers().length).toBe(0);

  const stored = await page.evaluate(async () => ({
    storage: [
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      JSON.stringify(history.state),
    ].join('\n'),
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
  }));
  expect(stored.storage).not.toMatch(/PRIVATE|passphrase/);
  expect(stored).toMatchObject({ databases: 0, caches: 0 });

  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const heap: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => heap.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  const snapshot = heap.join('');
  expect(snapshot.length).toBeGreaterThan(1_000_000);
  expect(snapshot.includes(key.split('\n')[3] ?? key)).toBe(false);

  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Generate', level: 1, exact: true })).toBeVisible();
  await expect(page.getByLabel('Common Name (CN)')).toHaveValue('');
});

test('axe finds nothing, and nothing is wider than a phone', async ({ page, expectAccessible }) => {
  const expectNarrow = async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.setViewportSize({ width: 1280, height: 800 });
  };
  await page.goto('/key-tools/generate');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText('Common Name (CN) is needed.')).toBeVisible();
  await expectAccessible();
  await expectNarrow();
  await generate(page);
  await page.getByLabel('Passphrase', { exact: true }).fill('not repeated yet');
  await expectAccessible();
  await expectNarrow();
  await download(page, 'tenant.key');

  await openTool(page, 'Inspect');
  await page
    .getByLabel('Files to inspect', { exact: true })
    .setInputFiles(['tenant.pem', 'tenant.key', 'tenant.p12', 'tenant.csr', 'facts.json'].map(pem));
  await expect(page.getByText('1 pair of key and certificate')).toBeVisible();
  await page.getByText('All fields and extensions').click();
  for (const fold of await page.getByText('ASN.1').all()) await fold.click();
  await expectAccessible();
  await expectNarrow();

  await openTool(page, 'Convert');
  await page
    .getByLabel('Files to convert', { exact: true })
    .setInputFiles([pem('tenant.pem'), pem('tenant.key'), pem('proc-type-des3.key')]);
  await page.getByLabel('PKCS#8, encrypted').check();
  await expectAccessible();
  await expectNarrow();
});

test('the private key is saved without scrolling, on a laptop as well', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/key-tools/generate');
  await generate(page);
  const region = page.getByRole('region', { name: '1. Save the private key', exact: true });
  await expectInSight(region.getByRole('heading', { name: '1. Save the private key', exact: true }));
  for (const name of ['tenant-encrypted.pem', 'tenant.p12', 'tenant.key', 'private.pem']) {
    await expectInSight(region.getByRole('button', { name: `Download ${name}`, exact: true }));
  }
  await expectInSight(page.getByText(nothingSaved));
  await expectInSight(page.getByRole('button', { name: 'Upload to tenant', exact: true }));

  await page.setViewportSize({ width: 1000, height: 800 });
  const [first, second] = await Promise.all(
    ['1. Save the private key', '2. Save the certificate'].map(async (name) => {
      const box = await page.getByRole('region', { name, exact: true }).boundingBox();
      return box ?? { x: 0, y: 0, height: 0 };
    }),
  );
  expect(second?.y).toBeGreaterThanOrEqual((first?.y ?? 0) + (first?.height ?? 0));
});
