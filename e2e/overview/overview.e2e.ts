import type { Page } from '@playwright/test';
import { assign, fillWithDemoData, profileNamed, recordBackup } from '../calls.ts';
import { expect, store, storeKey, test, type Session } from '../fixtures.ts';
import { put } from '../screen-recording.ts';

test.use({ as: 'administrator' });

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const dayText = (date: Date | string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));

const voiceProfiles = ['IVR_Default_Record', 'record_us_west', 'record_us_east', 'record_emea'];

const timeline = (page: Page) => page.getByRole('region', { name: 'Coverage over time' });
const toDo = (page: Page) => page.getByRole('region', { name: 'To do' });

/** Assigns one certificate everywhere; answers when it expires. */
async function cover(page: Page, professional: Session) {
  const notAfter = inDays(700);
  const { id } = await store(page, 'Main', { notAfter });
  await recordBackup(page, id);
  for (const profile of voiceProfiles) await assign(professional, profile, [id]);
  await put(page, [id]);
  await page.goto('/');
  return notAfter;
}

/** Checks that the page does not scroll sideways. */
async function expectNoSidewaysScrolling(page: Page) {
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
    .toBe(page.viewportSize()?.width);
}

test('the first day: not encrypted, and the one thing to do', async ({ page, expectAccessible }) => {
  await page.goto('/');
  await expect(
    page.getByRole('heading', { name: 'Voice recordings: not encrypted', exact: true }),
  ).toBeVisible();
  await expect(
    page.getByRole('heading', { name: 'Screen recordings: not encrypted', exact: true }),
  ).toBeVisible();
  await expect(timeline(page)).toContainText('It begins with the first certificate that is assigned.');
  await expect(toDo(page).getByRole('listitem')).toHaveCount(1);
  await expectAccessible();
  await toDo(page).getByRole('link', { name: 'Upload the first recording certificate', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Certificates', exact: true })).toBeVisible();
});

test('a covered tenant: two answers, a bar for every place, and nothing to do', async ({
  page,
  professional,
  expectAccessible,
}) => {
  const notAfter = await cover(page, professional);
  await expect(
    page.getByRole('heading', { name: 'Voice recordings: encrypted for all 5 kinds of calls', exact: true }),
  ).toBeVisible();
  await expect(
    page.getByRole('heading', {
      name: `Screen recordings: encrypted until ${dayText(notAfter)}`,
      exact: true,
    }),
  ).toBeVisible();
  await expect(toDo(page)).toContainText('Nothing needs doing');
  await expect(timeline(page).getByRole('link', { name: /^Main, / })).toHaveCount(5);
  await expectAccessible();
});

test('with the keyboard from the picture to a certificate, and from there to a place', async ({
  page,
  professional,
}) => {
  const notAfter = await cover(page, professional);
  await expect(timeline(page).getByRole('link', { name: /^Main, / })).toHaveCount(5);
  // Tab leads from the last control to the first row, and then to its bar.
  await timeline(page).getByRole('link', { name: 'Show as table', exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(timeline(page).getByRole('link', { name: 'IVR_Default_Record', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  const bar = timeline(page).getByRole('link', {
    name: `Main, 1 Jan 2026 to ${dayText(notAfter)}, IVR_Default_Record`,
    exact: true,
  });
  await expect(bar).toBeFocused();
  await expect(page.getByRole('tooltip')).toContainText('IVR_Default_Record');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Main', exact: true })).toBeVisible();

  // The certificate's own page shows it in each place, without a link to itself but with links to the places.
  await expect(timeline(page).getByRole('img', { name: /^Main, / })).toHaveCount(5);
  await timeline(page).getByRole('link', { name: 'record_emea', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'record_emea', exact: true })).toBeVisible();
  await expect(timeline(page).getByRole('link', { name: /^Main, .*, record_emea$/ })).toBeVisible();
});

test.describe('in Bangkok', () => {
  test.use({ timezoneId: 'Asia/Bangkok' });

  test('a task about one of two namesakes says the day of its end as the reader’s clock has it', async ({
    page,
  }) => {
    await store(page, 'Twin', { notAfter: new Date('2036-11-21T20:00:00Z') });
    await store(page, 'Twin', { notAfter: new Date('2035-11-21T10:00:00Z') });
    await page.goto('/');
    await toDo(page).getByText('2 certificates are not assigned', { exact: true }).click();
    await expect(
      toDo(page).getByRole('link', { name: /^Twin \(until 22 Nov 2036, .*not assigned$/ }),
    ).toBeVisible();
    await expect(
      toDo(page).getByRole('link', { name: /^Twin \(until 21 Nov 2035, .*not assigned$/ }),
    ).toBeVisible();
  });
});

test.describe('a tenant at work for two years', () => {
  const late = inDays(100);
  test.beforeEach(async ({ page, professional }) => {
    await fillWithDemoData(page);
    // A successor that becomes valid too late.
    const { id } = await store(page, 'Late', { notBefore: late, notAfter: inDays(500) });
    const { certificates } = await profileNamed(professional, 'record_emea');
    await assign(professional, 'record_emea', [...certificates.map((each) => each.id), id]);
    await page.goto('/');
  });

  test('gaps of the past, of now and ahead are named, each with its reason', async ({ page }) => {
    await expect(
      page.getByRole('heading', {
        name: 'Voice recordings: encrypted for 3 of 5 kinds of calls',
        exact: true,
      }),
    ).toBeVisible();
    const gaps = timeline(page).getByRole('region', { name: 'Gaps' }).getByRole('listitem');
    await expect(gaps).toHaveCount(3);
    await expect(gaps.filter({ hasText: 'IVR_Default_Record' })).toContainText(
      /Not encrypted since .*has expired\./,
    );
    await expect(gaps.filter({ hasText: 'record_emea' })).toContainText(
      new RegExp(`Will not be encrypted from .* to ${dayText(late)}, 3\\d days: .* expires first\\.`),
    );
    await expect(gaps.filter({ hasText: 'Screen recordings' })).toContainText(
      /Was not encrypted from .*, 15 days: .*had expired\./,
    );
  });

  test('zoom and table are in the address', async ({ page, expectAccessible }) => {
    await timeline(page).getByRole('link', { name: '3 years', exact: true }).click();
    await expect(page).toHaveURL(/\?years=3$/);
    await expect(timeline(page).getByRole('link', { name: '3 years', exact: true })).toHaveAttribute(
      'aria-current',
      'true',
    );
    await page.reload();
    await expect(timeline(page).getByRole('link', { name: '3 years', exact: true })).toHaveAttribute(
      'aria-current',
      'true',
    );
    await timeline(page).getByRole('link', { name: 'Show as table', exact: true }).click();
    await expect(page).toHaveURL(/\?years=3&show=table$/);
    const table = timeline(page).getByRole('table', { name: 'Coverage over time' });
    await expect(table.getByRole('row', { name: /^Not encrypted/ })).toHaveCount(3);
    await expect(table.getByRole('row', { name: /^Encrypted for Genesys Recording EMEA 20/ })).toBeVisible();
    await expectAccessible();
    await table.getByRole('link', { name: 'Late', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Late', exact: true })).toBeVisible();
  });

  for (const width of [1280, 390]) {
    test(`at ${width} px the picture takes exactly the room that is kept for it`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      const legend = timeline(page).getByText('Encrypts now', { exact: true });
      await expect(legend).toBeVisible();
      const room = await legend.evaluate((element) => {
        let box = element;
        let kept = 0;
        while (kept < 200 && box.parentElement) {
          box = box.parentElement;
          kept = Number.parseInt(getComputedStyle(box).minHeight, 10) || 0;
        }
        return { kept, taken: box.getBoundingClientRect().height };
      });
      expect(room.taken).toBe(room.kept);
    });
  }

  test('the table stands beside the picture for screen readers', async ({ page }) => {
    await expect(timeline(page).getByText('Encrypts now', { exact: true })).toBeVisible();
    await expect(
      timeline(page).getByRole('table', { name: 'Coverage over time' }).getByRole('link'),
    ).toHaveCount(0);
    await expect(
      timeline(page)
        .getByRole('table', { name: 'Coverage over time' })
        .getByRole('row', { name: /^Not encrypted/ }),
    ).toHaveCount(3);
    // What nobody sees does not make the page longer.
    const [whole, seen] = await timeline(page).evaluate((section) => [
      document.documentElement.scrollHeight,
      section.getBoundingClientRect().bottom + window.scrollY,
    ]);
    expect(whole - seen).toBeLessThan(100);
  });

  test('fits a telephone', async ({ page, expectAccessible }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await expect(timeline(page).getByText('Encrypts now', { exact: true })).toBeVisible();
    await expectNoSidewaysScrolling(page);
    await expectAccessible();
    await page.goto('/?show=table');
    await expect(timeline(page).getByRole('link', { name: 'Show as picture', exact: true })).toBeVisible();
    await expectNoSidewaysScrolling(page);
  });

  test('a certificate’s page fits a telephone, too', async ({ page, expectAccessible }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto('/?years=1');
    await timeline(page)
      .getByRole('link', { name: /^Late, .*, record_emea$/ })
      .click();
    await expect(page.getByRole('heading', { name: 'Late', exact: true })).toBeVisible();
    await expect(timeline(page).getByText('Other certificates', { exact: true })).toBeVisible();
    await expectNoSidewaysScrolling(page);
    await expectAccessible();
  });
});

test('who unassigned what stays told after another certificate has taken its place', async ({
  page,
  professional,
}) => {
  const [first, second] = [
    await store(page, 'First', { notAfter: inDays(300) }),
    await store(page, 'Second', { notAfter: inDays(600) }),
  ];
  await assign(professional, 'record_us_east', [first.id]);
  await assign(professional, 'record_us_east', []);
  await assign(professional, 'record_us_east', [second.id]);
  await page.goto('/');
  await expect(timeline(page).getByRole('region', { name: 'Gaps' })).toContainText(
    /record_us_east: Was not encrypted on .*, (less than a minute|[1-9]\d* minutes?): professional unassigned “First”\./,
  );
  await expect(timeline(page).getByRole('link', { name: /^First, .*, record_us_east$/ })).toBeVisible();
});

test('profiles without a valid certificate are one line, which unfolds', async ({ page }) => {
  await store(page, 'Waiting', { notAfter: inDays(300) });
  await page.goto('/');
  const line = toDo(page).getByText('4 IVR profiles have no valid certificate', { exact: true });
  const one = toDo(page).getByRole('link', {
    name: 'IVR profile record_emea: no valid certificate',
    exact: true,
  });
  await expect(line).toBeVisible();
  await expect(one).toBeHidden();
  await line.click();
  await one.click();
  await expect(page.getByRole('heading', { name: 'record_emea', exact: true })).toBeVisible();
});

test('an Azure tenant has its record profile; one without screen recording has one answer', async ({
  page,
  otherPage,
  signIn,
}) => {
  await signIn('azure-administrator', '/sign-in');
  await storeKey(page, 'Azure', { notAfter: inDays(400) });
  await page.goto('/');
  await expect(
    page.getByRole('heading', { name: 'Voice recordings: encrypted for all 2 kinds of calls', exact: true }),
  ).toBeVisible();
  await timeline(page)
    .getByRole('link', { name: /^Azure, .*, record$/ })
    .click();
  await expect(page.getByRole('heading', { name: 'Azure', exact: true })).toBeVisible();

  await signIn('fabrikam-administrator', '/', otherPage);
  await expect(
    otherPage.getByRole('heading', { name: 'Voice recordings: not encrypted', exact: true }),
  ).toBeVisible();
  await expect(otherPage.getByRole('heading', { name: /^Screen recordings/ })).toHaveCount(0);
});
