import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { saved } from '../acts.ts';
import { assign } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const chain = (page: Page) => page.getByRole('region', { name: 'Hash chain' });

test('The Audit Log says that its chain holds, and exports the whole log', async ({
  page,
  expectAccessible,
}) => {
  await store(page, 'first.example');
  await page.goto('/audit-log');
  await expect(chain(page)).toContainText(
    'The chain holds: 2 entries, each with the hash of the one before.',
  );
  const head = (await chain(page).locator('code').textContent()) ?? '';

  const lines = await saved(page.getByRole('button', { name: 'Export JSON lines', exact: true }));
  expect(lines.name).toMatch(/^audit-log-Environment-\d{4}-\d\d-\d\d\.jsonl$/);
  expect(JSON.parse(lines.bytes.toString().trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    id: 2,
    hash: head,
  });
  const csv = await saved(page.getByRole('button', { name: 'Export CSV', exact: true }));
  expect(csv.name).toMatch(/\.csv$/);
  expect(csv.bytes.toString()).toMatch(/^\uFEFFEntry,At \(UTC\),.*\r\n1,.*\r\n2,.*\r\n$/);

  await page.getByText('Compare with a hash that you wrote down earlier').click();
  await page.getByLabel('Hash', { exact: true }).fill('abc');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText('Yours has 3 characters')).toBeVisible();
  await page.getByLabel('Hash', { exact: true }).fill(head.toUpperCase());
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText('This is the hash of entry 2. Nothing up to this entry')).toBeVisible();
  await page.getByLabel('Hash', { exact: true }).fill('0'.repeat(64));
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText('No entry has this hash.')).toBeVisible();
  await expectAccessible();
});

test('The Audit Log names each entry that somebody has changed', async ({
  page,
  tenant,
  expectAccessible,
}) => {
  await store(page, 'first.example');
  await store(page, 'second.example');
  const database = new DatabaseSync(join(tenant.dataDir, 'environment.sqlite'), { timeout: 5000 });
  database.exec(`
    DROP TRIGGER audit_entry_is_final;
    UPDATE audit_entry SET username = 'professional' WHERE id IN (2, 3);`);
  database.close();
  await page.goto('/audit-log');
  await expect(chain(page).getByRole('alert')).toContainText(
    /The chain breaks at entry 2 \(.+, professional: .*first\.example/,
  );
  await expect(chain(page).getByRole('alert')).toContainText(
    /The chain breaks at entry 3 \(.+, professional: .*second\.example/,
  );
  await expectAccessible();
});

test('The Audit Log answers who took which certificate out of an IVR profile in a period', async ({
  page,
  administrator,
  professional,
  signIn,
  expectAccessible,
}) => {
  const { id } = await store(administrator, 'Recording Spring');
  await assign(professional, 'record_emea', [id]);
  await assign(professional, 'record_us_east', [id]);
  await assign(professional, 'record_emea', []);
  await signIn('professional', '/audit-log');
  const entries = page.getByRole('table', { name: 'Audit Log' }).locator('tbody tr');
  const today = new Date().toISOString().slice(0, 10);
  await page.getByLabel('From', { exact: true }).fill(today);
  await page.getByLabel('To', { exact: true }).fill(today);
  await page.getByLabel('About', { exact: true }).selectOption('IVR profile record_emea');
  await expect(entries).toHaveCount(2);
  await page.getByLabel('Search', { exact: true }).fill('unassigned');
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText(/professional.*IVR profile record_emea: removed Recording Spring/);
  await page.getByLabel('Person', { exact: true }).fill('profess');
  await page.getByLabel('Action', { exact: true }).selectOption('Certificates of an IVR profile changed');
  await expect(entries).toHaveCount(1);
  await expectAccessible();
  // What is shown is in the address, and in the file.
  await page.reload();
  await expect(entries).toHaveCount(1);
  const { bytes } = await saved(page.getByRole('button', { name: 'Export CSV', exact: true }));
  const lines = bytes.toString().trimEnd().split('\r\n');
  expect(lines).toHaveLength(2);
  // The name leads to the certificate, the number to the entry.
  await expect(entries.getByRole('link', { name: 'Recording Spring', exact: true })).toHaveAttribute(
    'href',
    `/administration/certificates/${id}`,
  );
  await entries.getByRole('link', { name: /^\d+$/ }).click();
  await expect(page.getByText('IVR profile record_emea: removed Recording Spring')).toBeVisible();
  await expect(page.getByText('Certificates of an IVR profile changed', { exact: true })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Audit Log', exact: true }).click();
  await expect(entries).toHaveCount(1);
  await page.getByLabel('From', { exact: true }).fill('2001-03-01');
  await page.getByLabel('To', { exact: true }).fill('2001-05-31');
  await expect(page.getByText('No entry matches.')).toBeVisible();
});

test('asks the tenant when a person pauses, not at every letter', async ({ page, signIn }) => {
  await page.clock.install();
  await signIn('administrator', '/audit-log');
  const entries = page.getByRole('table', { name: 'Audit Log' }).locator('tbody tr');
  await expect(entries.filter({ hasText: 'Signed in' }).first()).toBeVisible();
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/audit-log') asked.push(searchParams.get('username') ?? '');
  });
  // A slow machine makes no pause between the letters.
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.getByLabel('Person', { exact: true }).pressSequentially('nobody');
  await page.clock.resume();
  await expect(page.getByText('No entry matches.')).toBeVisible();
  await expect(page).toHaveURL(/person=nobody/);
  expect(asked).toEqual(['nobody']);
  await page.getByRole('button', { name: 'Show all', exact: true }).click();
  await expect(page.getByLabel('Person', { exact: true })).toHaveValue('');
  await expect(entries.filter({ hasText: 'Signed in' }).first()).toBeVisible();
});
