import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type Page } from '@playwright/test';
import { chromium } from '../e2e/browser.ts';
import { archiveOf } from '../e2e/call-archive.ts';
import { TenantServer } from '../src/testing/server.ts';
import { makePair, rsaKeys } from '../src/testing/pairs.ts';

/** `npm run screenshot`: takes the pictures in `docs/` from the running console. */
const pairs = [
  { commonName: 'Genesys Recording', notBefore: '2026-10-01', notAfter: '2036-10-01', keys: rsaKeys(3072) },
  {
    commonName: 'Genesys Recording 2025',
    notBefore: '2024-12-12',
    notAfter: '2026-12-12',
    keys: rsaKeys(2048),
  },
  {
    commonName: 'Branch office Manila',
    notBefore: '2015-11-03',
    notAfter: '2025-10-31',
    keys: rsaKeys(2048),
  },
];

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const folder = join(import.meta.dirname, '../docs');

/** Takes a picture in both colour schemes: `overview.png` and `overview-dark.png`. */
async function take(page: Page, name: string) {
  for (const [colorScheme, suffix] of [
    ['light', ''],
    ['dark', '-dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-color-scheme=${colorScheme}]`).waitFor();
    await page.screenshot({ path: join(folder, `${name}${suffix}.png`), animations: 'disabled' });
  }
}

async function open(browser: Browser, tenant: TenantServer, path: string) {
  const context = await browser.newContext({
    baseURL: tenant.url,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  await context.request.post('/api/session', { data: { username: 'administrator', password: 'demo' } });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

/** A new tenant, into which pairs are uploaded. */
async function uploads(page: Page) {
  for (const { notBefore, notAfter, ...wanted } of pairs.toReversed()) {
    const pair = makePair({ ...wanted, notBefore: new Date(notBefore), notAfter: new Date(notAfter) });
    await page.getByRole('link', { name: 'Upload', exact: true }).click();
    await page
      .getByLabel('Certificate File', { exact: true })
      .setInputFiles(file('tenant.pem', pair.certificate));
    await page.getByLabel('Key File', { exact: true }).setInputFiles(file('tenant.key', pair.privateKey));
    await page.getByText('The private key fits the certificate').waitFor();
    if (wanted.commonName === 'Genesys Recording') await take(page, 'upload');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('is in the keystore').first().waitFor();
    await page.goto('/administration/certificates');
  }
}

/** A tenant with demo data. */
async function atWork(page: Page) {
  await page.request.post('/api/demo-data');
  await page.goto('/');
  await page.getByText('Encrypts now', { exact: true }).waitFor();
  await take(page, 'overview');
  await page.goto('/administration/certificates');
  await page.getByText('8 certificates', { exact: true }).waitFor();
  await take(page, 'certificates');
  await page.goto('/ivr-profiles');
  await page.getByRole('link', { name: 'record_emea', exact: true }).first().click();
  await page.getByRole('heading', { name: 'record_emea', level: 1, exact: true }).waitFor();
  await page.getByRole('link', { name: 'Show as table', exact: true }).waitFor();
  await take(page, 'ivr-profile');
  await page.goto('/recordings');
  await page.getByText('200 recordings').waitFor();
  await take(page, 'recordings');
}

/** Of the same tenant, after a copy of a key was proven and two people were added. */
async function forAuditors(page: Page) {
  const { items } = (await (await page.request.get('/api/certificates')).json()) as {
    items: { id: string; subjectName: string }[];
  };
  const certificateIds = items.filter(({ subjectName }) => /EMEA/.test(subjectName)).map(({ id }) => id);
  const location = 'Safe in Munich, shelf 2';
  await page.request.post('/api/backup-checks', { data: { certificateIds, location } });
  await page.goto('/administration/key-report');
  await page.getByText(location).first().waitFor();
  await take(page, 'key-report');
  for (const [username, role] of [
    ['anna.weber', 'professional'],
    ['compliance', 'listener'],
  ]) {
    await page.request.post('/api/accounts', { data: { username, role } });
  }
  await page.goto('/administration/accounts');
  await page.getByRole('link', { name: 'compliance', exact: true }).waitFor();
  await take(page, 'accounts');
}

/** An archive of a month in Decrypt, with one call open. */
async function archive(page: Page) {
  const files = await mkdtemp(join(tmpdir(), 'archive-'));
  const zip = join(files, 'calls-2026-03.zip');
  const keys = ['tenant.key', 'tenant.pem'].map((name) => join(folder, '../src/pki/fixtures', name));
  try {
    await writeFile(zip, archiveOf(600, 'tenant.pem').zip);
    await page.getByLabel('Files to decrypt', { exact: true }).setInputFiles([zip, ...keys]);
    await page.getByText(/^600 recordings/).waitFor();
    const call = page.getByRole('row').filter({ has: page.locator('button.opens') });
    await call.nth(2).locator('button.opens').click();
    await page.getByRole('button', { name: /^(Play|Pause)$/ }).waitFor();
    await take(page, 'archive');
  } finally {
    await rm(files, { recursive: true });
  }
}

async function generate(page: Page) {
  await page.getByLabel('Common Name (CN)').fill('Genesys Recording');
  await page.getByLabel('Country (C)').fill('US');
  await page.getByLabel('State or Province (ST)').fill('California');
  await page.getByLabel('Organization (O)').fill('Genesys');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.getByText('The key pair is made and proven').waitFor();
  await take(page, 'generate');
}

await mkdir(folder, { recursive: true });
const [empty, filled] = await Promise.all([TenantServer.start(), TenantServer.start()]);
const browser = await playwright.launch(await chromium());
try {
  await uploads(await open(browser, empty, '/administration/certificates'));
  const page = await open(browser, filled, '/');
  await atWork(page);
  await forAuditors(page);
  await archive(await open(browser, filled, '/key-tools/decrypt'));
  await generate(await open(browser, filled, '/key-tools/generate'));
} finally {
  await browser.close();
  await Promise.all([empty.stop(), filled.stop()]);
}
