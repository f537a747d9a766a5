/** The Decrypt tool in a browser whose profile is on the disk, as a person's is. */
import { chromium as playwright, type Page } from '@playwright/test';
import { chromium } from '../../e2e/browser.ts';
import { TenantServer } from '../../src/testing/server.ts';
import { fixture } from './fill.ts';

export async function startBrowser(profile: string) {
  const server = await TenantServer.start();
  const context = await playwright.launchPersistentContext(profile, {
    ...(await chromium()),
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
