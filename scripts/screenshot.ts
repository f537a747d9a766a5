import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium as playwright } from '@playwright/test';
import { chromium } from '../e2e/browser.ts';
import { TenantServer } from '../e2e/server.ts';
import { makePair, rsaKeys } from '../src/tenant/test-pairs.ts';

/** `npm run screenshot`: the pictures of the README, from the running console with certificates of its own. */
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

const options = { viewport: { width: 1280, height: 800 }, locale: 'en-GB', reducedMotion: 'reduce' } as const;

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

const folder = join(import.meta.dirname, '../docs');
await mkdir(folder, { recursive: true });
const [tenant, filled] = await Promise.all([TenantServer.start(), TenantServer.start()]);
const browser = await playwright.launch(await chromium());
try {
  const context = await browser.newContext({ ...options, baseURL: tenant.url });
  const page = await context.newPage();
  await page.goto('/sign-in?back=/administration/certificates');
  await page.getByRole('button', { name: /^administrator/ }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  for (const { notBefore, notAfter, ...wanted } of pairs.toReversed()) {
    const pair = makePair({ ...wanted, notBefore: new Date(notBefore), notAfter: new Date(notAfter) });
    await page.getByRole('link', { name: 'Upload', exact: true }).click();
    await page
      .getByLabel('Certificate File', { exact: true })
      .setInputFiles(file('tenant.pem', pair.certificate));
    await page.getByLabel('Key File', { exact: true }).setInputFiles(file('tenant.key', pair.privateKey));
    const save = page.getByRole('button', { name: 'Save' });
    await page.getByText('The private key fits the certificate').waitFor();
    if (wanted.commonName === 'Genesys Recording')
      await page.screenshot({ path: join(folder, 'upload.png'), animations: 'disabled' });
    await save.click();
    await page.getByText('is in the keystore').first().waitFor();
    await page.goto('/administration/certificates');
  }
  await page.getByRole('link', { name: 'Genesys Recording', exact: true }).waitFor();
  await page.screenshot({ path: join(folder, 'certificates.png'), animations: 'disabled' });

  // A tenant that has been at work for a while.
  const other = await browser.newContext({ ...options, baseURL: filled.url });
  const recordings = await other.newPage();
  await other.request.post('/api/session', { data: { username: 'administrator', password: 'demo' } });
  await other.request.post('/api/demo-data');
  await recordings.goto('/');
  await recordings.getByText('Encrypts now', { exact: true }).waitFor();
  await recordings.screenshot({ path: join(folder, 'overview.png'), animations: 'disabled' });
  await recordings.goto('/recordings');
  await recordings.getByText('200 recordings').waitFor();
  await recordings.screenshot({ path: join(folder, 'recordings.png'), animations: 'disabled' });
} finally {
  await browser.close();
  await Promise.all([tenant.stop(), filled.stop()]);
}
