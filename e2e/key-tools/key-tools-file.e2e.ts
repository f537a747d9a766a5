import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { encryptMedia } from '../../src/tenant/recorder/recorder.ts';
import { fillSubject, saved } from '../acts.ts';
import { played } from '../calls.ts';
import { dropFromDisk } from '../drop-from-disk.ts';
import { fileWindows } from '../file-windows.ts';
import { expect, pem, test } from '../fixtures.ts';
import type { TenantServer } from '../../src/testing/server.ts';

const file = join(import.meta.dirname, '../../dist/downloads/recording-key-tools.html');

/**
 * Opens the copy from the disk, with the server stopped and the network off. Answers a function that lists the page's
 * requests.
 */
async function openCopy(page: Page, tenant: TenantServer, hash = '') {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await tenant.kill();
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(file).href + hash);
  await expect(page.getByText('Loaded completely: works without a connection, too.')).toBeVisible();
  // Allowed are its own file, and blobs: its workers and the decrypted media.
  return () => requests.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:null/'));
}

const tool = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });

/** Chooses a pair of which the key is in a Java keystore, too, and opens that. */
async function checkBackup(page: Page) {
  await page
    .getByLabel('Backup to check', { exact: true })
    .setInputFiles([pem('keystore.jks'), pem('tenant.key'), pem('tenant.pem')]);
  await page.getByLabel('Password of the locked file', { exact: true }).fill('changeit');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'tenant.key' })).toContainText('Opens');
}

test('the copy generates, converts and decrypts from a file, and asks nobody for anything', async ({
  page,
  tenant,
  expectAccessible,
}) => {
  const requests = await openCopy(page, tenant);
  await expect(page.getByRole('link', { name: 'Get a copy to keep', exact: true })).toBeHidden();
  await fillSubject(page);
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText('The key pair is made and proven')).toBeVisible();
  // Without a tenant there is no upload.
  await expect(page.getByRole('button', { name: 'Upload to tenant', exact: true })).toBeHidden();
  await expectAccessible();
  const key = await saved(page.getByRole('button', { name: 'Download private.pem', exact: true }));
  expect(key.bytes.toString()).toMatch(/^-----BEGIN PRIVATE KEY-----/);

  await tool(page, 'Convert').click();
  await page.getByLabel('Files to convert', { exact: true }).setInputFiles(key.path);
  await page.getByRole('radio', { name: /^PKCS#1, not encrypted/ }).check();
  const converted = await saved(page.getByRole('button', { name: /^Download / }));
  expect(converted.bytes.toString()).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);

  await tool(page, 'Inspect').click();
  await page.getByLabel('Files to inspect', { exact: true }).setInputFiles(pem('tenant.pem'));
  await expect(page.getByText('Genesys Recording').first()).toBeVisible();

  expect(requests()).toEqual([]);
});

/** Runs in a page or a worker: the outcome of a request, and the directive of the policy that refused it. */
async function fetches() {
  const refused = new Promise<string>((resolve) => {
    addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
  });
  const outcome = await fetch('https://example.com/').then(
    () => 'fetched',
    () => 'refused',
  );
  return `${outcome} by ${await refused}`;
}

test('its policy forbids every connection, of the page and of its workers', async ({ page, tenant }) => {
  // A second page, because `page` would fail the test for the refused connections.
  const other = await page.context().newPage();
  await tenant.kill();
  await other.goto(pathToFileURL(file).href);
  await expect(other.getByText('Loaded completely: works without a connection, too.')).toBeVisible();
  const worker = other.workers()[0];
  expect(worker).toBeDefined();
  const [inPage, inWorker] = await Promise.all([other.evaluate(fetches), worker?.evaluate(fetches)]);
  expect({ inPage, inWorker }).toEqual({
    inPage: 'refused by connect-src',
    inWorker: 'refused by connect-src',
  });
  const meta = await other.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(meta).toContain("default-src 'none'; connect-src 'none'; script-src 'sha256-");
  expect(meta).not.toContain('unsafe');
});

test('the copy decrypts a recording and plays it', async ({ page, tenant }, testInfo) => {
  await fileWindows(page, 'none');
  const requests = await openCopy(page, tenant, '#/key-tools/decrypt');
  const spoken = readFileSync(join(import.meta.dirname, '../../src/tenant/recorder/media/test-call.mp3'));
  const certificate = new Uint8Array(new X509Certificate(readFileSync(pem('tenant.pem'))).raw);
  const { ciphertext, pkcs7 } = encryptMedia(spoken, [certificate]);
  const media = testInfo.outputPath('call.mp3.bin');
  const envelope = testInfo.outputPath('call.p7.pem');
  writeFileSync(media, ciphertext);
  writeFileSync(envelope, pkcs7);
  await page
    .getByLabel('Files to decrypt', { exact: true })
    .setInputFiles([media, envelope, pem('tenant.key')]);
  await expect(page.getByText('It is in this page’s memory until you save it.')).toBeVisible();
  await played(page);
  const call = await saved(page.getByRole('link', { name: 'Save call.mp3', exact: true }));
  expect(call.bytes).toEqual(spoken);
  expect(requests()).toEqual([]);
});

test('files and folders that are dropped on the copy are read, and a whole archive is saved', async ({
  page,
  tenant,
}, testInfo) => {
  const folder = testInfo.outputPath('backup');
  const certificate = new Uint8Array(new X509Certificate(readFileSync(pem('tenant.pem'))).raw);
  for (const name of ['one', 'two']) {
    const { ciphertext, pkcs7 } = encryptMedia(Buffer.from(`ID3\u0004\0\0\0\0\0\0${name}`), [certificate]);
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, `${name}.mp3.bin`), ciphertext);
    writeFileSync(join(folder, name, `${name}.p7.pem`), pkcs7);
  }
  await fileWindows(page, 'none');
  await openCopy(page, tenant, '#/key-tools/decrypt');
  await dropFromDisk(page, folder, pem('tenant.key'));
  await expect(page.getByText('2 recordings, private keys in tenant.key')).toBeVisible();
  const zip = await saved(page.getByRole('button', { name: 'Save all 2 as a zip', exact: true }));
  expect(Object.keys(unzipSync(zip.bytes)).toSorted()).toEqual(['index.csv', 'one.mp3', 'two.mp3']);
  await tool(page, 'Check Backup').click();
  await expect(page.getByText('Loaded completely: works without a connection, too.')).toBeVisible();
  await dropFromDisk(page, folder, pem('tenant.pem'), pem('tenant.key'));
  await expect(page.getByText('6 files were read.')).toBeVisible();
});

test('the copy checks a backup, without a session to ask for', async ({ page, tenant }) => {
  const requests = await openCopy(page, tenant, '#/key-tools/check-backup');
  await checkBackup(page);
  await expect(page.getByRole('link', { name: 'Sign in', exact: true })).toBeHidden();
  expect(requests()).toEqual([]);
});

test('it weighs at most 460 kB, compressed', () => {
  expect(gzipSync(readFileSync(file), { level: 9 }).length).toBeLessThanOrEqual(460_000);
});

test('the console offers the copy with its SHA-256 and the commands that check it, to everybody', async ({
  page,
  expectAccessible,
}) => {
  await page.goto('/key-tools/inspect');
  await page.getByRole('link', { name: 'Get a copy to keep', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Copy to Keep', level: 1, exact: true })).toBeVisible();
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  await expect(page.getByRole('region', { name: 'Command for Windows', exact: true })).toHaveText(
    'certutil -hashfile recording-key-tools.html SHA256',
  );
  await expect(page.getByRole('region', { name: 'Command for Linux', exact: true })).toHaveText(
    'sha256sum recording-key-tools.html',
  );
  await expect(page.getByText(sha256, { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy SHA-256', exact: true })).toBeVisible();
  await expectAccessible();
  const copy = await saved(
    page.getByRole('link', { name: 'Download recording-key-tools.html', exact: true }),
  );
  expect(createHash('sha256').update(copy.bytes).digest('hex')).toBe(sha256);
});

test('where the workers of a page that is a file may read no file, the page reads for them', async ({
  page,
  tenant,
}) => {
  // As WebKit does. A worker is a blob of the page's script, so what stands before it runs in workers alone.
  await page.addInitScript(() => {
    const make = URL.createObjectURL.bind(URL);
    const refuse = `if (typeof document === 'undefined') {
      const refused = () => Promise.reject(new DOMException('', 'NotReadableError'));
      for (const name of ['arrayBuffer', 'bytes', 'text']) Blob.prototype[name] = refused;
      Blob.prototype.stream = () => new ReadableStream({ pull: refused });
    }\n`;
    URL.createObjectURL = (of: Blob) =>
      make(of.type === 'text/javascript' ? new Blob([refuse, of], { type: of.type }) : of);
  });
  const requests = await openCopy(page, tenant);
  await tool(page, 'Inspect').click();
  await page.getByLabel('Files to inspect', { exact: true }).setInputFiles(pem('tenant.pem'));
  await expect(page.getByText('Genesys Recording').first()).toBeVisible();

  await tool(page, 'Check Backup').click();
  await checkBackup(page);
  expect(requests()).toEqual([]);
});
