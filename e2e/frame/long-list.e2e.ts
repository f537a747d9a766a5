import { fill } from '../../bench/fill.ts';
import { expect, test } from '../fixtures.ts';

test.beforeEach(async ({ tenant }) => {
  await tenant.kill();
  await fill(tenant.dataDir, 2_500);
  await tenant.runAgain();
});

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

  await signIn('administrator', '/administration/certificates?sort=subjectName');
  await expect(page.getByText('2,500 certificates', { exact: true })).toBeVisible();
  const list = page.getByRole('region', { name: 'Certificates', exact: true });
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
  await signIn('administrator', '/administration/certificates?sort=subjectName');
  await expect(page.getByText('2,500 certificates', { exact: true })).toBeVisible();
  const list = page.getByRole('region', { name: 'Certificates', exact: true });
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

  await page.getByRole('checkbox', { name: 'Select all 2,500 shown', exact: true }).check();
  await expect(page.getByText('2,500 selected', { exact: true })).toBeVisible();
  await expect(page.getByText('Assignment can be requested for 50 at once.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Request assignment', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
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
