import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import {
  test as base,
  expect,
  type APIRequestContext,
  type Page,
  type PlaywrightWorkerArgs,
} from '@playwright/test';
import { makePair, type Pair, type Wanted } from '../src/testing/pairs.ts';
import { TenantServer } from '../src/testing/server.ts';

export { expect };

/** A test file made by OpenSSL. */
export const pem = (name: string) => join(import.meta.dirname, '../src/pki/fixtures', name);

/** The calls of somebody who is signed in, in a page or without one. */
export type Session = Pick<Page, 'request'>;

export interface Fixtures {
  /** With `test.use({ as: 'administrator' })`: who is signed in in `page`, in which nothing is open yet. */
  as: string | undefined;
  /** A tenant for this test only, so that tests cannot affect each other. */
  tenant: TenantServer;
  /** Signs in with the call that the sign-in page makes, and opens `path`. */
  signIn: (username: string, path?: string, page?: Page) => Promise<void>;
  /** A page in a second browser, with its own cookies. */
  otherPage: Page;
  /** People who do what is not the subject of the test, without a browser. */
  administrator: Session;
  professional: Session;
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

async function startSession(request: APIRequestContext, username: string) {
  const answer = await request.post('/api/session', { data: { username, password: 'demo' } });
  expect(answer.status()).toBe(200);
}

async function withoutBrowser(
  { request: requests }: PlaywrightWorkerArgs['playwright'],
  baseURL: string | undefined,
  username: string,
  use: (session: Session) => Promise<void>,
) {
  const request = await requests.newContext(baseURL ? { baseURL } : {});
  await startSession(request, username);
  await use({ request });
  await request.dispose();
}

/**
 * In Firefox, Playwright's `fill` assigns `value`, and React takes that for its own deed. An edit by a command of the
 * browser is one of a person.
 */
function fillAsAPersonDoes() {
  Object.defineProperty(window, '__pw_bidiInsertText', {
    get: () => (text: string) => {
      document.execCommand('insertText', false, text);
    },
    set() {
      // Playwright's own stays out.
    },
  });
}

export const test = base.extend<Fixtures>({
  as: [undefined, { option: true }],
  tenant: async ({}, use) => {
    const tenant = await TenantServer.start({}, [], process.env['TENANT_TEMPLATE']);
    await use(tenant);
    await tenant.stop();
  },
  baseURL: async ({ tenant }, use) => use(tenant.url),
  page: async ({ page, as, browserName }, use) => {
    if (browserName === 'firefox') await page.addInitScript(fillAsAPersonDoes);
    if (as) await startSession(page.request, as);
    await watched(page, use);
  },
  otherPage: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext(baseURL ? { baseURL } : {});
    await watched(await context.newPage(), use);
    await context.close();
  },
  administrator: async ({ playwright, baseURL }, use) =>
    withoutBrowser(playwright, baseURL, 'administrator', use),
  professional: async ({ playwright, baseURL }, use) =>
    withoutBrowser(playwright, baseURL, 'professional', use),
  signIn: async ({ page: own }, use) => {
    await use(async (username, path = '/', page = own) => {
      await startSession(page.request, username);
      await page.goto(path);
    });
  },
  expectAccessible: async ({ page: own, browserName }, use) => {
    await use(async (page = own) => {
      // The driver cannot choose a colour scheme there.
      if (browserName === 'firefox') return;
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

/** A file to choose. */
export const file = (name: string, content: string | Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
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
export const store = (administrator: Session, commonName: string, wanted: Wanted = {}) =>
  storePair(administrator, makePair({ commonName, ...wanted }));

/** The same on Azure, into the profile “record”. */
export const storeKey = (administrator: Session, commonName: string, wanted: Wanted = {}) =>
  storePair(administrator, makePair({ commonName, ...wanted }), '/api/keys');

export async function storePair(
  { request }: Session,
  data: Pair & { replaces?: string },
  call: '/api/certificates' | '/api/keys' = '/api/certificates',
) {
  const answer = await request.post(call, { data });
  expect(answer.status()).toBe(201);
  return (await answer.json()) as { id: string };
}
