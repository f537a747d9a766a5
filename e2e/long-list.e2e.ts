import { fill } from '../bench/fill.ts';
import { expect, test } from './fixtures.ts';

test.beforeEach(async ({ tenant }) => {
  await tenant.kill();
  await fill(tenant.dataDir, 2_500);
  await tenant.run({ PORT: new URL(tenant.url).port });
});

test('to scroll a long list compares no two rows', async ({ page, signIn }) => {
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
  await expect(page.getByText('2,500 certificates')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Recording 00000 Berlin' })).toBeVisible();
  const sorted = await comparisons();
  expect(sorted).toBeGreaterThan(0);

  const list = page.getByRole('region', { name: 'Certificates', exact: true });
  for (const [y, name] of [
    [52 * 500, 'Recording 00500 Berlin'],
    [52 * 1_501, 'Recording 01501 Daly City'],
  ] as const) {
    await list.evaluate((element, top) => (element.scrollTop = top), y);
    await expect(page.getByRole('link', { name })).toBeVisible();
  }
  expect(await comparisons()).toBe(sorted);
});
