import type { Page } from '@playwright/test';
import type { KeyReport } from '../../src/client/queries/key-report.ts';
import { saved } from '../acts.ts';
import {
  askDeletion,
  deletePair,
  fillWithDemoData,
  listed,
  recordBackup,
  serialNumberOf,
  storeDepended,
} from '../calls.ts';
import { expect, test, type Session } from '../fixtures.ts';

test.use({ as: 'administrator' });

const table = (page: Page, name: string) => page.getByRole('table', { name, exact: true });
const rows = (page: Page, name: string) => table(page, name).locator('tbody tr');

/** A year of work: demo data, then a check of a copy, a playing, and a deletion to which a second person agrees. */
async function yearOfWork(page: Session) {
  await fillWithDemoData(page);
  const certificates = await listed<{ id: string; subjectName: string }>(page, '/api/certificates');
  const named = (name: string) => certificates.find(({ subjectName }) => subjectName === name)?.id ?? '';
  const [kept, deleted] = [named('Genesys Recording 2026'), named('Genesys Recording EMEA 2025')];
  await recordBackup(page, kept, 'safe, building 2');
  await deletePair(page, deleted);
  await playOne(page);
}

async function playOne(session: Session) {
  const [recording] = await listed<{ id: string }>(session, '/api/recordings?playable=yes');
  const { recording: found } = (await (
    await session.request.get(`/api/recordings/${recording?.id}`)
  ).json()) as { recording: { mediaFiles: { mediaId: string }[] } };
  const media = `/api/recordings/${recording?.id}/play/${found.mediaFiles[0]?.mediaId}`;
  expect((await session.request.get(media)).status()).toBe(200);
}

test('the report of a year says what the tenant’s lists say, and leads to each source', async ({
  page,
  expectAccessible,
}) => {
  await yearOfWork(page);
  await page.goto('/');
  await page.getByRole('button', { name: 'Administration', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Key Report/ }).click();
  await expect(page.getByRole('heading', { name: 'Key Report', level: 1, exact: true })).toBeVisible();

  const certificates = await listed<{ subjectName: string; serialNumber: { hex: string } }>(
    page,
    '/api/certificates?sort=uploadedAt',
  );
  const deleted = await listed<{ serialNumber: { hex: string } }>(page, '/api/deleted-certificates');
  const serials = await rows(page, 'Inventory of key pairs').locator('td:first-child code').allTextContents();
  expect(serials.toSorted()).toEqual(
    [...certificates, ...deleted].map(({ serialNumber }) => serialNumber.hex).toSorted(),
  );

  const { places } = (await (await page.request.get('/api/coverage')).json()) as {
    places: { assignments: { serialNumber: { hex: string }; assignedBy: string }[] }[];
  };
  const assigned = await rows(page, 'Assignments').locator('td:nth-child(2) code').allTextContents();
  expect(assigned.toSorted()).toEqual(
    places.flatMap(({ assignments }) => assignments.map(({ serialNumber }) => serialNumber.hex)).toSorted(),
  );

  const custody = rows(page, 'Custody of the copies of private keys');
  await expect(custody.filter({ hasText: 'safe, building 2' })).toContainText(
    /Genesys Recording 2026.*Proven.*administrator/,
  );
  await expect(custody.filter({ hasText: 'Never proven' })).toHaveCount(serials.length - 1);
  await expect(
    rows(page, 'Coverage of each kind of call').filter({ hasText: 'Not encrypted' }),
  ).toContainText([/IVR_Default_Record.*expired/, /Screen Recording Certificates.*expired/]);
  await expect(rows(page, 'Who listened to recordings')).toHaveText([/^administratoradministrator1/]);

  const retired = rows(page, 'Retirements and destructions');
  await expect(retired).toContainText([/Deleted “Genesys Recording EMEA 2025”.*administratorNot needed/]);
  await expectAccessible();

  const { head } = (await (await page.request.get('/api/audit-log/chain')).json()) as { head: string };
  await expect(page.getByRole('region', { name: 'Audit log' })).toContainText(head);
  await retired.getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: /^Entry \d+$/, level: 1 })).toBeVisible();
  await expect(page.getByText('Deleted Genesys Recording EMEA 2025')).toBeVisible();
  await expectAccessible();
});

test('a key that was given up: both persons, the gap that it left, and who listened, as the tenant was told', async ({
  page,
  administrator,
  professional,
}) => {
  const id = await storeDepended(administrator, professional, { commonName: 'Given up', calls: 2 });
  const serial = await serialNumberOf(administrator, id);
  await playOne(administrator);
  await playOne(administrator);
  const request = await askDeletion(administrator, id);
  const agreed = await professional.request.post(`/api/requests/${request}/answer`, {
    data: { agree: true, onlyToOpen: 2 },
  });
  expect(agreed.status()).toBe(200);
  await deletePair(administrator, id);

  await page.goto('/administration/key-report');
  const given = rows(page, 'Inventory of key pairs').filter({ hasText: serial });
  await expect(given).toContainText(/Given up.*Deleted.*by administrator/);
  const retired = rows(page, 'Retirements and destructions');
  await expect(retired).toHaveCount(1);
  await expect(retired).toContainText(/Deleted “Given up”.*administratorprofessional/);
  await expect(retired.getByRole('link', { name: 'professional', exact: true })).toHaveAttribute(
    'href',
    `/requests/${request}`,
  );
  await expect(
    rows(page, 'Coverage of each kind of call').filter({ hasText: 'IVR_Default_Record' }).last(),
  ).toContainText('professional took out Given up, and no other valid certificate was assigned.');

  // Each act leads to the entry that the tenant wrote when it was done.
  const entriesOf = async (action: string) =>
    (await listed<{ id: number }>(administrator, `/api/audit-log?sort=id&action=${action}`)).map(
      (entry) => entry.id,
    );
  const acts = rows(page, 'Assignments').filter({ hasText: serial }).locator('td').getByRole('link');
  await expect(rows(page, 'Assignments').filter({ hasText: serial })).toContainText(
    /by professional.*by professional/,
  );
  expect(await acts.evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
    expect.stringMatching(/^\/ivr-profiles\//),
    ...(await entriesOf('ivr-profile.assigned')).map((entry) => `/audit-log/${entry}`),
  ]);
  const played = await entriesOf('recording.played');
  const listener = rows(page, 'Who listened to recordings').getByRole('cell');
  await expect(listener.nth(0)).toHaveText('administrator');
  await expect(listener.nth(2)).toHaveText(String(played.length));
  await expect(retired.getByRole('link').first()).toHaveAttribute(
    'href',
    `/audit-log/${(await entriesOf('certificate.deleted'))[0]}`,
  );
});

test('a period is in the address, and both files have the same rows as the page', async ({ page }) => {
  await yearOfWork(page);
  await page.goto('/administration/key-report');
  await page.getByLabel('From', { exact: true }).fill('2000-01-02');
  await page.getByLabel('To', { exact: true }).fill('2000-01-01');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText('The period ends before it begins.')).toBeVisible();
  const today = new Date().toISOString().slice(0, 10);
  await page.getByLabel('To', { exact: true }).fill(today);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(`/administration/key-report?from=2000-01-02&to=${today}`);
  await expect(rows(page, 'Coverage of each kind of call').filter({ hasText: 'Not known' })).not.toHaveCount(
    0,
  );

  const reportIn = async (form: 'CSV' | 'JSON') => {
    const { name, bytes } = await saved(page.getByRole('button', { name: `Download ${form}`, exact: true }));
    expect(name).toBe(`key-report-Environment-2000-01-02-${today}.${form.toLowerCase()}`);
    return bytes.toString();
  };
  const json = JSON.parse(await reportIn('JSON')) as KeyReport;
  const csv = await reportIn('CSV');
  const lines = (part: string) => csv.split('\r\n').filter((line) => line.startsWith(`${part},`)).length - 1;
  for (const [part, items] of [
    ['Inventory of key pairs', json.inventory.items],
    ['Assignments', json.assignments.items],
    ['Coverage of each kind of call', json.coverage.places.flatMap(({ intervals }) => intervals)],
    ['Custody of the copies of private keys', json.inventory.items],
    ['Retirements and destructions', json.retirements.items],
    ['Who listened to recordings', json.listeners.items],
  ] as const) {
    await expect(rows(page, part)).toHaveCount(items.length);
    expect(lines(part), part).toBe(items.length);
  }
  expect(csv).toContain(json.chain.head);
});

test('a professional is told everything but where the copies are kept', async ({ page, signIn }) => {
  await yearOfWork(page);
  await signIn('professional', '/administration/key-report');
  await expect(
    rows(page, 'Custody of the copies of private keys').filter({ hasText: 'Only administrators are told' }),
  ).toHaveCount(1);
  await expect(page.getByText('safe, building 2')).toHaveCount(0);
});

test('it prints in light on A4 and on Letter, and fits a phone', async ({ page, expectAccessible }) => {
  await yearOfWork(page);
  await page.goto('/administration/key-report');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-color-scheme', 'dark');
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await expect(page.getByRole('heading', { level: 1 })).toHaveCSS('color', 'rgb(27, 39, 51)');
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Show', exact: true })).toBeHidden();
  // The width of a sheet without its margins, at 96 pixels to the inch.
  for (const [format, width, sheet] of [
    ['A4', 703, '595.91998 842.88'],
    ['Letter', 725, '612 792'],
  ] as const) {
    await page.setViewportSize({ width, height: 1000 });
    const isWhole = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('table, td, th')].every(
        ({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth + 1,
      ),
    );
    expect(isWhole, format).toBe(true);
    const pdf = (await page.pdf({ format })).toString('latin1');
    expect(pdf).toContain(`/MediaBox [0 0 ${sheet}]`);
  }
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible();
});
