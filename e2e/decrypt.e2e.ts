import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { zipSync } from 'fflate';
import { encryptMedia } from '../src/tenant/recorder.ts';
import { played } from './calls.ts';
import { expect, pem, test } from './fixtures.ts';

const spoken = readFileSync(join(import.meta.dirname, '../src/tenant/media/test-call.mp3'));
const certificate = (name: string) => new Uint8Array(new X509Certificate(readFileSync(pem(name))).raw);
/** A recording for the pair of the documentation. */
const { ciphertext, pkcs7 } = encryptMedia(spoken, [certificate('tenant.pem')]);

const facts = JSON.parse(readFileSync(pem('facts.json'), 'utf8')) as { password: string };

const file = (name: string, contents: Buffer | string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(contents),
});
const metadata = JSON.stringify({
  statusCode: 0,
  recording: {
    id: 'x',
    mediaFiles: [
      { mediaId: 'y', pkcs7, originalMediaDescriptor: { path: '/recordings/voice/call.mp3.bin' } },
    ],
  },
});

async function drop(page: Page, ...files: (string | ReturnType<typeof file>)[]) {
  const input = page.getByLabel('Files to decrypt', { exact: true });
  for (const each of files) {
    const status = page.getByRole('status').filter({ hasText: /recording/ });
    await input.setInputFiles(typeof each === 'string' ? each : [each]);
    await expect(status).toBeVisible();
  }
}

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test.beforeEach(async ({ page }) => {
  await page.goto('/key-tools/decrypt');
  await expect(page.getByText('Loaded completely')).toBeVisible();
});

test('media, envelope and key in any order: needed, opened, played, saved; nothing leaves the page', async ({
  page,
  expectAccessible,
}) => {
  const requests: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('blob:')) requests.push(request.url());
  });
  await expectAccessible();
  await drop(page, file('call.mp3.bin', ciphertext));
  await expect(card(page, 'call.mp3.bin')).toContainText('Its session key is missing.');
  await drop(page, file('call.json', metadata));
  await expect(card(page, 'call.mp3.bin')).toContainText('CN=Genesys Recording');
  await expect(card(page, 'call.mp3.bin')).toContainText('Add the private key of this certificate.');
  await expectAccessible();
  await drop(page, pem('other.key'));
  await expect(card(page, 'call.mp3.bin')).toContainText('None of the private keys here opens it.');
  await drop(page, pem('tenant.pem'));
  await expect(card(page, 'call.mp3.bin')).toContainText(
    'You dropped the certificate “Genesys Recording” (tenant.pem), not its private key.',
  );
  await drop(page, pem('tenant.pkcs1.key'));
  await expect(card(page, 'call.mp3.bin')).toContainText('tenant.pkcs1.key opens it.');
  await page.getByRole('button', { name: 'Decrypt', exact: true }).click();
  await expect(card(page, 'call.mp3.bin')).toContainText('It is in this page’s memory until you save it.');
  expect(await played(page)).toBeCloseTo(6.2, 0);
  await expectAccessible();
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save call.mp3', exact: true }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('call.mp3');
  expect(readFileSync(await download.path())).toEqual(spoken);
  expect(requests).toEqual([]);
});

test('a zip of several, with a locked key: each has its own outcome, and the others go on', async ({
  page,
  expectAccessible,
}) => {
  const zip = zipSync({
    'backup/good.mp3.bin': ciphertext,
    'backup/good.p7.pem': Buffer.from(pkcs7),
    'backup/cut.mp3.bin': ciphertext.subarray(0, 1000),
    'backup/cut.p7.pem': Buffer.from(encryptMedia(spoken, [certificate('tenant.pem')]).pkcs7),
    'backup/strange.mp3.bin': ciphertext,
    'backup/strange.p7.pem': Buffer.from(encryptMedia(spoken, [certificate('tenant.pem')]).pkcs7),
    'backup/empty.mp3.bin': Buffer.alloc(0),
    'backup/empty.p7.pem': Buffer.from(encryptMedia(spoken, [certificate('tenant.pem')]).pkcs7),
    'backup/foreign.mp3.bin': ciphertext,
    'backup/foreign.p7.pem': Buffer.from(encryptMedia(spoken, [certificate('other.pem')]).pkcs7),
    'backup/lonely.p7.pem': Buffer.from(encryptMedia(spoken, [certificate('rsa4096.pem')]).pkcs7),
    'backup/readme.txt': Buffer.from('Hello'),
  });
  await drop(page, file('backup.zip', Buffer.from(zip)), pem('tenant.p12'), pem('pbes2-aes256-sha256.key'));
  const p12 = page.getByRole('region', { name: 'tenant.p12', exact: true });
  await p12.getByLabel('Password of tenant.p12').fill('wrong');
  await p12.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByText('The password does not open tenant.p12.')).toBeVisible();
  await p12.getByLabel('Password of tenant.p12').fill(facts.password);
  await p12.getByRole('button', { name: 'Open', exact: true }).click();
  // Tried on the other locked file, too.
  await expect(page.getByLabel(/^Password of/)).toHaveCount(0);
  await expect(card(page, 'backup/good.mp3.bin')).toContainText('tenant.p12 opens it.');
  await page.getByRole('button', { name: 'Decrypt all', exact: true }).click();
  await expect(card(page, 'backup/good.mp3.bin')).toContainText(
    'It is in this page’s memory until you save it.',
  );
  await expect(card(page, 'backup/cut.mp3.bin')).toContainText('The file is cut off');
  await expect(card(page, 'backup/strange.mp3.bin')).toContainText(
    'Opened with this key, but it is no media: the file is damaged or belongs to another envelope.',
  );
  await expect(card(page, 'backup/empty.mp3.bin')).toContainText('The file is empty.');
  await expect(card(page, 'backup/foreign.mp3.bin')).toContainText('None of the private keys here opens it.');
  await expect(card(page, 'backup/lonely.p7.pem')).toContainText(
    'The media file of this session key is not here.',
  );
  await expect(page.getByText('backup/readme.txt: Neither PEM nor DER')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Save/ })).toHaveCount(1);
  await page.setViewportSize({ width: 390, height: 800 });
  await expectAccessible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(card(page, 'backup/good.mp3.bin')).toBeHidden();
});

test('an odd metadata file and media in the clear stop nothing', async ({ page }) => {
  await page.goto('/key-tools/decrypt');
  await drop(
    page,
    file('odd.json', '{"mediaFiles":[null, {"pkcs7": 5}]}'),
    file('clear.mp3.bin', spoken),
    file('call.mp3.bin', ciphertext),
    file('list.json', `[${metadata}]`),
    pem('tenant.key'),
  );
  await expect(page.getByText(/^odd\.json: There is no session key in this metadata/)).toBeVisible();
  await expect(card(page, 'clear.mp3.bin')).toContainText('It is not encrypted');
  await expect(card(page, 'call.mp3.bin')).toContainText('tenant.key opens it.');
});

test('the envelope of a real recorder names its certificate', async ({ page }) => {
  const recorded = join(import.meta.dirname, '../src/tenant/fixtures/recorded.p7.pem');
  await drop(page, recorded);
  const section = page.getByRole('region', { name: 'recorded.p7.pem' });
  await expect(section).toContainText('Alias ends with C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa:10');
  await expect(section).toContainText('(decimal 10)');
});

test('a large file shows how far it is, can be cancelled and done again, and the page stays responsive', async ({
  page,
}) => {
  const size = 96 * 1024 * 1024;
  const large = encryptMedia(Buffer.concat([Buffer.from('ID3'), Buffer.alloc(size, 7)]), [
    certificate('tenant.pem'),
  ]);
  const path = join(tmpdir(), `large-${process.pid}.mp3.bin`);
  const handle = await open(path, 'w');
  await handle.writeFile(large.ciphertext);
  await handle.close();
  await drop(page, path, file(`large-${process.pid}.p7.pem`, large.pkcs7), pem('tenant.key'));
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
    });
  });
  const start = page.getByRole('button', { name: 'Decrypt', exact: true });
  await start.click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByText('Cancelled. Nothing was saved.')).toBeVisible();
  await start.click();
  await expect(page.getByText('Decrypted,')).toBeVisible({ timeout: 60_000 });
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
  expect(Math.max(0, ...tasks)).toBeLessThan(200);
  await rm(path);
});
