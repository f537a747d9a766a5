import type { Page } from '@playwright/test';
import ICAL from 'ical.js';
import { saved, savedDuring, uploadGenerated } from '../acts.ts';
import { expect, store, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY_MS);

const addButton = (page: Page) => page.getByRole('button', { name: 'Add to calendar', exact: true });

/** The events that a calendar program reads from the file, parsed by another library than the one that wrote it. */
const eventsOf = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => {
    const { uid, summary, startDate } = new ICAL.Event(component);
    return {
      uid,
      summary,
      start: startDate.toJSDate(),
      url: String(component.getFirstPropertyValue('url')),
      reminders: component
        .getAllSubcomponents('valarm')
        .map((alarm) => String(alarm.getFirstPropertyValue('trigger'))),
    };
  });

async function calendarOf(page: Page, act: () => Promise<void>) {
  const { name, bytes } = await savedDuring(page, act);
  return { name, events: eventsOf(bytes.toString()) };
}

test('one certificate goes into the calendar, by the keyboard', async ({ page, baseURL }) => {
  const notAfter = inDays(400);
  const { id } = await store(page, 'Recording; Zürich, “one” 🔐', { notAfter });
  await page.goto(`/administration/certificates/${id}`);
  const { name, events } = await calendarOf(page, async () => {
    await addButton(page).focus();
    await page.keyboard.press('Enter');
  });
  expect(name).toBe('Recording;-Zürich,-“one”-🔐.ics');
  expect(events).toEqual([
    {
      uid: expect.any(String) as unknown,
      summary: 'Recording; Zürich, “one” 🔐 expires',
      start: notAfter,
      url: expect.stringContaining(id) as unknown,
      reminders: ['-P90D', '-P30D', '-P7D'],
    },
  ]);

  // The link opens the renewal, also for a calendar, which has no session.
  const link = events[0]?.url ?? '';
  expect(new URL(link).origin).toBe(baseURL);
  await page.goto(link);
  const heading = 'Renew Recording; Zürich, “one” 🔐';
  await expect(page.getByRole('heading', { name: heading, level: 1, exact: true })).toBeVisible();

  const again = await calendarOf(page, async () => {
    await page.goto(`/administration/certificates/${id}`);
    await addButton(page).click();
  });
  expect(again.events[0]?.uid).toBe(events[0]?.uid);
});

test('all certificates go into the calendar; what has expired does not', async ({
  page,
  expectAccessible,
}) => {
  await page.goto('/administration/certificates');
  await page.getByRole('link', { name: 'Add to calendar', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Expiry dates in your calendar' });
  await expect(dialog).toContainText('so there is nothing to add');
  await store(page, 'Later', { notAfter: inDays(500) });
  await store(page, 'Sooner', { notAfter: inDays(20) });
  await store(page, 'Over', { notAfter: inDays(-1) });
  await page.reload();
  await expect(dialog).toContainText('2 certificates of the keystore expire');
  await expectAccessible();
  const { name, events } = await calendarOf(page, () => addButton(page).click());
  expect(name).toBe('recording-certificates.ics');
  expect(events.map(({ summary }) => summary)).toEqual(['Sooner expires', 'Later expires']);
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page).toHaveURL('/administration/certificates');
});

test('a certificate that was just made goes into the calendar, and its upload updates the event', async ({
  page,
}) => {
  await page.goto('/key-tools/generate?CN=Genesys+Recording&C=US&ST=California&O=Genesys');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const made = await calendarOf(page, () => addButton(page).click());
  expect(made.name).toMatch(/^tenant-.*\.ics$/);
  expect(made.events).toHaveLength(1);
  await saved(page.getByRole('button', { name: /^Download tenant-.*\.key$/ }));
  await uploadGenerated(page);
  const stored = await calendarOf(page, () => addButton(page).click());
  expect(stored.events[0]).toMatchObject({ uid: made.events[0]?.uid, start: made.events[0]?.start });
  // The link in the earlier file also finds it.
  await page.goto(made.events[0]?.url ?? '');
  await expect(page.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();
});

test('the professional has the dates, too; so has the administrator of an Azure tenant', async ({
  page,
  otherPage,
  signIn,
}) => {
  await signIn('professional', '/administration/certificates/calendar');
  await expect(page.getByRole('dialog', { name: 'Expiry dates in your calendar' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Calendar feed' })).toBeHidden();
  await signIn('azure-administrator', '/agent-setup/contact-center-settings/keys-management/keys', otherPage);
  await otherPage.getByRole('link', { name: 'Add to calendar', exact: true }).click();
  const dialog = otherPage.getByRole('dialog', { name: 'Expiry dates in your calendar' });
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(otherPage).toHaveURL(/\/keys$/);
});

test('a calendar subscribes to a feed, until it is revoked', async ({ page, request, expectAccessible }) => {
  await page.goto('/administration/certificates/calendar');
  const feed = page.getByRole('region', { name: 'Calendar feed' });
  await expect(feed).toContainText('You have no feed.');
  await feed.getByRole('button', { name: 'Make calendar feed', exact: true }).click();
  const address = await feed.getByLabel('Address', { exact: true }).inputValue();
  await expect(feed).toContainText('No calendar has asked for it yet.');
  await expectAccessible();

  // The calendar fetches the feed without the cookie.
  const { id } = await store(page, 'Genesys Recording', { notAfter: inDays(100) });
  const asked = await request.get(address);
  expect(asked.status()).toBe(200);
  const [event] = eventsOf(await asked.text());
  expect(event?.summary).toBe('Genesys Recording expires');
  expect(event?.url).toContain(`/administration/certificates/${id}/renew`);

  // The address is shown only once.
  await page.reload();
  await expect(feed).toContainText('A calendar last asked for it on');
  await expect(feed.getByLabel('Address', { exact: true })).toBeHidden();

  await feed.getByRole('button', { name: 'New address', exact: true }).click();
  await feed.getByRole('button', { name: 'Keep it', exact: true }).click();
  await feed.getByRole('button', { name: 'New address', exact: true }).click();
  await page.keyboard.press('Enter');
  const next = await feed.getByLabel('Address', { exact: true }).inputValue();
  expect([(await request.get(address)).status(), (await request.get(next)).status()]).toEqual([404, 200]);

  await feed.getByRole('button', { name: 'Revoke', exact: true }).click();
  await feed.getByRole('button', { name: 'Revoke feed', exact: true }).click();
  await expect(feed).toContainText('The feed is revoked');
  expect((await request.get(next)).status()).toBe(404);
});
