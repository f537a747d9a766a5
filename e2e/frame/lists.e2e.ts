import { paths } from '../../src/paths.ts';
import { askAssignment, deletePair, fillWithDemoData, listed } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const DAY_MS = 86_400_000;

test('a status is shown whole, and nothing stands behind it', async ({ page }) => {
  await store(page, 'Ending', { notAfter: new Date(Date.now() + 16.5 * DAY_MS) });
  await page.goto('/administration/certificates');
  const cell = page.getByRole('cell', { name: 'Expires in 16 days', exact: true });
  await expect(cell).toBeVisible();
  expect(await cell.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
});

const numbered = (hex: string) => `Number ${hex}`;

test('serial numbers are sorted by value, as the tenant sorts them', async ({ page }) => {
  for (const hex of ['1A', '12', '0B', '2F', '102']) {
    await store(page, numbered(hex), { serialNumber: BigInt(`0x${hex}`) });
  }
  await page.goto('/administration/certificates');
  await page.getByRole('button', { name: 'Serial Number', exact: true }).click();
  const links = page.getByRole('table').getByRole('link');
  await expect(links).toHaveText(['0B', '12', '1A', '2F', '102'].map(numbered));
  const items = await listed<{ subjectName: string }>(page, '/api/certificates?sort=serialNumber');
  await expect(links).toHaveText(items.map(({ subjectName }) => subjectName));
});

const name = (city: string) => `Contoso Contact Centre Voice Recording ${city}`;

test('names that begin alike are told apart, and the row that was just stored is marked by more than grey', async ({
  page,
}) => {
  await store(page, name('Amsterdam'));
  const { id } = await store(page, name('Bangkok'));
  await page.goto(`/administration/certificates?uploaded=${id}`);
  for (const city of ['Amsterdam', 'Bangkok']) {
    const link = page.getByRole('row').getByRole('link', { name: name(city), exact: true });
    const isWhole = await link.evaluate((element) => {
      const cell = element.closest('td');
      const inner = element.parentElement;
      return (
        cell !== null &&
        inner !== null &&
        cell.scrollWidth <= cell.clientWidth &&
        inner.scrollHeight <= inner.clientHeight + 1
      );
    });
    expect(isWhole, city).toBe(true);
  }
  await expect(page.locator('tr[aria-selected] td').first()).toHaveCSS('border-left-width', '4px');
  // The mark takes no room: all check boxes stand in one line.
  const leftOf = async (city: string) =>
    (await page.getByRole('checkbox', { name: `Select ${name(city)}` }).boundingBox())?.x;
  expect(await leftOf('Bangkok')).toBe(await leftOf('Amsterdam'));
});

test('names wrap beside a recording and beside a profile', async ({ page }) => {
  await fillWithDemoData(page);
  for (const [path, name] of [
    [paths.recordings(), 'Screen Recording Certificates'],
    [paths.ivrProfiles(), 'Genesys Recording 2025, Genesys Recording 2026'],
  ] as const) {
    await page.goto(path);
    const cell = page.getByRole('cell', { name, exact: true }).first();
    await expect(cell).toBeVisible();
    const isWhole = await cell.evaluate((element) =>
      [element, ...element.children].every(
        ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
          scrollWidth <= clientWidth && scrollHeight <= clientHeight + 1,
      ),
    );
    expect(isWhole, path).toBe(true);
  }
});

test('a fingerprint’s line ends between two bytes', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const { id } = await store(page, 'Genesys Recording');
  await page.goto(`/administration/certificates/${id}`);
  const value = page
    .getByText('SHA-256 fingerprint', { exact: true })
    .locator('xpath=following-sibling::dd[1]');
  const { bytes, torn } = await value.evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const text: { node: Node; at: number }[] = [];
    let all = '';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < (node.textContent ?? '').length; at++) text.push({ node, at });
      all += node.textContent;
    }
    const lineOf = (index: number) => {
      const place = text[index];
      const range = document.createRange();
      if (!place) return 0;
      range.setStart(place.node, place.at);
      range.setEnd(place.node, place.at + 1);
      return range.getBoundingClientRect().top;
    };
    const pairs = [...all.matchAll(/[0-9A-F]{2}(?=:|\s|$)/g)];
    return {
      bytes: pairs.length,
      torn: pairs.filter(({ index }) => lineOf(index) !== lineOf(index + 1)).length,
    };
  });
  expect(bytes).toBe(32);
  expect(torn).toBe(0);
});

for (const [what, width, height] of [
  ['on a phone', 390, 800],
  ['at 200 % zoom', 640, 400],
] as const) {
  test(`Recently deleted shows the name and Restore ${what}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await deletePair(page, (await store(page, 'Genesys Recording Berlin')).id);
    await page.goto('/administration/certificates/recently-deleted');
    const name = page.getByText('Genesys Recording Berlin', { exact: true });
    await name.scrollIntoViewIfNeeded();
    // In some fonts a letter's box is a pixel higher than its line.
    await expect(name).toBeInViewport({ ratio: 0.9 });
    expect((await name.boundingBox())?.width).toBeGreaterThan(100);
    const restore = page.getByRole('button', { name: /^Restore Genesys Recording Berlin/ });
    await expect(restore).toBeInViewport({ ratio: 1 });
    await restore.click();
    await expect(page.getByText('are in the keystore again')).toBeVisible();
  });
}

test.describe('in a Thai browser', () => {
  test.use({ locale: 'th-TH', timezoneId: 'Asia/Bangkok' });

  test('years are Gregorian, and times name their zone; UTC is one press away', async ({
    page,
    expectAccessible,
  }) => {
    const { id } = await store(page, 'Genesys Recording', { notAfter: new Date('2036-05-01T12:00:00Z') });
    await page.goto(`/administration/certificates/${id}`);
    const until = page.getByText('Valid until', { exact: true }).locator('xpath=following-sibling::dd[1]');
    await expect(until).toHaveText(/ 2036 .* 19 .*GMT\+7$/);
    await expect(page.getByRole('region', { name: 'History' })).toContainText(/ 20\d\d,? .*GMT\+7/);
    // UTC is one press away, on every page, and stays.
    await page.keyboard.press('u');
    await expect(until).toHaveText(/ 2036 .* 12 .*UTC$/);
    await expect(page.getByRole('region', { name: 'History' })).toContainText(/ 20\d\d,? .*UTC/);
    await page.goto('/audit-log');
    const first = page.getByRole('table', { name: 'Audit Log' }).locator('tbody tr').first();
    await expect(first).toContainText('UTC');
    // A day that is chosen is meant in the zone that is shown.
    await page.goto('/audit-log?from=2026-03-01');
    await expect(first).toBeVisible();
    const asked = page.waitForRequest(
      (request) => new URL(request.url()).searchParams.get('from') === '2026-02-28T17:00:00.000Z',
    );
    await page.keyboard.press('u');
    await asked;
    await expect(first).toContainText('GMT+7');
    await page.keyboard.press('u');
    await expect(first).toContainText('UTC');
    await page.goto('/audit-log');
    // Also by the account menu; a row that stays is drawn again.
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitemradio', { name: 'Times: here (GMT+7)', exact: true }).click();
    await expectAccessible();
    await page.keyboard.press('Escape');
    await expect(first).toContainText('GMT+7');
    // A time is found as it is shown.
    const when = (await first.getByRole('cell').nth(1).textContent()) ?? '';
    await page.getByLabel('Search', { exact: true }).fill(`uploaded ${when}`);
    await expect(page.getByText('1 entry', { exact: true })).toBeVisible();
    await expect(first).toContainText(when);
    await page.goto('/administration/certificates');
    await expect(page.getByRole('cell', { name: /2036$/ })).toBeVisible();
    // Also where the tenant makes the sentence for its files.
    await page.goto('/administration/key-report?from=2001-01-01&to=2036-01-01');
    const limits = page.getByRole('region', { name: 'What this report cannot know', exact: true });
    await expect(limits).toContainText(/Assignments before [^:]*:\d\d GMT\+7: /);
    await expect(page.getByText('All rows, with times in UTC', { exact: true })).toBeVisible();
  });
});

test('going back to a list finds its place, its search and what is selected, and opening it anew does not', async ({
  page,
}) => {
  for (let n = 0; n < 60; n++) await store(page, `Branch ${n}`);
  await store(page, 'Headquarters');
  await page.goto('/administration/certificates?sort=subjectName');
  const region = page.getByRole('region', { name: 'Certificates' });
  const scrolled = () => region.evaluate(({ scrollTop }) => scrollTop);
  await page.getByLabel('Search', { exact: true }).fill('Branch');
  await expect(page).toHaveURL(/q=Branch/);
  await expect(page.getByText('60 certificates', { exact: true })).toBeVisible();
  await page.getByRole('checkbox', { name: /^Select Branch 3,/ }).check();
  await region.evaluate((element) => element.scrollTo(0, 1500));
  const branch = page.getByRole('link', { name: 'Branch 40', exact: true });
  await branch.scrollIntoViewIfNeeded();
  const left = await scrolled();
  expect(left).toBeGreaterThan(1000);
  const isAsItWas = async () => {
    await expect(branch).toBeVisible();
    expect(await scrolled()).toBe(left);
    await expect(page.getByLabel('Search', { exact: true })).toHaveValue('Branch');
    await expect(page.getByText('1 selected', { exact: true })).toBeVisible();
  };
  await branch.click();
  await page.getByRole('main').getByRole('link', { name: 'Certificates', exact: true }).click();
  await isAsItWas();
  await branch.click();
  await expect(page.getByRole('heading', { name: 'Branch 40', level: 1, exact: true })).toBeVisible();
  await page.goBack();
  await isAsItWas();

  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Overview', level: 1, exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Administration', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Certificates', exact: true }).click();
  await expect(page.getByLabel('Search', { exact: true })).toHaveValue('');
  await expect(page.getByText('1 selected', { exact: true })).toHaveCount(0);
  await expect.poll(scrolled).toBe(0);
});

test('every list whose rows have a page is found again, by the link above the title and by Back', async ({
  page,
}) => {
  await fillWithDemoData(page);
  const [certificate] = await listed<{ id: string }>(page, '/api/certificates?search=EMEA+2027');
  await askAssignment(page, certificate?.id ?? '');
  const account = { username: 'anna', role: 'professional' };
  expect((await page.request.post('/api/accounts', { data: account })).status()).toBe(201);
  for (const [path, title, search] of [
    [paths.certificates(), 'Certificates', 'EMEA'],
    [paths.ivrProfiles(), 'IVR Profiles', 'emea'],
    [paths.recordings(), 'Recordings', '1'],
    [paths.requests(), 'Requests', 'EMEA'],
    [paths.accounts(), 'Accounts', 'anna'],
    [paths.auditLog(), 'Audit Log', 'uploaded'],
  ] as const) {
    await page.goto(`${path}?q=${search}`);
    const table = page.getByRole('table', { name: title, exact: true });
    const row = table.locator('tbody').getByRole('link').first();
    const name = (await row.textContent()) ?? '';
    for (const back of ['link', 'Back']) {
      await row.click();
      await expect(table).toHaveCount(0);
      if (back === 'Back') await page.goBack();
      else await page.getByRole('main').getByRole('link', { name: title, exact: true }).click();
      await expect(row, `${title}, ${back}`).toHaveText(name);
      await expect(page.getByLabel('Search', { exact: true })).toHaveValue(search);
      await expect(page).toHaveURL(`${path}?q=${search}`);
    }
  }
});

test('on a phone a row says the end of the serial number and until when the certificate is valid', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const notAfter = new Date('2031-03-04T12:00:00Z');
  await store(page, 'Branch', { serialNumber: 0x1234567890abcdefn, notAfter });
  await page.goto('/administration/certificates');
  const row = page.getByRole('row', { name: /Branch/ });
  await expect(row).toContainText('…90ABCDEF');
  await expect(row).toContainText('until 4 Mar 2031');
  const isWhole = await row.evaluate((element) => element.scrollHeight <= element.clientHeight + 1);
  expect(isWhole).toBe(true);
});
