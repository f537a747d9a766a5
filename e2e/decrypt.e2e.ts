import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { encryptMedia } from '../src/tenant/recorder.ts';
import { played } from './calls.ts';
import { dropFromDisk } from './drop-from-disk.ts';
import { fileWindows } from './file-windows.ts';
import { expect, pem, test } from './fixtures.ts';
import { longestTask } from './longest-task.ts';
import { noise } from '../src/pki/test-noise.ts';

const spoken = readFileSync(join(import.meta.dirname, '../src/tenant/media/test-call.mp3'));
const certificate = (name: string) => new Uint8Array(new X509Certificate(readFileSync(pem(name))).raw);
/** A recording that is encrypted for the documentation's pair. */
const { ciphertext, pkcs7 } = encryptMedia(spoken, [certificate('tenant.pem')]);

const facts = JSON.parse(readFileSync(pem('facts.json'), 'utf8')) as { password: string };

const file = (name: string, contents: Uint8Array | string) => ({
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

async function openTool(page: Page, windows: 'none' | 'answered' = 'none') {
  await fileWindows(page, windows);
  await page.goto('/key-tools/decrypt');
  await expect(page.getByText('Loaded completely')).toBeVisible();
}

/** The files in the folder that `fileWindows` answers with. */
async function savedFiles(page: Page): Promise<Record<string, Buffer>> {
  const files = await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const all: Record<string, number[]> = {};
    for await (const file of folder.values() as AsyncIterable<FileSystemFileHandle>) {
      all[file.name] = [...new Uint8Array(await (await file.getFile()).arrayBuffer())];
    }
    return all;
  });
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes)]));
}

/** A folder with two recordings of the same name in different folders, and the private key. */
async function backupFolder(): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'decrypt-')), 'backup');
  for (const day of ['monday', 'tuesday']) {
    const made = encryptMedia(spoken, [certificate('tenant.pem')]);
    await mkdir(join(folder, day), { recursive: true });
    await writeFile(join(folder, day, 'call.mp3.bin'), made.ciphertext);
    await writeFile(join(folder, day, 'call.p7.pem'), made.pkcs7);
  }
  await copyFile(pem('tenant.key'), join(folder, 'tenant.key'));
  return folder;
}

test('media, envelope and key in any order: needed, opened, played, saved; nothing leaves the page', async ({
  page,
  expectAccessible,
}) => {
  await openTool(page);
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
  await page.getByRole('button', { name: 'Decrypt', exact: true }).press('Enter');
  await expect(card(page, 'call.mp3.bin')).toContainText('It is in this page’s memory until you save it.');
  // The pressed button is gone, so the focus is on its card.
  await expect(card(page, 'call.mp3.bin')).toBeFocused();
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
  await openTool(page);
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
  // The password was also tried on the other locked file.
  await expect(page.getByLabel(/^Password of/)).toHaveCount(0);
  await expect(card(page, 'backup/good.mp3.bin')).toContainText('tenant.p12 opens it.');
  await page.getByRole('button', { name: 'Decrypt all', exact: true }).click();
  await expect(card(page, 'backup/good.mp3.bin')).toContainText(
    'It is in this page’s memory until you save it.',
  );
  await expect(card(page, 'backup/cut.mp3.bin')).toContainText('The file is cut off');
  await expect(card(page, 'backup/strange.mp3.bin')).toContainText(
    'Decrypted with this key, but the result is not a recording: the file is damaged or belongs to another envelope.',
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
  await openTool(page);
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
  await openTool(page);
  const recorded = join(import.meta.dirname, '../src/tenant/fixtures/recorded.p7.pem');
  await drop(page, recorded);
  const section = page.getByRole('region', { name: 'recorded.p7.pem' });
  await expect(section).toContainText('Alias ends with C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa:10');
  await expect(section).toContainText('(decimal 10)');
});

test('a folder that is dropped is decrypted whole, and saved as one zip', async ({
  page,
  expectAccessible,
}) => {
  await openTool(page);
  const folder = await backupFolder();
  await dropFromDisk(page, folder);
  await expect(card(page, 'backup/monday/call.mp3.bin')).toContainText('tenant.key opens it.');
  await page.getByRole('button', { name: 'Decrypt all', exact: true }).click();
  await expect(page.getByText('2 recordings, private keys in backup/tenant.key, 2 decrypted')).toBeVisible();
  await expectAccessible();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save all as a zip', exact: true }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('recordings.zip');
  const inside = unzipSync(readFileSync(await download.path()));
  expect(Object.keys(inside).toSorted()).toEqual(['backup/monday/call.mp3', 'backup/tuesday/call.mp3']);
  for (const bytes of Object.values(inside)) expect(Buffer.from(bytes)).toEqual(spoken);
  await expect(page.getByText('Saved in recordings.zip.')).toHaveCount(2);
  await rm(dirname(folder), { recursive: true });
});

test('a zip that is dropped, into a folder: nothing is written over, and what is damaged leaves no file', async ({
  page,
}) => {
  await openTool(page, 'answered');
  const folder = await mkdtemp(join(tmpdir(), 'decrypt-'));
  const [first, second, strange] = [1, 2, 3].map(() => encryptMedia(spoken, [certificate('tenant.pem')]));
  const zip = zipSync({
    'monday/call.mp3.bin': first!.ciphertext,
    'monday/call.p7.pem': Buffer.from(first!.pkcs7),
    'tuesday/call.mp3.bin': second!.ciphertext,
    'tuesday/call.p7.pem': Buffer.from(second!.pkcs7),
    'strange.mp3.bin': first!.ciphertext,
    'strange.p7.pem': Buffer.from(strange!.pkcs7),
    'tenant.key': readFileSync(pem('tenant.key')),
  });
  await writeFile(join(folder, 'backup.zip'), zip);
  await dropFromDisk(page, join(folder, 'backup.zip'));
  await page.getByRole('button', { name: 'Decrypt all into a folder', exact: true }).click();
  await expect(card(page, 'monday/call.mp3.bin')).toContainText('Saved as call.mp3.');
  await expect(card(page, 'tuesday/call.mp3.bin')).toContainText('Saved as call (2).mp3.');
  await expect(card(page, 'strange.mp3.bin')).toContainText(
    'Decrypted with this key, but the result is not a recording',
  );
  expect(await savedFiles(page)).toEqual({ 'call.mp3': spoken, 'call (2).mp3': spoken });
  // The player plays the saved file.
  expect(await played(card(page, 'monday/call.mp3.bin'))).toBeCloseTo(6.2, 0);
  await rm(folder, { recursive: true });
});

test('one by one, into a file: while it is decrypted, or afterwards', async ({ page }) => {
  await openTool(page, 'answered');
  const other = encryptMedia(spoken, [certificate('tenant.pem')]);
  await drop(
    page,
    file('a.mp3.bin', ciphertext),
    file('a.p7.pem', pkcs7),
    file('b.mp3.bin', other.ciphertext),
    file('b.p7.pem', other.pkcs7),
    file('cut.mp3.bin', ciphertext.subarray(0, 1000)),
    file('cut.p7.pem', encryptMedia(spoken, [certificate('tenant.pem')]).pkcs7),
    pem('tenant.key'),
  );
  const press = (name: string, button: string) =>
    card(page, name).getByRole('button', { name: button, exact: true }).click();
  await press('a.mp3.bin', 'Decrypt into a file');
  await expect(card(page, 'a.mp3.bin')).toContainText('Saved as a.mp3.');
  await press('b.mp3.bin', 'Decrypt');
  await expect(card(page, 'b.mp3.bin')).toContainText('until you save it');
  await press('b.mp3.bin', 'Save b.mp3');
  await expect(card(page, 'b.mp3.bin')).toContainText('Saved as b.mp3.');
  await press('cut.mp3.bin', 'Decrypt into a file');
  await expect(card(page, 'cut.mp3.bin')).toContainText('The file is cut off');
  expect(await savedFiles(page)).toEqual({ 'a.mp3': spoken, 'b.mp3': spoken });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

test('AES with 192 bits, which the browser does not have, opens', async ({ page }) => {
  test.skip(!hasOpenssl, 'openssl is not here');
  await openTool(page);
  const made = spawnSync(
    'openssl',
    ['cms', '-encrypt', '-binary', '-aes192', '-outform', 'DER', '-recip', pem('tenant.pem')],
    { input: spoken },
  );
  await drop(page, file('call.mp3.cms', made.stdout), pem('tenant.key'));
  await page.getByRole('button', { name: 'Decrypt', exact: true }).click();
  await expect(card(page, 'call.mp3')).toContainText('until you save it');
  expect(await played(page)).toBeCloseTo(6.2, 0);
});

test('many recordings: some are shown, all are decrypted, and it can be stopped', async ({ page }) => {
  await openTool(page);
  // A short key, because unwrapping a session key with it is fast.
  const files = Array.from({ length: 120 }, (_, index) => {
    const name = `call-${String(index).padStart(3, '0')}`;
    const made = encryptMedia(spoken, [certificate('rsa1024.pem')]);
    return [file(`${name}.mp3.bin`, made.ciphertext), file(`${name}.p7.pem`, made.pkcs7)];
  });
  const input = page.getByLabel('Files to decrypt', { exact: true });
  await input.setInputFiles([...files.flat(), file('rsa1024.key', readFileSync(pem('rsa1024.key')))]);
  await expect(page.getByText('120 recordings, private keys in rsa1024.key')).toBeVisible();
  await expect(card(page, 'call-050.mp3.bin')).toBeHidden();
  await page.getByRole('button', { name: 'Show more (70 left)', exact: true }).click();
  await expect(card(page, 'call-050.mp3.bin')).toBeVisible();
  await page.getByRole('button', { name: 'Decrypt all', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel all', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Decrypt all', exact: true }).click();
  // So many take a while on a busy machine.
  const all = page.getByText('120 recordings, private keys in rsa1024.key, 120 decrypted');
  await expect(all).toBeVisible({ timeout: 60_000 });
});

/** Longest task, in milliseconds, that a person does not notice. */
const LONG_TASK_MS = 50;

/**
 * Presses *Cancel* as soon as it appears. It runs inside the page, because a click of the test may come after the last
 * piece.
 */
const cancelAtOnce = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          const cancel = [...document.querySelectorAll('button')].find(
            ({ textContent }) => textContent === 'Cancel',
          );
          if (!cancel) return;
          observer.disconnect();
          cancel.click();
          resolve();
        });
        observer.observe(document.body, { childList: true, subtree: true });
      }),
  );

test('a large file shows how far it is, can be cancelled and done again, and the page stays responsive', async ({
  page,
  browser,
}) => {
  await openTool(page);
  const size = 96 * 1024 * 1024;
  const media = Buffer.concat([Buffer.from('ID3\u0004\0\0\0\0\0\0'), noise(size)]);
  const large = encryptMedia(media, [certificate('tenant.pem')]);
  const path = join(tmpdir(), `large-${process.pid}.mp3.bin`);
  await writeFile(path, large.ciphertext);
  await drop(page, path, file(`large-${process.pid}.p7.pem`, large.pkcs7), pem('tenant.key'));
  const start = page.getByRole('button', { name: 'Decrypt', exact: true });
  const cancelled = cancelAtOnce(page);
  await start.click();
  await cancelled;
  await expect(page.getByText('Cancelled. Nothing was saved.')).toBeVisible();
  // Measured in CPU time of the thread: by the clock, other tests on the machine would count too.
  const longest = await longestTask(browser, page, async () => {
    await start.click();
    await expect(page.getByText('Decrypted with tenant.key, ')).toBeVisible({ timeout: 60_000 });
  });
  expect(longest).toBeLessThan(LONG_TASK_MS);
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Save large-/ }).click();
  expect(media.equals(readFileSync(await (await saved).path()))).toBe(true);
  await rm(path);
});
