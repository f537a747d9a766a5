import { X509Certificate } from 'node:crypto';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import ICAL from 'ical.js';
import { saved } from '../acts.ts';
import { askAssignment } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';
import { expectErrorInSight } from '../in-sight.ts';

test.use({ as: 'administrator' });

const list = '/administration/certificates';
const cities = ['Amsterdam', 'Berlin', 'Cairo', 'Dakar', 'Essen'];
const byName = `${list}?sort=subjectName`;
const EXPIRED = new Date('2026-03-01T00:00:00Z');

const box = (page: Page, city: string) =>
  page.getByRole('checkbox', { name: new RegExp(`^Select ${city}, serial number [0-9A-F]+$`) });
const all = (page: Page) => page.getByRole('checkbox', { name: /^Select all/ });
const count = (page: Page, text: string) =>
  page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) });

test('rows are selected one by one, as a range and all at once; sorting and search keep them', async ({
  page,
  expectAccessible,
}) => {
  for (const city of cities) await store(page, city);
  await page.goto(byName);
  await box(page, 'Berlin').check();
  await box(page, 'Dakar').click({ modifiers: ['Shift'] });
  await expect(count(page, '3 selected')).toBeVisible();
  for (const city of ['Berlin', 'Cairo', 'Dakar']) await expect(box(page, city)).toBeChecked();
  await expect(box(page, 'Amsterdam')).not.toBeChecked();
  await expectAccessible();

  await page.getByRole('button', { name: 'Subject Name', exact: true }).click();
  await expect(page.getByRole('table').getByRole('link').first()).toHaveText('Essen');
  await expect(box(page, 'Cairo')).toBeChecked();

  await page.getByLabel('Search').fill('dakar');
  await expect(count(page, '3 selected, 2 of them hidden by search or filter')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all 1 shown', exact: true }).uncheck();
  await expect(count(page, '2 selected, 2 of them hidden by search or filter')).toBeVisible();
  await page.getByLabel('Search').fill('');
  await expect(count(page, '2 selected')).toBeVisible();

  await all(page).check();
  await expect(count(page, '5 selected')).toBeVisible();
  await page.getByRole('button', { name: 'Clear selection', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Clear selection', exact: true })).toBeHidden();

  // With the keyboard: the space bar selects, Escape clears the selection.
  await box(page, 'Cairo').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await expect(box(page, 'Dakar')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(count(page, '2 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(box(page, 'Dakar')).not.toBeChecked();
  await expect(box(page, 'Dakar')).toBeFocused();
});

test('what is selected is downloaded as a zip of certificates, and added to the calendar', async ({
  page,
}) => {
  await store(page, 'Zürich / Bern');
  await store(page, 'Twin');
  await store(page, 'Twin');
  await store(page, 'Not this one');
  await page.goto(list);
  await all(page).check();
  await box(page, 'Not this one').uncheck();

  const zip = await saved(page.getByRole('button', { name: 'Download certificates (zip)', exact: true }));
  expect(zip.name).toMatch(/^certificates-Environment-\d{4}-\d\d-\d\d\.zip$/);
  const files = unzipSync(zip.bytes);
  const names = Object.keys(files).toSorted();
  expect(names).toEqual([
    expect.stringMatching(/^Twin-[0-9A-F]+\.pem$/),
    expect.stringMatching(/^Twin-[0-9A-F]+\.pem$/),
    'Zürich-Bern.pem',
  ]);
  for (const bytes of Object.values(files)) {
    const text = strFromU8(bytes);
    expect(new X509Certificate(text).subject).toMatch(/CN=(Twin|Zürich \/ Bern)/);
    expect(text).not.toContain('PRIVATE KEY');
  }

  const calendar = await saved(page.getByRole('button', { name: 'Add to calendar', exact: true }));
  const events = new ICAL.Component(ICAL.parse(calendar.bytes.toString()));
  expect(events.getAllSubcomponents('vevent')).toHaveLength(3);
});

test('assignment is requested for several at once, each by itself, and what cannot be is named', async ({
  page,
  expectAccessible,
}) => {
  await store(page, 'Berlin');
  await store(page, 'Cairo');
  await store(page, 'Old one', { notAfter: EXPIRED });
  await page.goto(list);
  await all(page).check();
  await page.getByRole('link', { name: 'Request assignment', exact: true }).click();
  // No request for the expired certificate.
  const window = page.getByRole('dialog', { name: 'Request assignment of 2 certificates', exact: true });
  await expect(window.getByRole('list', { name: 'Certificates', exact: true })).toContainText('Berlin');
  await expect(window.getByRole('list', { name: 'Certificates', exact: true })).not.toContainText('Old one');
  await expect(window.getByRole('list', { name: 'Not requested', exact: true })).toContainText(
    'Old one: This certificate has expired',
  );
  await expectAccessible();
  await window.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(count(page, '3 selected')).toBeVisible();

  await page.getByRole('link', { name: 'Request assignment', exact: true }).click();
  await expect(window.getByRole('checkbox', { name: 'IVR_Default_Record', exact: true })).toBeChecked();
  await window.getByRole('button', { name: 'Request assignment', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Requests', level: 1, exact: true })).toBeVisible();
  for (const city of ['Berlin', 'Cairo']) {
    await expect(page.getByRole('link', { name: city, exact: true })).toBeVisible();
  }

  // Their requests are waiting now; a link to the same window says so.
  await page.goBack();
  await expect(page.getByRole('list', { name: 'Not requested', exact: true })).toContainText(
    'already waiting',
  );
});

test('where one of the requests fails, it is said how many were sent', async ({ page }) => {
  const { id: berlin } = await store(page, 'Berlin');
  await store(page, 'Cairo');
  await page.goto(list);
  await all(page).check();
  await page.getByRole('link', { name: 'Request assignment', exact: true }).click();
  const window = page.getByRole('dialog', { name: 'Request assignment of 2 certificates', exact: true });
  await expect(window.getByRole('checkbox', { name: 'IVR_Default_Record', exact: true })).toBeChecked();

  // Somebody else is faster with one of them. The newest certificate is requested first.
  await askAssignment(page, berlin, 'IVR_Default_Record');
  await window.getByRole('button', { name: 'Request assignment', exact: true }).click();
  await expectErrorInSight(page, /^1 of 2 requests was sent\. .*Berlin/);
  await expect(
    window.getByRole('link', { name: 'A request for this certificate', exact: true }),
  ).toBeVisible();
});

test('nobody is offered what their role may not do', async ({ page, signIn }) => {
  await store(page, 'Berlin');
  await signIn('professional', list);
  await box(page, 'Berlin').check();
  await expect(page.getByRole('button', { name: 'Download certificates (zip)', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Request assignment', exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: 'More', exact: true })).toBeHidden();
});

test('on a phone names are whole beside the check boxes, and what can be done stays in sight', async ({
  page,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 390, height: 800 });
  for (const city of cities) await store(page, `Contact Centre Voice ${city}`);
  await page.goto(byName);
  for (const city of cities) {
    const link = page.getByRole('link', { name: `Contact Centre Voice ${city}`, exact: true });
    expect(await link.evaluate((element) => element.getClientRects().length)).toBeLessThanOrEqual(2);
  }
  await box(page, 'Contact Centre Voice Berlin').check();
  for (const what of [
    page.getByRole('link', { name: 'Request assignment', exact: true }),
    page.getByRole('button', { name: 'Download certificates (zip)', exact: true }),
    page.getByRole('button', { name: 'Clear selection', exact: true }),
  ]) {
    await expect(what).toBeInViewport({ ratio: 1 });
  }
  // The actions in the header are on one line.
  const tops = await Promise.all(
    [
      page.getByRole('link', { name: 'Upload', exact: true }),
      page.getByRole('button', { name: 'More', exact: true }),
    ].map(async (each) => (await each.boundingBox())?.y ?? 0),
  );
  expect(Math.abs((tops[0] ?? 0) - (tops[1] ?? 0))).toBeLessThan(4);
  await expectAccessible();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await expect(page.getByRole('menuitem', { name: 'Recently deleted', exact: true })).toBeVisible();
  await expectAccessible();
});
