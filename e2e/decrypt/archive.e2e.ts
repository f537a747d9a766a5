import { spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { encryptMedia } from '../../src/tenant/recorder/recorder.ts';
import { openTool, saved } from '../acts.ts';
import { archiveOf, type ArchivedCall } from '../call-archive.ts';
import { dropFromDisk } from '../drop-from-disk.ts';
import { fileWindows } from '../file-windows.ts';
import { expect, file, pem, store, test } from '../fixtures.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let archive: string;
let calls: ArchivedCall[];

/** As many calls as a month of a small contact centre has. */
const COUNT = 2000;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
  const made = archiveOf(COUNT);
  archive = join(folder, 'calls-2026-03.zip');
  writeFileSync(archive, made.zip);
  calls = made.calls;
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = (page: Page) => page.getByRole('row').filter({ has: page.locator('button.opens') });
const count = (page: Page, text: string) => expect(page.getByText(text, { exact: true })).toBeVisible();

async function openDecrypt(page: Page, windows: 'none' | 'answered') {
  await fileWindows(page, windows);
  await openTool(page, 'decrypt');
}

/** Opens the month, which takes a while. */
async function openArchive(page: Page) {
  test.setTimeout(240_000);
  await openDecrypt(page, 'none');
  await page
    .getByLabel('Files to decrypt', { exact: true })
    .setInputFiles([archive, pem('rsa1024.key'), pem('rsa1024.pem')]);
  // So many take a while on a busy machine.
  await expect(page.getByText('2,000 recordings, private keys in rsa1024.key')).toBeVisible({
    timeout: 60_000,
  });
}

/** Whether the sound has begun. */
const isHeard = (page: Page) =>
  expect
    .poll(() => page.locator('audio').evaluate(({ currentTime }: HTMLAudioElement) => currentTime))
    .toBeGreaterThan(0);

test('a call of which the date and the number are known is found and heard, by keyboard alone', async ({
  page,
  expectAccessible,
}) => {
  await openArchive(page);
  await expectAccessible();
  const wanted = calls[1234]!;
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('/');
  await page.keyboard.type(wanted.caller.replace('+1650', '+1 650 '));
  await count(page, '2 calls');
  // The newest one comes first: it is the one of that day.
  const row = rows(page).first();
  await expect(row).toContainText('RSA 1024');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  await isHeard(page);
  await expect(row).toContainText(wanted.caller);
  await expect(row.getByRole('img', { name: 'Heard' })).toBeVisible();
  const panel = page.getByRole('region', { name: new RegExp(`, \\${wanted.caller}$`) });
  await panel.getByText('Details', { exact: true }).click();
  await expect(panel).toContainText(sha256(wanted.media));
  await expectAccessible();
  // What the list shows, the address says.
  await expect(page).toHaveURL(/\?q=/);
});

test('with the mouse it takes four steps: open the archive, say the number and the date, click', async ({
  page,
  expectAccessible,
}) => {
  await openArchive(page);
  // The same number calls again two weeks later.
  const wanted = calls[321]!;
  await page.getByRole('searchbox', { name: 'Search' }).fill(wanted.caller);
  await count(page, '2 calls');
  await page.getByLabel('To', { exact: true }).fill(wanted.startedAt.toISOString().slice(0, 10));
  await count(page, '1 call');
  await rows(page).first().locator('button.opens').click();
  await isHeard(page);
  const panel = page.getByRole('region', { name: new RegExp(`, \\${wanted.caller}$`) });
  await panel.getByText('Details', { exact: true }).click();
  await expect(panel).toContainText(sha256(wanted.media));
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(panel).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible();
});

test('arrow keys go from call to call, and those that match are the ones that are found', async ({
  page,
  expectAccessible,
}) => {
  await openArchive(page);
  await page.getByLabel('To', { exact: true }).fill('2026-03-02');
  await count(page, '144 calls');
  await page.getByLabel('Can be opened').selectOption('Key missing');
  await count(page, '1 call');
  await expect(rows(page).first()).toContainText(calls[99]!.caller);
  await page.getByLabel('Can be opened').selectOption('All');
  await page.getByLabel('Kind').selectOption('Screen');
  await count(page, '1 call');
  await rows(page).first().locator('button.opens').click();
  // The sound and the picture run together.
  await isHeard(page);
  await expect
    .poll(() => page.locator('video').evaluate(({ currentTime }: HTMLVideoElement) => currentTime))
    .toBeGreaterThan(0);
  await page.getByLabel('Kind').selectOption('All');
  await count(page, '144 calls');
  const first = rows(page).first().locator('button.opens');
  await first.focus();
  const open = (number: number) =>
    page.getByRole('region', { name: new RegExp(`, \\${calls[number]!.caller}$`) });
  await expect(open(143)).toBeVisible();
  await first.press('ArrowDown');
  await expect(open(142)).toBeVisible();
  await expect(rows(page).nth(1).locator('button.opens')).toBeFocused();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.keyboard.press('k');
  await isHeard(page);
  await page.getByLabel('Duration').selectOption('Under 30 seconds');
  await expect(page.getByText('No call matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all', exact: true }).click();
  await count(page, '2,000 calls');
  await page.setViewportSize({ width: 390, height: 800 });
  await expectAccessible();
});

test('a key that is pressed in the moment in which the player appears plays the call', async ({ page }) => {
  // As when the address comes while the element still looks for one: the browser then forgets that it was to play.
  await page.addInitScript(() => {
    // oxlint-disable-next-line typescript/unbound-method
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      const playing = play.call(this);
      if (!this.src) this.load();
      return playing;
    };
  });
  await openDecrypt(page, 'none');
  const two = join(folder, 'two-calls.zip');
  writeFileSync(two, archiveOf(2).zip);
  await page.getByLabel('Files to decrypt', { exact: true }).setInputFiles([two, pem('rsa1024.key')]);
  await count(page, '2 calls');
  const last = rows(page).last().locator('button.opens');
  await last.click();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.evaluate((caller) => {
    const press = () => {
      const isThere = document.querySelector('[aria-label=Play]')?.closest('[role=region], section');
      if (!isThere?.textContent.includes(caller)) return;
      observer.disconnect();
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'k', bubbles: true, cancelable: true }),
      );
    };
    const observer = new MutationObserver(press);
    observer.observe(document.body, { childList: true, subtree: true });
  }, '+16505551001');
  await last.focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('region', { name: /, \+16505551001$/ })).toBeVisible();
  await isHeard(page);
});

/** The lines of a CSV file, by the names of its columns. */
function linesOf(csv: string): Record<string, string>[] {
  const [header = [], ...lines] = csv
    .replace('\uFEFF', '')
    .split('\r\n')
    .filter(Boolean)
    .map((line) =>
      [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
  return lines.map((line) => Object.fromEntries(header.map((name, index) => [name, line[index] ?? ''])));
}

test('selected calls are saved with names that a court can read, and an index that sha256sum confirms', async ({
  page,
  expectAccessible,
}) => {
  await openArchive(page);
  await page.getByRole('searchbox', { name: 'Search' }).fill('1650555109');
  await count(page, '20 calls');
  for (const number of [1090, 1092, 1099]) {
    await rows(page)
      .filter({ hasText: `+1650555${number}` })
      .getByRole('checkbox')
      .first()
      .press('Space');
  }
  const zip = await saved(page.getByRole('button', { name: /^Save \d selected as a zip$/ }));
  const inside = unzipSync(zip.bytes);
  const { 'index.csv': index, ...media } = inside;
  const lines = linesOf(new TextDecoder().decode(index));
  const opened = lines.filter(({ Outcome }) => Outcome === 'saved');
  expect(opened.map(({ File = '' }) => File).toSorted()).toEqual(Object.keys(media).toSorted());
  for (const { File = '', ...line } of opened) {
    expect(File).toMatch(/^2026-03-\d\dT\d{4}_\+1650555109\d_[\da-f-]{36}\.mp3$/);
    expect(line['SHA-256 of the media']).toBe(sha256(media[File]!));
    const call = calls.find(({ id }) => File.includes(id))!;
    expect(sha256(call.media)).toBe(line['SHA-256 of the media']);
    expect(line['When']).toBe(call.startedAt.toISOString());
  }
  const savedTo = join(folder, 'saved');
  mkdirSync(savedTo, { recursive: true });
  for (const [name, bytes] of Object.entries(media)) writeFileSync(join(savedTo, name), bytes);
  const sums = opened.map(({ File, ...line }) => `${line['SHA-256 of the media']}  ${File}\n`).join('');
  const confirmed = spawnSync('sha256sum', ['--check', '--strict'], { cwd: savedTo, input: sums });
  // It is not on every system.
  if (!confirmed.error) expect(confirmed.stdout.toString().match(/: OK$/gm)).toHaveLength(opened.length);
  const refused = lines.filter(({ Outcome }) => Outcome === 'not opened');
  expect(refused.map(({ Reason }) => Reason)).toEqual(refused.map(() => 'Key missing'));
  await expect(page.getByRole('group', { name: 'Save calls' }).getByRole('alert')).toContainText(
    `${opened.length} saved, ${refused.length} not opened (${refused.length} Key missing).`,
  );
  await page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible();
});

const tenant = new Uint8Array(new X509Certificate(readFileSync(pem('tenant.pem'))).raw);
test('a folder is opened as it lies, with all that is in it', async ({ page }) => {
  await openDecrypt(page, 'answered');
  const { ciphertext, pkcs7 } = encryptMedia(readFileSync(pem('tenant.p12')), [tenant]);
  const files = {
    'day/2026-03-14/one/call.mp3.bin': ciphertext,
    'day/2026-03-14/one/call.p7.pem': pkcs7,
    'day/keys/tenant.key': readFileSync(pem('tenant.key')),
  };
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), contents);
  }
  await dropFromDisk(page, join(folder, 'day'));
  await expect(page.getByText('1 recording, private keys in day/keys/tenant.key')).toBeVisible();
  await expect(page.getByRole('region', { name: 'day/2026-03-14/one/call.mp3.bin' })).toBeVisible();
});

test(
  'where somebody is signed in, certificates have the names that the keystore gives them',
  { tag: '@firefox' },
  async ({ page, signIn }) => {
    await signIn('administrator');
    const { id } = await store(page, 'Payments');
    const certificate = await (await page.request.get(`/api/certificates/${id}/pem`)).text();
    const { ciphertext, pkcs7 } = encryptMedia(readFileSync(pem('tenant.p12')), [
      new Uint8Array(new X509Certificate(certificate).raw),
    ]);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await openDecrypt(page, 'none');
    await expect(
      page.getByText('only the serial numbers of certificates are sent to your tenant'),
    ).toBeVisible();
    await page
      .getByLabel('Files to decrypt', { exact: true })
      .setInputFiles([file('call.wav.bin', ciphertext), file('call.p7.pem', pkcs7)]);
    const panel = page.getByRole('region', { name: 'call.wav.bin', exact: true });
    await expect(panel).toContainText('Payments, in the keystore');
    // The keystore is searched; its list is not fetched.
    expect(asked.filter((path) => path === '/api/certificates')).toHaveLength(1);
  },
);

test('a drop without files says so, and offers to choose them', async ({ page, expectAccessible }) => {
  await openDecrypt(page, 'none');
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [{ mimeType: 'text/plain', data: 'a mail' }], files: [], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  const alert = page.getByRole('alert').filter({ hasText: 'There are no files in what was dropped.' });
  await expect(alert).toBeVisible();
  await expectAccessible();
  const choosing = page.waitForEvent('filechooser');
  await alert.getByRole('button', { name: 'Choose them instead', exact: true }).click();
  await (await choosing).setFiles(pem('tenant.key'));
  await expect(page.getByText('No recording yet, private keys in tenant.key')).toBeVisible();
  await expect(alert).toBeHidden();
});

test('what the browser cannot play is decrypted, named and saved', async ({ page }) => {
  await openDecrypt(page, 'none');
  const gsm = Buffer.alloc(1000);
  gsm.write('RIFF\u00e0\u0003\0\0WAVEfmt \u0014\0\0\0\u0031\0\u0001\0\u0040\u001f\0\0', 'latin1');
  gsm.write('data', 40, 'latin1');
  const { ciphertext, pkcs7 } = encryptMedia(gsm, [tenant]);
  await page
    .getByLabel('Files to decrypt', { exact: true })
    .setInputFiles([
      file('call.wav.bin', ciphertext),
      file('call.p7.pem', pkcs7),
      file('tenant.key', readFileSync(pem('tenant.key'))),
    ]);
  const panel = page.getByRole('region', { name: 'call.wav.bin', exact: true });
  await expect(panel).toContainText('This browser cannot play it: it is encoded as GSM 6.10 in WAV.');
  await expect(panel.getByRole('slider')).toHaveCount(0);
  const { bytes } = await saved(panel.getByRole('link', { name: 'Save call.wav', exact: true }));
  expect(bytes).toEqual(gsm);
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

test('an export of contact data is the zip that it is, with the list of its files', async ({ page }) => {
  test.skip(!hasOpenssl, 'openssl is not here');
  await openDecrypt(page, 'none');
  const zip = zipSync({ 'contacts/2026-03.csv': strToU8('id\r\n1\r\n') });
  const part = [
    'Content-Type: application/zip; name=export.zip',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(zip).toString('base64'),
    '',
  ].join('\r\n');
  const options = ['-encrypt', '-aes256', '-binary', '-outform', 'SMIME', '-recip', pem('tenant.pem')];
  const { stdout } = spawnSync('openssl', ['cms', ...options], { input: part });
  await page
    .getByLabel('Files to decrypt', { exact: true })
    .setInputFiles([file('export.zip.p7m', stdout), file('tenant.key', readFileSync(pem('tenant.key')))]);
  await expect(page.getByText('It is a zip with 1 file:')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Files in the zip' })).toContainText('contacts/2026-03.csv');
  const { bytes } = await saved(page.getByRole('link', { name: /^Save export/ }));
  expect(Object.keys(unzipSync(bytes))).toEqual(['contacts/2026-03.csv']);
});
