/** The Decrypt tool in a browser whose profile is on the disk, as a person's is. */
import { chromium as playwright, type Page } from '@playwright/test';
import { chromium } from '../../e2e/browser.ts';
import { dropFromDisk } from '../../e2e/drop-from-disk.ts';
import { TenantServer } from '../../src/testing/server.ts';
import { fixture } from './fill.ts';

export async function startBrowser(profile: string, ...args: string[]) {
  const server = await TenantServer.start();
  const options = await chromium();
  const context = await playwright.launchPersistentContext(profile, {
    ...options,
    args: [...(options.args ?? []), ...args],
    baseURL: server.url,
    viewport: { width: 1280, height: 800 },
  });
  return {
    context,
    close: async () => {
      await context.close();
      await server.stop();
    },
  };
}

/** Opens the tool with these private keys. */
export async function openDecrypt(page: Page, ...keys: string[]): Promise<void> {
  await page.goto('/key-tools/decrypt');
  await page.getByText('Loaded completely').waitFor();
  await page.getByLabel('Files to decrypt', { exact: true }).setInputFiles(keys.map(fixture));
  await page.getByText(`No recording yet, private keys in ${keys.join(', ')}`).waitFor();
}

/** With this, a browser without dialogs lets a page write into a folder that was dropped on it. */
export const MAY_WRITE = '--enable-experimental-web-platform-features';

/**
 * Playwright cannot operate the browser's dialog for folders. So the next folder that is dropped on the page is what the
 * dialog answers. The browser's private folder would take longer: each write is counted against its quota there.
 */
export async function chooseFolder(page: Page, folder: string): Promise<void> {
  await page.evaluate(() =>
    addEventListener(
      'drop',
      (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        const item = event.dataTransfer?.items[0] as unknown as {
          getAsFileSystemHandle: () => Promise<FileSystemHandle>;
        };
        const folder = item.getAsFileSystemHandle();
        Object.assign(globalThis, { showDirectoryPicker: () => folder });
      },
      { capture: true, once: true },
    ),
  );
  await dropFromDisk(page, folder);
}
