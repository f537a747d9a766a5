import { expect, store, test } from '../fixtures.ts';
import { TenantServer } from '../../src/testing/server.ts';

test.use({ as: 'administrator' });

const LIST = '/administration/certificates';
const HOSTILE = '<script>document.title = "taken"</script>';

test.beforeEach(async ({ page }) => {
  await store(page, 'Ending');
  await store(page, HOSTILE);
});

test('the frame is there before any script, and nothing of a name becomes markup', async ({
  page,
  browser,
  tenant,
  signIn,
}) => {
  const context = await browser.newContext({ baseURL: tenant.url, javaScriptEnabled: false });
  const before = await context.newPage();
  await signIn('administrator', LIST, before);
  await expect(before.getByRole('status')).toHaveText('Loading…');
  expect(await before.title()).toBe('Recording Certificate Console');
  await context.close();
  await page.goto(LIST);
  await expect(page.getByRole('link', { name: HOSTILE, exact: true })).toBeVisible();
  expect(await page.title()).not.toBe('taken');
});

test('in front of another tenant the answers come with the document, too', async ({ browser, tenant }) => {
  const site = await TenantServer.start({ TENANT_URL: tenant.url });
  const context = await browser.newContext({ baseURL: site.url });
  await context.request.post('/api/session', { data: { username: 'administrator', password: 'demo' } });
  const answer = await context.request.get(LIST, { headers: { Accept: 'text/html' } });
  expect(await answer.text()).toContain('"subjectName":"Ending"');
  const page = await context.newPage();
  await page.goto(LIST);
  await expect(page.getByRole('link', { name: 'Ending', exact: true })).toBeVisible();
  await context.close();
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

test('the next document has the colours that were chosen in this browser', async ({
  browser,
  tenant,
  signIn,
}) => {
  const context = await browser.newContext({ baseURL: tenant.url, colorScheme: 'light' });
  const page = await context.newPage();
  await signIn('administrator', LIST, page);
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitemradio', { name: 'Colours: dark' }).click();
  await page.reload();
  const text = await (await context.request.get(LIST, { headers: { Accept: 'text/html' } })).text();
  expect(text).toContain('<html data-color-scheme="dark"');
  await context.close();
});

test('nothing moves when the rows take the place of the frame', async ({ page }) => {
  await page.addInitScript(() => {
    const seen = window as unknown as { moved: number };
    seen.moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.moved += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(LIST);
  await expect(page.getByRole('link', { name: 'Ending', exact: true })).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { moved: number }).moved)).toBe(0);
});
