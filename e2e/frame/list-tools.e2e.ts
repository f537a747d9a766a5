import { spawnSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { openListOf, saved } from '../acts.ts';
import { testCall } from '../calls.ts';
import { expect, store, storeKey, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const list = '/administration/certificates';

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** The contents of a CSV file, read by Python, because our own code wrote it. */
function readCsv(path: string): string[][] {
  const code =
    'import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))))';
  const { status, stdout, stderr } = spawnSync('python3', ['-c', code, path]);
  if (status !== 0) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString()) as string[][];
}

async function exported(page: Page) {
  const { name, path } = await saved(page.getByRole('button', { name: 'Export CSV', exact: true }));
  return { name, rows: hasPython ? readCsv(path) : [] };
}

test('Export CSV has what the list shows: its rows in their order, its columns, and no formula', async ({
  page,
}) => {
  test.skip(!hasPython, 'python3 is not installed: nobody else here reads CSV');
  await store(page, 'Zürich, "Süd" ศูนย์', { notAfter: new Date('2036-05-01T12:00:00Z') });
  await store(page, '=HYPERLINK("http://x")', { notAfter: new Date('2035-05-01T12:00:00Z') });
  await store(page, 'Left out');
  await page.goto(`${list}?sort=notAfter&columns=subjectName,status,notAfter,keyBits`);
  await page.getByLabel('Search').fill('2036-05-01T12');
  await expect(page.getByText('No certificate matches.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export CSV', exact: true })).toBeDisabled();

  await expect(page.getByRole('button', { name: 'Export CSV', exact: true })).toHaveAccessibleDescription(
    'Times in the file are in UTC.',
  );

  await page.getByLabel('Search').fill('SUD');
  await expect(page.getByText('1 certificate', { exact: true })).toBeVisible();
  const one = await exported(page);
  expect(one.name).toMatch(/^certificates-\d{4}-\d\d-\d\d\.csv$/);
  expect(one.rows).toEqual([
    ['Subject Name', 'Status', 'Valid until (UTC)', 'Key size'],
    ['Zürich, "Süd" ศูนย์', 'Valid', '2036-05-01T12:00:00Z', '2048 bits'],
  ]);

  await page.getByLabel('Search').fill('');
  await page.getByRole('button', { name: 'Valid until', exact: true }).click();
  await expect(page.getByRole('table').getByRole('link').last()).toContainText('HYPERLINK');
  const { rows } = await exported(page);
  expect(rows.map(([name]) => name)).toEqual([
    'Subject Name',
    'Zürich, "Süd" ศูนย์',
    'Left out',
    `'=HYPERLINK("http://x")`,
  ]);
});

for (const [name, user, path, columns] of [
  ['ivr-profiles', 'administrator', '/ivr-profiles', ['Name', 'Geo-location', 'Service type', 'Recording']],
  [
    'keys',
    'azure-administrator',
    '/agent-setup/contact-center-settings/keys-management/keys',
    ['Key', 'Alias', 'Subject Name'],
  ],
  ['recordings', 'administrator', '/recordings', ['When (UTC)', 'Caller', 'IVR profile or list', 'Duration']],
] as const) {
  test.describe(() => {
    test.use({ as: user });
    test(`${name} are exported, too`, async ({ page }) => {
      if (name === 'recordings') await testCall(page);
      if (name === 'keys') await storeKey(page, 'Berlin');
      await page.goto(path);
      const file = await exported(page);
      expect(file.name).toMatch(new RegExp(`^${name}-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
      if (hasPython) {
        expect(file.rows[0]?.slice(0, columns.length)).toEqual(columns);
        expect(file.rows.length).toBeGreaterThan(1);
      }
    });
  });
}

test('rows are as close as the person likes, in every list, and stay so', async ({
  page,
  expectAccessible,
}) => {
  await openListOf(page, 'Berlin');
  const height = async () => (await page.getByRole('row').nth(1).boundingBox())?.height ?? 0;
  await expect(page.getByRole('link', { name: 'Berlin', exact: true })).toBeVisible();
  const comfortable = await height();
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Comfortable rows', exact: true })).toBeChecked();
  await page.getByRole('menuitemradio', { name: 'Compact rows', exact: true }).click();
  await expectAccessible();
  await page.keyboard.press('Escape');
  await expect.poll(height).toBe(comfortable - 12);
  await page.goto('/ivr-profiles');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Compact rows', exact: true })).toBeChecked();
});
