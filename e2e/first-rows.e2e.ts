import type { Browser, Page } from '@playwright/test';
import { expect, store, test, type Fixtures } from './fixtures.ts';
import { TenantServer } from './server.ts';

const LIST = '/administration/certificates';
const HOSTILE = '<script>document.title = "taken"</script>';
const DAY_MS = 86_400_000;

test.beforeEach(async ({ page, signIn }) => {
  await signIn('administrator', '/api/health');
  await store(page, 'Contoso Contact Centre Voice Recording Amsterdam and Everywhere Else');
  await store(page, 'Ending', new Date(Date.now() + 16.5 * DAY_MS));
  await store(page, HOSTILE);
});

/** What of the list is seen where: the words and the box of each cell, header, link and control. */
async function picture(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // The live header has its menus besides.
    const seen = [...document.querySelectorAll<HTMLElement>('header a:has(svg), main *')].filter(
      (element) =>
        element.matches('a, h1, p, th, td, button, .button, code, [role], td span') &&
        !element.matches('h1 + p button, .MuiButton-icon') &&
        element.offsetWidth > 0 &&
        element.offsetHeight > 0,
    );
    return seen.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const box = [x, y, width, height].map(Math.round).join();
      return `${element.innerText.trim().replaceAll(/\s+/g, ' ')} @ ${box}`;
    });
  });
}

/** The list without any script, and the live one. */
async function bothPictures(
  { browser, tenant, signIn }: Pick<Fixtures, 'tenant' | 'signIn'> & { browser: Browser },
  { username, width, path = LIST }: { username: string; width: number; path?: string },
): Promise<string[][]> {
  const pictures: string[][] = [];
  for (const javaScriptEnabled of [false, true]) {
    const context = await browser.newContext({
      baseURL: tenant.url,
      viewport: { width, height: 800 },
      javaScriptEnabled,
    });
    const page = await context.newPage();
    await signIn(username, path, page);
    await expect(page.getByRole('link', { name: 'Ending', exact: true })).toBeVisible();
    if (javaScriptEnabled)
      await expect(page.getByRole('button', { name: 'View', exact: true })).toBeVisible();
    pictures.push(await picture(page));
    await context.close();
  }
  return pictures;
}

for (const username of ['administrator', 'professional']) {
  for (const width of [390, 800, 1280, 1600]) {
    test(`without any script the list is as the live one: ${username}, ${width} px`, async ({
      browser,
      tenant,
      signIn,
    }) => {
      const [before, live] = await bothPictures({ browser, tenant, signIn }, { username, width });
      expect(before).toEqual(live);
      expect(before?.length).toBeGreaterThan(15);
    });
  }
}

test('without any script a link with a search and an order shows what the live list shows', async ({
  browser,
  tenant,
  signIn,
}) => {
  const path = `${LIST}?q=${encodeURIComponent('CN=E expires')}&sort=-subjectName`;
  const [before, live] = await bothPictures(
    { browser, tenant, signIn },
    { username: 'administrator', width: 1280, path },
  );
  expect(before).toEqual(live);
  expect(before?.join()).toContain('1 of 3 certificates');
});

test('without any script rows are read and links lead on', async ({ browser, tenant, signIn }) => {
  const context = await browser.newContext({ baseURL: tenant.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn('professional', LIST, page);
  await expect(page.getByRole('row')).toHaveCount(4);
  await expect(page.getByRole('link', { name: HOSTILE, exact: true })).toBeVisible();
  expect(await page.title()).toBe('Recording Certificate Console');
  await page.getByRole('link', { name: 'Ending', exact: true }).click();
  await page.waitForURL(/certificates\/[\w-]+$/);
  await context.close();
});

test('without any script headers sort, as in the live list', async ({ browser, tenant, signIn }) => {
  const orders: string[][] = [];
  for (const javaScriptEnabled of [false, true]) {
    const context = await browser.newContext({ baseURL: tenant.url, javaScriptEnabled });
    const page = await context.newPage();
    await signIn('administrator', LIST, page);
    const seen: string[] = [];
    for (const [header, sort] of [
      ['Subject Name', 'subjectName'],
      ['Subject Name', '-subjectName'],
      ['Backup', 'backup'],
      ['Status', 'status'],
    ] as const) {
      const column = page.getByRole('columnheader', { name: header, exact: true });
      await column.getByRole(javaScriptEnabled ? 'button' : 'link', { name: header, exact: true }).click();
      await expect(page).toHaveURL(`${LIST}?sort=${sort}`);
      await expect(column).toHaveAttribute('aria-sort', sort.startsWith('-') ? 'descending' : 'ascending');
      seen.push((await page.locator('tbody').getByRole('link').allInnerTexts()).join());
    }
    orders.push(seen);
    await context.close();
  }
  expect(orders[0]).toEqual(orders[1]);
  expect(orders[0]?.[0]).not.toEqual(orders[0]?.[1]);
});

test('in front of another tenant the rows come with the document, too', async ({ browser, tenant }) => {
  const site = await TenantServer.start({ TENANT_URL: tenant.url });
  for (const javaScriptEnabled of [false, true]) {
    const context = await browser.newContext({ baseURL: site.url, javaScriptEnabled });
    await context.request.post('/api/session', { data: { username: 'administrator', password: 'demo' } });
    const answer = await context.request.get(LIST, { headers: { Accept: 'text/html' } });
    expect(await answer.text()).toContain('>Ending</a>');
    const page = await context.newPage();
    await page.goto(LIST);
    await expect(page.getByRole('link', { name: 'Ending', exact: true })).toBeVisible();
    if (javaScriptEnabled)
      await expect(page.getByRole('button', { name: 'View', exact: true })).toBeVisible();
    await context.close();
  }
  await site.stop();
});

test('who may not see the list gets no row of it, in the document neither', async ({ browser, tenant }) => {
  for (const username of ['agent', 'azure-administrator', undefined]) {
    const context = await browser.newContext({ baseURL: tenant.url });
    if (username) await context.request.post('/api/session', { data: { username, password: 'demo' } });
    const answer = await context.request.get(LIST, { headers: { Accept: 'text/html' } });
    expect(await answer.text()).not.toContain('Ending');
    expect(answer.headers()['cache-control']).toBe('no-store');
    await context.close();
  }
});

/** So that the static list stays for about a second. */
async function slowNetwork(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 100,
    downloadThroughput: 200_000,
    uploadThroughput: 200_000,
  });
}

for (const [what, role, live, name] of [
  ['a name', 'link', 'link', 'Recording 2'],
  ['a header', 'link', 'button', 'Valid until'],
  ['the list', 'region', 'region', 'Certificates'],
  ['the search', 'searchbox', 'searchbox', 'Search'],
] as const)
  test(`at the take-over nothing moves; the focus on ${what} and the place in the list stay`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 1280, height: 600 });
    for (let i = 0; i < 6; i++) await store(page, `Recording ${i}`);
    await page.addInitScript(() => {
      const moved = window as unknown as { moved: number };
      moved.moved = 0;
      new PerformanceObserver((list) => {
        // A browser may draw the document while it is still arriving; that is no move of the take-over.
        const [arrived] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        for (const entry of list.getEntries()) {
          if (!arrived?.domInteractive || entry.startTime < arrived.domInteractive) continue;
          moved.moved += (entry as PerformanceEntry & { value: number }).value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await slowNetwork(page);
    await page.goto(LIST, { waitUntil: 'commit' });
    const link = page.getByRole(role, { name, exact: true });
    await expect(page.locator('.first-page')).toBeVisible();
    await link.focus();
    const list = page.getByRole('region', { name: 'Certificates', exact: true });
    await list.evaluate((element) => (element.scrollTop = 60));
    await expect(page.locator('.first-page')).toBeVisible();

    await expect(page.getByRole('button', { name: 'View', exact: true })).toBeVisible();
    await expect(page.locator('.first-page')).toHaveCount(0);
    await expect(page.getByRole(live, { name, exact: true })).toBeFocused();
    expect(await list.evaluate((element) => element.scrollTop)).toBe(60);
    expect(await page.evaluate(() => (window as unknown as { moved: number }).moved)).toBe(0);
  });

test('what is typed into the search while the live list is rendered is searched for', async ({ page }) => {
  await slowNetwork(page);
  await page.goto(LIST, { waitUntil: 'commit' });
  const search = page.getByRole('searchbox', { name: 'Search', exact: true });
  await search.pressSequentially('endig');
  await search.press('ArrowLeft');
  await expect(page.locator('.first-page')).toBeVisible();

  await expect(page.locator('.first-page')).toHaveCount(0);
  await expect(search).toHaveValue('endig');
  await expect(search).toBeFocused();
  await page.keyboard.type('n');
  await expect(search).toHaveValue('ending');
  await expect(page.getByRole('status').filter({ hasText: /^1 of 3 certificates$/ })).toBeVisible();
  await expect(page).toHaveURL(`${LIST}?q=ending`);
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('without any script the search finds, in the order that was chosen', async ({
  browser,
  tenant,
  signIn,
}) => {
  const context = await browser.newContext({ baseURL: tenant.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn('administrator', `${LIST}?sort=-subjectName`, page);
  await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('nd');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${LIST}?q=nd&sort=-subjectName`);
  await expect(page.getByRole('status')).toHaveText('2 of 3 certificates');
  await expect(page.locator('tbody').getByRole('link')).toHaveText(['Ending', /^Contoso/]);
  await page.getByRole('link', { name: 'Subject Name', exact: true }).click();
  await expect(page).toHaveURL(`${LIST}?q=nd&sort=subjectName`);
  await expect(page.locator('tbody').getByRole('link')).toHaveText([/^Contoso/, 'Ending']);
  await context.close();
});

test('what is scrolled while the live list is rendered stays where it is', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 600 });
  for (let i = 0; i < 20; i++) await store(page, `Recording ${i}`);
  // Scrolls by a pixel in every frame until the live list is there.
  await page.addInitScript(() => {
    const scroll = () => {
      const list = document.querySelector('.first-page [role=region]');
      if (list) (window as unknown as { scrolled: number }).scrolled = list.scrollTop += 1;
      requestAnimationFrame(scroll);
    };
    scroll();
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(LIST);
  await expect(page.getByRole('button', { name: 'View', exact: true })).toBeVisible();
  const scrolled = await page.evaluate(() => (window as unknown as { scrolled: number }).scrolled);
  const list = page.getByRole('region', { name: 'Certificates', exact: true });
  const place = await list.evaluate((element) => element.scrollTop);
  expect(scrolled).toBeGreaterThan(3);
  // The browser tells of a scroll a frame later.
  expect(Math.abs(place - scrolled)).toBeLessThanOrEqual(1);
});

for (const path of [LIST, '/', '/key-tools/generate'])
  test(`in dark colours nothing is light first: ${path}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('#root .MuiButtonBase-root')) return;
        observer.disconnect();
        (window as unknown as { first: string }).first = getComputedStyle(document.body).backgroundColor;
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(path);
    await expect(page.locator('.MuiButtonBase-root').first()).toBeVisible();
    const first = await page.evaluate(() => (window as unknown as { first: string }).first);
    await expect(page.locator('body')).toHaveCSS('background-color', first);
    await expect(page.locator('html')).toHaveAttribute('data-color-scheme', 'dark');
  });

test('the next document has the colours, the density and the time zone of this browser', async ({
  browser,
  tenant,
  signIn,
}) => {
  const context = await browser.newContext({
    baseURL: tenant.url,
    viewport: { width: 1600, height: 800 },
    timezoneId: 'Asia/Bangkok',
    locale: 'en-GB',
    colorScheme: 'light',
  });
  const page = await context.newPage();
  await signIn('administrator', LIST, page);
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitemradio', { name: 'Colours: dark' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Compact rows', exact: true }).click();
  await page.reload();
  const text = await (await context.request.get(LIST, { headers: { Accept: 'text/html' } })).text();
  expect(text).toContain('<html data-color-scheme="dark"');
  expect(text).toContain('first-page compact');
  expect(text).toContain('GMT+7');
  await context.close();
});
