import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium as playwright, type Browser, type Page } from '@playwright/test';
import { longestTask } from '../e2e/longest-task.ts';
import { TenantServer } from '../src/testing/server.ts';
import { fill } from './fill.ts';
import { median, row } from './report.ts';

const dist = join(import.meta.dirname, '../dist');

async function signIn(page: Page, path: string) {
  await page.goto(`/sign-in?back=${encodeURIComponent(path)}`);
  await page.getByLabel('User name').fill('administrator');
  await page.getByLabel('Password').fill('demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.includes('sign-in'));
}

/** The JavaScript that a page loads when it is opened, compressed with gzip as servers do. */
async function scripts(page: Page, open: () => Promise<void>) {
  const names = new Set<string>();
  const collect = (request: { url: () => string }) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) names.add(pathname);
  };
  page.on('request', collect);
  await open();
  page.off('request', collect);
  const bytes = [...names].map((name) => gzipSync(readFileSync(join(dist, name))).length);
  const texts = [...names].map((name) => readFileSync(join(dist, name), 'utf8'));
  return {
    kilobytes: bytes.reduce((a, b) => a + b, 0) / 1000,
    pkijs: texts.some((text) => text.includes('PKCS8ShroudedKeyBag')),
  };
}

/** The size of the JavaScript of the sign-in page and of the list. */
export async function weights(browser: Browser) {
  const server = await TenantServer.start();
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const signInPage = await scripts(page, async () => {
    await page.goto('/sign-in', { waitUntil: 'networkidle' });
  });
  row('JavaScript of the sign-in page, gzip', `${signInPage.kilobytes.toFixed(1)} kB`, 'budget 180 kB');
  await signIn(page, '/');
  const list = await scripts(page, async () => {
    await page.goto('/administration/certificates', { waitUntil: 'networkidle' });
  });
  row('JavaScript of the list, gzip', `${list.kilobytes.toFixed(1)} kB`, 'budget 260 kB');
  const copy = gzipSync(readFileSync(join(dist, 'downloads/recording-key-tools.html')), { level: 9 });
  row('The key tools in one file, gzip', `${(copy.length / 1000).toFixed(1)} kB`, 'budget 460 kB');
  row('pkijs in either', signInPage.pkijs || list.pkijs ? 'yes' : 'no', 'must be no');
  await context.close();
  await server.stop();
}

/** Chromium's "Fast 4G" preset: 9 Mbit/s less 10 %, 1.5 Mbit/s less 10 %, 60 ms × 2.75. */
const FAST_4G = { offline: false, downloadThroughput: 1_012_500, uploadThroughput: 168_750, latency: 165 };

/**
 * The time to the first paint and to the first rows, with an empty cache, a slow processor and a mobile network. Then a
 * click on a header sorts, and a link opens without a new document.
 */
export async function firstRows(browser: Browser, runs = 9) {
  const server = await TenantServer.start();
  await server.kill();
  await fill(server.dataDir, 100);
  await server.run();
  for (const rate of [4, 1]) {
    const paints: number[] = [];
    const rows: number[] = [];
    for (let i = 0; i < runs; i++) {
      const context = await browser.newContext({ baseURL: server.url });
      const page = await context.newPage();
      await signIn(page, '/');
      await page.goto('about:blank');
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      await session.send('Network.setCacheDisabled', { cacheDisabled: true });
      await session.send('Network.emulateNetworkConditions', FAST_4G);
      await session.send('Emulation.setCPUThrottlingRate', { rate });
      await page.addInitScript(() => {
        new MutationObserver((_, observer) => {
          if (!document.querySelector('tbody a')) return;
          observer.disconnect();
          requestAnimationFrame(() => performance.mark('rows'));
        }).observe(document, { childList: true, subtree: true });
      });
      await page.goto('/administration/certificates');
      await page.waitForFunction(() => performance.getEntriesByName('rows').length > 0);
      const at = (name: string) =>
        page.evaluate((each) => performance.getEntriesByName(each)[0]?.startTime ?? Number.NaN, name);
      paints.push(await at('first-paint'));
      rows.push(await at('rows'));
      // The rows are live: a header sorts.
      await page.evaluate(clickSubjectName);
      await page.waitForFunction(isSortedByName);
      await context.close();
    }
    const how = `cold, ${rate} × CPU, Fast 4G`;
    const against = (figure: string) => (rate === 4 ? `prototype ${figure} ms` : '');
    row(`First paint, ${how}`, `${median(paints).toFixed(0)} ms`, against('312'));
    row(`First rows, ${how}`, `${median(rows).toFixed(0)} ms`, against('946'));
  }
  await server.stop();
}

/** Mounting, sorting and searching a list of 10,000 certificates after it has loaded: the time and the longest task. */
export async function longList(browser: Browser, runs = 9) {
  const server = await TenantServer.start();
  await server.kill();
  await fill(server.dataDir, 10_000);
  await server.run();
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await signIn(page, '/administration/certificates');
  const whole = page.getByText('10,000 certificates', { exact: true });
  await whole.waitFor();

  const acts = [
    { name: 'mount', does: () => history.back(), isShown: isListShown, prototype: 44 },
    { name: 'sort', does: clickSubjectName, isShown: isSortedByName, prototype: 510 },
    { name: 'filter', does: searchManila, isShown: isFiltered, prototype: 152 },
  ].map((act) => Object.assign(act, { times: [] as number[], tasks: [] as number[] }));
  for (let i = 0; i < runs; i++) {
    await page.getByRole('link', { name: 'Audit Log' }).click();
    await page.getByRole('heading', { name: 'Audit Log' }).waitFor();
    for (const { does, isShown, times, tasks } of acts) {
      const longest = await longestTask(browser, page, async () => {
        times.push(await until(page, does, isShown));
      });
      tasks.push(longest);
    }
    await page.goto('/administration/certificates');
    await whole.waitFor();
  }
  for (const { name, prototype, times, tasks } of acts) {
    row(
      `10,000 certificates: ${name}`,
      `${median(times).toFixed(0)} ms`,
      `prototype at 100,000: ${prototype} ms`,
    );
    row(`10,000 certificates: ${name}, longest task`, `${median(tasks).toFixed(0)} ms`, 'at most 50 ms');
  }
  await context.close();
  await server.stop();
}

/**
 * The time from an act to the frame after the document shows its outcome, in milliseconds. Both functions run in the
 * page.
 */
const until = (page: Page, act: () => void, isShown: () => boolean) =>
  page.evaluate<number>(`new Promise((resolve) => {
    const start = performance.now();
    const check = () => requestAnimationFrame(() => {
      if ((${isShown.toString()})()) setTimeout(() => resolve(performance.now() - start));
      else check();
    });
    (${act.toString()})();
    check();
  })`);

const isListShown = () =>
  location.pathname.endsWith('/certificates') && document.querySelectorAll('tbody a').length > 5;
const clickSubjectName = () =>
  document.querySelector<HTMLElement>('thead [role=button], thead button')?.click();
const isSortedByName = () => document.querySelector('tbody a')?.textContent === 'Recording 00000 Berlin';
const searchManila = () => {
  const input = document.querySelector<HTMLInputElement>('input[type=search]');
  if (!input) return;
  // React replaces the setter of `value` and would not notice the change, so the original setter is called.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'manila 0999');
  input.dispatchEvent(new Event('input', { bubbles: true }));
};
const isFiltered = () => document.querySelector('tbody a')?.textContent?.includes('Manila') ?? false;

export const launch = async (): Promise<Browser> => {
  const { chromium } = await import('../e2e/browser.ts');
  return playwright.launch(await chromium());
};

/** The time from choosing a file until the four documented fields are filled, in a panel that was just opened. */
export async function chosenFile(browser: Browser): Promise<void> {
  const server = await TenantServer.start();
  for (const [rate, goal] of [
    [1, 100],
    [4, 300],
  ] as const) {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const context = await browser.newContext({ baseURL: server.url });
      const page = await context.newPage();
      await signIn(page, '/administration/certificates');
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate });
      await page.getByRole('link', { name: 'Upload', exact: true }).first().click();
      const input = page.getByLabel('Certificate File', { exact: true });
      await input.waitFor({ state: 'attached' });
      await page.evaluate(() => {
        document.addEventListener(
          'change',
          () => {
            const start = performance.now();
            const look = () => {
              const field = Array.from(document.querySelectorAll('label')).find(
                ({ textContent }) => textContent === 'Subject Name',
              );
              const filled = (document.getElementById(field?.htmlFor ?? '') as HTMLOutputElement | null)
                ?.value;
              if (filled) document.title = String(performance.now() - start);
              else requestAnimationFrame(look);
            };
            look();
          },
          { capture: true, once: true },
        );
      });
      await input.setInputFiles(join(import.meta.dirname, '../src/pki/fixtures/tenant.pem'));
      await page.waitForFunction(() => /^[\d.]+$/.test(document.title));
      times.push(Number(await page.title()));
      await context.close();
    }
    row(
      `a chosen file fills the four fields, ${rate} × CPU`,
      `${median(times).toFixed(0)} ms`,
      `at most ${goal} ms`,
    );
  }
  await server.stop();
}
