import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { expect, store, test } from './fixtures.ts';

const chain = (page: Page) => page.getByRole('region', { name: 'Hash chain' });

test('The Audit Log says that its chain holds, and exports the whole log', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  await signIn('administrator');
  await store(page, 'first.example');
  await page.goto('/audit-log');
  await expect(chain(page)).toContainText(
    'The chain holds: 2 entries, each with the hash of the one before.',
  );
  const head = (await chain(page).locator('code').textContent()) ?? '';

  const saved = async (button: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  };
  const lines = await saved('Export JSON lines');
  expect(lines.name).toMatch(/^audit-log-Environment-\d{4}-\d\d-\d\d\.jsonl$/);
  expect(JSON.parse(lines.text.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ id: 2, hash: head });
  const csv = await saved('Export CSV');
  expect(csv.name).toMatch(/\.csv$/);
  expect(csv.text).toMatch(/^\uFEFFEntry,At \(UTC\),.*\r\n1,.*\r\n2,.*\r\n$/);

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
  signIn,
  expectAccessible,
}) => {
  await signIn('administrator');
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
