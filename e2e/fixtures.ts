import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { makePair, type Pair } from '../src/tenant/test-pairs.ts';
import { TenantServer } from './server.ts';

export { expect };

/** A test file made by OpenSSL. */
export const pem = (name: string) => join(import.meta.dirname, '../src/pki/fixtures', name);

export interface Fixtures {
  /** A tenant for this test only, so that tests cannot affect each other. */
  tenant: TenantServer;
  /** Signs in with the call that the sign-in page makes, and opens `path`. */
  signIn: (username: string, path?: string, page?: Page) => Promise<void>;
  /** A page in a second browser, with its own cookies. */
  otherPage: Page;
  /** Fails unless axe finds no problem in the page as it is now, in the light and in the dark scheme. */
  expectAccessible: (page?: Page) => Promise<void>;
}

/**
 * Records the errors and warnings that the page prints. A call that the tenant refuses is its answer, not an error of
 * the page.
 */
function watch(page: Page, unexpected: string[]) {
  // The listener keeps Chromium's own file dialog closed. Added later, it could miss the first one.
  page.on('filechooser', () => undefined);
  page.on('pageerror', (error) => unexpected.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (
      /^Failed to load resource: the server responded with a status of (4\d\d|503|507)/.test(message.text())
    )
      return;
    if (message.text().startsWith('Failed to load resource: net::')) return;
    if (/was preloaded using link preload but not used/.test(message.text())) return;
    unexpected.push(`${message.type()}: ${message.text()}`);
  });
}

/** Uses a page, and fails if it has printed what no test expects. */
async function watched(page: Page, use: (page: Page) => Promise<void>) {
  const unexpected: string[] = [];
  watch(page, unexpected);
  await use(page);
  expect(unexpected, `what ${page.url()} printed`).toEqual([]);
}

export const test = base.extend<Fixtures>({
  tenant: async ({}, use) => {
    const tenant = await TenantServer.start();
    await use(tenant);
    await tenant.stop();
  },
  baseURL: async ({ tenant }, use) => use(tenant.url),
  page: async ({ page }, use) => watched(page, use),
  otherPage: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext(baseURL ? { baseURL } : {});
    await watched(await context.newPage(), use);
    await context.close();
  },
  signIn: async ({ page: own }, use) => {
    await use(async (username, path = '/', page = own) => {
      const answer = await page
        .context()
        .request.post('/api/session', { data: { username, password: 'demo' } });
      expect(answer.status()).toBe(200);
      await page.goto(path);
    });
  },
  expectAccessible: async ({ page: own }, use) => {
    await use(async (page = own) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.locator('main h1').first().waitFor({ state: 'attached' });
        // Elements that are fading or changing colours have a temporary contrast, so several frames in a row must be
        // still.
        await page.evaluate(() => document.documentElement.removeAttribute('data-still'));
        await page.waitForFunction((scheme) => {
          const { dataset } = document.documentElement;
          const still =
            dataset['colorScheme'] === scheme &&
            document
              .getAnimations()
              .every(
                ({ playState, effect }) =>
                  playState !== 'running' || effect?.getComputedTiming().iterations === Infinity,
              );
          dataset['still'] = still ? `${dataset['still'] ?? ''}.` : '';
          return dataset['still'].length > 5;
        }, colorScheme);
        const axe = new AxeBuilder({ page });
        // An open menu is outside the landmarks of the page.
        if ((await page.getByRole('menu').count()) > 0) axe.disableRules('region');
        const { violations } = await axe.analyze();
        expect(
          violations.map(
            ({ id, nodes }) =>
              `${colorScheme} ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
          ),
        ).toEqual([]);
      }
    });
  },
});

/** Chooses an action in the *More* menu of the Certificates page. */
export async function choose(page: Page, action: 'Recently deleted' | 'Re-apply' | 'Download record') {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/** Chooses both files in the *Upload Certificate* panel. */
export async function chooseFiles(page: Page, certificate: string, key: string) {
  await page.getByLabel('Certificate File', { exact: true }).setInputFiles(certificate);
  await page.getByLabel('Key File', { exact: true }).setInputFiles(key);
}

const file = (name: string, content: string) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(content),
});

/** Saves a pair that was made here in the Upload Certificate panel. */
export async function uploadPair(page: Page, pair: Pair) {
  await page
    .getByLabel('Certificate File', { exact: true })
    .setInputFiles(file('tenant.pem', pair.certificate));
  await page.getByLabel('Key File', { exact: true }).setInputFiles(file('tenant.key', pair.privateKey));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('is in the keystore').first()).toBeVisible();
}

/** Stores a pair with the administrator's session, for tests about something else. */
export async function store(page: Page, commonName: string, notAfter?: Date) {
  const data = makePair({ commonName, ...(notAfter ? { notAfter } : {}) });
  const response = await page.request.post('/api/certificates', { data });
  expect(response.status()).toBe(201);
  return (await response.json()) as { id: string };
}
