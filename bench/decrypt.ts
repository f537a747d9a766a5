import { spawnSync } from 'node:child_process';
import { createCipheriv, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type Page } from '@playwright/test';
import { chromium } from '../e2e/browser.ts';
import { longestTask } from '../e2e/longest-task.ts';
import { TenantServer } from '../src/testing/server.ts';
import { encryptMedia } from '../src/tenant/recorder/recorder.ts';
import { withPage } from './key-tools.ts';
import { memoryPeak } from './memory.ts';
import { median, row } from './report.ts';

const fixture = (name: string) => join(import.meta.dirname, '../src/pki/fixtures', name);

const MEDIA_BYTES = 100_000_000;

/**
 * Decrypts a recording of 100 MB from a file, compared with the browser's bare reading and decrypting, and with
 * OpenSSL.
 */
export async function decryptRecording(browser: Browser): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const [sessionKey, iv] = [randomBytes(32), randomBytes(16)];
  const cipher = createCipheriv('aes-256-cbc', sessionKey, iv);
  const media = Buffer.concat([Buffer.from('ID3\u0004\0\0\0\0\0\0'), randomBytes(MEDIA_BYTES)]);
  const path = join(folder, 'call.mp3.bin');
  writeFileSync(path, Buffer.concat([cipher.update(media), cipher.final()]));
  await withPage(browser, async (page) => {
    await page.evaluate(() => globalThis.bench.wantFile());
    await page.locator('input').setInputFiles(path);
    const runs: { bare: number; ours: number }[] = [];
    for (let i = 0; i < 7; i++) {
      runs.push(
        await page.evaluate(([key, vector]) => globalThis.bench.decryptFile(key, vector), [
          [...sessionKey],
          [...iv],
        ] as const),
      );
    }
    const ratio = median(runs.map(({ bare, ours }) => ours / bare));
    const start = performance.now();
    const options = `enc -d -aes-256-cbc -K ${sessionKey.toString('hex')} -iv ${iv.toString('hex')}`;
    spawnSync('openssl', [...options.split(' '), '-in', path, '-out', join(folder, 'call.mp3')]);
    const openssl = performance.now() - start;
    row(
      '100 MB decrypted',
      `${median(runs.map(({ ours }) => ours)).toFixed(0)} ms`,
      `${ratio.toFixed(2)} × bare reading and decrypting, at most 1.2; openssl ${openssl.toFixed(0)} ms`,
    );
  });
  rmSync(folder, { recursive: true });
}

/**
 * Opens the console in a browser whose profile is on the disk, as a person's browser is: a private window keeps more in
 * memory.
 */
async function withProfile(run: (page: Page, argument: string) => Promise<void>): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'bench-profile-'));
  const server = await TenantServer.start();
  const context = await playwright.launchPersistentContext(profile, {
    ...(await chromium()),
    baseURL: server.url,
  });
  try {
    // Playwright cannot operate the browser's dialog for folders, so the browser's private folder replaces it.
    await context.addInitScript(() => {
      Object.assign(globalThis, { showDirectoryPicker: () => navigator.storage.getDirectory() });
    });
    await run(await context.newPage(), `--user-data-dir=${profile}`);
  } finally {
    await context.close();
    await server.stop();
    rmSync(profile, { recursive: true });
  }
}

/** A recording of this many bytes and its envelope, as files. */
function recordingFiles(folder: string, name: string, bytes: number): string[] {
  const certificate = new Uint8Array(new X509Certificate(readFileSync(fixture('tenant.pem'))).raw);
  const media = Buffer.concat([Buffer.from('ID3\u0004\0\0\0\0\0\0'), randomBytes(bytes)]);
  const { ciphertext, pkcs7 } = encryptMedia(media, [certificate]);
  const paths = [join(folder, `${name}.mp3.bin`), join(folder, `${name}.p7.pem`)] as const;
  writeFileSync(paths[0], ciphertext);
  writeFileSync(paths[1], pkcs7);
  return [...paths];
}

/** The memory that the Decrypt tool takes for 100 MB and for 1 GB. */
export async function decryptMemory(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  // *Save all into a folder* is offered only for two calls or more.
  const other = recordingFiles(folder, 'other', 1000);
  const small = [...recordingFiles(folder, 'call', MEDIA_BYTES), ...other];
  const large = [...recordingFiles(folder, 'long', 10 * MEDIA_BYTES), ...other];
  for (const [what, dropped, act, goal] of [
    ['100 MB decrypted in the page', small, decryptLarge, 'less than 128 MB'],
    ['100 MB decrypted into a folder', small, saveAll, 'less than 128 MB'],
    ['1 GB decrypted into a folder', large, saveAll, 'it works'],
  ] as const) {
    await withProfile(async (page, argument) => {
      await openWith(page, dropped);
      const peak = await memoryPeak(argument, () => act(page));
      row(`Memory: ${what}`, `+${peak.toFixed(0)} MB`, goal);
    });
  }
  rmSync(folder, { recursive: true });
}

/** Opens the large recording of the two, which is decrypted when a person asks for it. */
async function decryptLarge(page: Page): Promise<void> {
  await page.getByRole('row').getByRole('button', { name: 'call.mp3.bin', exact: true }).click();
  await page.getByRole('button', { name: 'Decrypt', exact: true }).click();
  await page.getByText('Decrypted with tenant.key').waitFor({ timeout: 300_000 });
}

async function saveAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save all 2 into a folder', exact: true }).click();
  await page.getByText('2 recordings: 2 saved.').waitFor({ timeout: 300_000 });
}

async function openWith(page: Page, files: readonly string[]): Promise<void> {
  await page.goto('/key-tools/decrypt');
  await page.getByText('Loaded completely').waitFor();
  await page.getByLabel('Files to decrypt', { exact: true }).setInputFiles([...files, fixture('tenant.key')]);
  await page.getByText(/^2 recordings, private keys in/).waitFor();
}

/** The longest task on the page's thread while 100 MB are decrypted. */
export async function decryptLongestTask(browser: Browser): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const files = [...recordingFiles(folder, 'call', MEDIA_BYTES), ...recordingFiles(folder, 'other', 1000)];
  const server = await TenantServer.start();
  const page = await browser.newPage({ baseURL: server.url });
  await openWith(page, files);
  const longest = await longestTask(browser, page, () => decryptLarge(page));
  row('Longest task while 100 MB are decrypted', `${longest.toFixed(0)} ms`, 'at most 50 ms');
  await page.close();
  await server.stop();
  rmSync(folder, { recursive: true });
}
