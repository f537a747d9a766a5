import type { Page } from '@playwright/test';
import { fill } from '../../bench/fill.ts';
import { expect, store, test, type Fixtures } from '../fixtures.ts';

test.beforeEach(async ({ tenant }) => {
  await tenant.kill();
  await fill(tenant.dataDir, 2_500);
  await tenant.runAgain();
});

/** By their names. */
async function openList(page: Page, signIn: Fixtures['signIn']) {
  await signIn('administrator', '/administration/certificates?sort=subjectName');
  await expect(page.getByText('2,500 certificates', { exact: true })).toBeVisible();
  return page.getByRole('region', { name: 'Certificates', exact: true });
}

test('the page compares no two rows of a long list', async ({ page, signIn }) => {
  await page.addInitScript(() => {
    const own = Object.getOwnPropertyDescriptor(Intl.Collator.prototype, 'compare');
    const counted = window as unknown as { comparisons: number };
    counted.comparisons = 0;
    Object.defineProperty(Intl.Collator.prototype, 'compare', {
      get(this: Intl.Collator) {
        const compare = own?.get?.call(this) as Intl.Collator['compare'];
        return (a: string, b: string) => {
          counted.comparisons++;
          return compare(a, b);
        };
      },
    });
  });
  const comparisons = () => page.evaluate(() => (window as unknown as { comparisons: number }).comparisons);

  const list = await openList(page, signIn);
  const scrollTo = async (row: number, name: string) => {
    await list.evaluate((element, top) => (element.scrollTop = top), 52 * row);
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  };
  await scrollTo(500, 'Recording 00500 Berlin');
  await scrollTo(1_501, 'Recording 01501 Daly City');
  await scrollTo(20, 'Recording 00020 Berlin');
  expect(await comparisons()).toBe(0);
});

test('the keyboard reaches rows that are out of sight, and all can be selected at once', async ({
  page,
  signIn,
}) => {
  const list = await openList(page, signIn);
  const row = (name: string) => page.getByRole('link', { name, exact: true });
  await expect(row('Recording 00000 Berlin')).toBeVisible();
  await list.focus();
  await page.keyboard.press('End');
  await expect(row('Recording 02499 Toronto')).toBeFocused();
  // In some fonts a letter's box is a pixel higher than its line.
  await expect(row('Recording 02499 Toronto')).toBeInViewport({ ratio: 0.9 });
  // A key that is held down is faster than the frames in which rows appear.
  await Promise.all(Array.from({ length: 20 }, () => page.keyboard.press('ArrowUp')));
  await expect(row('Recording 02479 Toronto')).toBeFocused();
  // The sticky header must not cover the row.
  const header = await page.getByRole('columnheader', { name: 'Subject Name', exact: true }).boundingBox();
  const there = await row('Recording 02479 Toronto').boundingBox();
  expect(there?.y ?? 0).toBeGreaterThanOrEqual((header?.y ?? 0) + (header?.height ?? 0));
  // A row with the focus keeps it out of sight, and the keys go on from there.
  await list.evaluate((element) => (element.scrollTop = 0));
  await expect(row('Recording 00000 Berlin')).toBeInViewport();
  await expect(row('Recording 02479 Toronto')).toBeFocused();
  await expect(row('Recording 02479 Toronto')).not.toBeInViewport();
  await page.keyboard.press('ArrowDown');
  await expect(row('Recording 02480 Berlin')).toBeFocused();
  await expect(row('Recording 02480 Berlin')).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.press('Home');
  await expect(row('Recording 00000 Berlin')).toBeFocused();

  // It is checked when the rows that are not here have been asked for.
  const all = page.getByRole('checkbox', { name: 'Select all 2,500 shown', exact: true });
  await all.click();
  await expect(page.getByText('2,500 selected', { exact: true })).toBeVisible();
  await expect(all).toBeChecked();
  await expect(page.getByText('Assignment can be requested for 50 at once.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Request assignment', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('the page keeps what is in sight of a long list, asks for the rest when it is reached, and finds its place again', async ({
  page,
  signIn,
}) => {
  test.slow();
  await page.clock.install();
  /** How many rows each call for the list has asked for. */
  let asked: (string | null)[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/certificates') asked.push(searchParams.get('limit'));
  });
  const list = await openList(page, signIn);
  const cities = ['Berlin', 'Daly City', 'Manila', 'Toronto'];
  const name = (number: number) => `Recording ${String(number).padStart(5, '0')} ${cities[number % 4]}`;
  /** The row at a place, as assistive technology counts them. */
  const rowAt = (index: number) => list.locator(`tr[aria-rowindex="${index + 2}"]`);
  const linkTo = (text: string) => list.getByRole('link', { name: text, exact: true });
  const scrollTo = async (index: number, text = name(index)) => {
    await list.evaluate((element, top) => (element.scrollTop = top), 52 * index);
    await expect(rowAt(index)).toContainText(text);
  };
  await scrollTo(2400);
  asked = [];
  await scrollTo(1300);
  expect(asked).toEqual([]);
  await scrollTo(700);
  await expect.poll(() => asked).toEqual(['500']);

  // This session adds a certificate, which comes before all others.
  asked = [];
  await store(page, 'Recording 00000 Aachen');
  await page.clock.runFor(15_000);
  await expect(page.getByText('2,501 certificates', { exact: true })).toBeVisible();
  expect(asked).toEqual(['500', '500', '500']);

  // The first page alone is asked for, and from it on all rows are right again.
  asked = [];
  await scrollTo(0, 'Recording 00000 Aachen');
  expect(asked[0]).toBe('100');
  for (const index of [101, 601, 602]) await scrollTo(index, name(index - 1));
  await scrollTo(2500, name(2499));
  await expect(linkTo(name(2499))).toBeInViewport({ ratio: 0.9 });

  await scrollTo(2000, name(1999));
  const left = await list.evaluate(({ scrollTop }) => scrollTop);
  await linkTo(name(2003)).click();
  await expect(page.getByRole('heading', { name: name(2003), level: 1, exact: true })).toBeVisible();
  await page.goBack();
  await expect(rowAt(2000)).toContainText(name(1999));
  expect(await list.evaluate(({ scrollTop }) => scrollTop)).toBe(left);
  await expect(linkTo(name(2003))).toBeInViewport({ ratio: 0.9 });

  // Another order begins at its first row.
  await page.getByRole('button', { name: 'Subject Name', exact: true }).click();
  await expect(rowAt(0)).toContainText(name(2499));
  await expect(rowAt(0)).toBeInViewport({ ratio: 0.9 });
});

test('a row with the focus keeps it when the rows around it are dropped, and the keys go on from there', async ({
  page,
  signIn,
}) => {
  const list = await openList(page, signIn);
  const row = (name: string) => list.getByRole('link', { name, exact: true });
  await row('Recording 00004 Berlin').focus();
  await list.evaluate((element) => (element.scrollTop = 52 * 2400));
  await expect(row('Recording 02400 Berlin')).toBeVisible();
  await expect(row('Recording 00004 Berlin')).toBeFocused();
  await expect(row('Recording 00004 Berlin')).not.toBeInViewport();
  await page.keyboard.press('ArrowDown');
  await expect(row('Recording 00005 Daly City')).toBeFocused();
  await expect(row('Recording 00005 Daly City')).toBeInViewport({ ratio: 0.9 });

  // From one row to another that are never here together.
  const box = (name: string) => page.getByRole('checkbox', { name: `Select ${name}` });
  await box('Recording 00010 Manila').click();
  await list.evaluate((element) => (element.scrollTop = 52 * 2400));
  await box('Recording 02409 Daly City').click({ modifiers: ['Shift'] });
  await expect(page.getByText('2,400 selected', { exact: true })).toBeVisible();
});

test('the tenant finds what has not arrived, and rows that do not come are asked for again', async ({
  page,
  signIn,
  tenant,
}) => {
  await signIn('administrator', '/administration/certificates');
  await expect(page.getByText('2,500 certificates', { exact: true })).toBeVisible();
  const row = (name: string) => page.getByRole('link', { name, exact: true });
  // Far behind the first page.
  await page.getByRole('searchbox', { name: 'Search' }).fill('BERLIN 00004');
  await expect(row('Recording 00004 Berlin')).toBeVisible();
  await expect(page.getByText('1 certificate', { exact: true })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search' }).fill('');
  await page.getByRole('button', { name: 'Subject Name', exact: true }).click();
  await expect(row('Recording 00000 Berlin')).toBeVisible();

  await tenant.kill('SIGKILL');
  const list = page.getByRole('region', { name: 'Certificates', exact: true });
  await list.evaluate((element) => (element.scrollTop = element.scrollHeight));
  const alert = page.getByText('Only 100 of 2,500 certificates could be loaded.');
  await expect(alert).toBeVisible({ timeout: 20_000 });
  await tenant.runAgain();
  await page.getByRole('button', { name: 'Try again', exact: true }).click();
  await expect(row('Recording 02499 Toronto')).toBeVisible();
  await expect(alert).toBeHidden();
});
