import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillSubject } from '../acts.ts';
import { profileId, storeAssigned } from '../calls.ts';
import { expect, test } from '../fixtures.ts';
import { expectInSight } from '../in-sight.ts';
import { confirmTurnOff } from '../turn-off.ts';

test.use({ as: 'administrator' });

function copyOfBuild(): string {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  cpSync(join(import.meta.dirname, '../../dist'), folder, { recursive: true });
  return folder;
}

/** A copy of the built console in which every script has a different name, as in a different build. */
function anotherBuild(): string {
  const folder = copyOfBuild();
  const hash = /-([\w-]{7,8})\.js/g;
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, file);
    if (/\.(gz|br|zst)$/.test(file)) rmSync(path);
    else if (/\.(js|html|json)$/.test(file)) {
      const text = readFileSync(path, 'utf8').replaceAll(hash, '-0$1.js');
      const name = path.replace(hash, '-0$1.js');
      if (name !== path) rmSync(path);
      writeFileSync(name, text);
    }
  }
  return folder;
}

test('offline, the screen stays open, says what happened, and goes on when the network is back', async ({
  page,
  context,
  expectAccessible,
}) => {
  await page.goto('/administration/certificates');
  const certificates = page.getByRole('heading', { name: 'Certificates', level: 1, exact: true });
  const auditLog = page.getByRole('link', { name: 'Audit Log', exact: true });
  await expect(certificates).toBeVisible();
  await context.setOffline(true);
  await auditLog.click();

  const dialog = page.getByRole('dialog', { name: 'The page could not be loaded' });
  await expect(dialog).toContainText('The console cannot be reached.');
  await expect(dialog.getByRole('button', { name: 'Try again', exact: true })).toBeFocused();
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Try again', exact: true }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Stay on this page', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(certificates).toBeVisible();
  await expect(page).toHaveURL('/administration/certificates');

  await auditLog.click();
  await expect(dialog).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('heading', { name: 'Audit Log', level: 1, exact: true })).toBeVisible();
  await expect(dialog).toBeHidden();
});

test('with the server stopped, a private key just made stays, and the link works when the server is back', async ({
  page,
  tenant,
}) => {
  await page.goto('/key-tools/generate');
  await fillSubject(page);
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const made = page.getByText('The key pair is made and proven');
  await expect(made).toBeVisible();
  await tenant.kill();
  const auditLog = page.getByRole('link', { name: 'Audit Log', exact: true });
  await auditLog.click();
  await page.getByRole('button', { name: 'Leave without a copy', exact: true }).click();

  const dialog = page.getByRole('dialog', { name: 'The page could not be loaded' });
  await dialog.getByRole('button', { name: 'Stay on this page', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(made).toBeVisible();

  await auditLog.click();
  await page.getByRole('button', { name: 'Leave without a copy', exact: true }).click();
  await expect(dialog).toBeVisible();
  await tenant.runAgain();
  // The browser asks whether to leave the page, because the key has not been saved anywhere.
  page.once('dialog', (asked) => void asked.accept());
  await dialog.getByRole('button', { name: 'Try again', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Audit Log', level: 1, exact: true })).toBeVisible();
});

test('another build of the console is offered as Reload, which opens the page that was asked for', async ({
  page,
  tenant,
}) => {
  await page.goto('/administration/certificates');
  await expect(page.getByRole('heading', { name: 'Certificates', level: 1, exact: true })).toBeVisible();
  await tenant.kill();
  const folder = anotherBuild();
  await tenant.runAgain({ CONSOLE_DIR: folder });
  await page.getByRole('link', { name: 'Audit Log', exact: true }).click();

  const dialog = page.getByRole('dialog', { name: 'A new version of the console is available' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Reload', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Audit Log', level: 1, exact: true })).toBeVisible();
  await expect(page).toHaveURL('/audit-log');
  rmSync(folder, { recursive: true });
});

test('where the picture of the coverage does not come, its place says so, and no window opens', async ({
  page,
  administrator,
  professional,
  signIn,
  tenant,
}) => {
  await storeAssigned(administrator, professional);
  const folder = copyOfBuild();
  // The words of the legend are only in the code of the picture.
  const scripts = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'));
  const [picture, ...others] = scripts
    .map((name) => join(folder, 'assets', name))
    .filter((path) => readFileSync(path, 'utf8').includes('Last one, ends within 90 days'));
  expect(others).toEqual([]);
  for (const ending of ['', '.gz', '.br', '.zst']) rmSync(`${picture}${ending}`, { force: true });
  await tenant.kill();
  await tenant.runAgain({ CONSOLE_DIR: folder });

  await signIn('professional', `/ivr-profiles/${await profileId(administrator, 'record_emea')}`);
  await expect(
    page
      .getByRole('region', { name: 'Coverage over time', exact: true })
      .getByText('This could not be loaded. Reload the page to see it.', { exact: true }),
  ).toBeVisible();
  await page.getByRole('button', { name: /^Remove Genesys Recording/ }).click();
  await (await confirmTurnOff(page)).click();
  await expectInSight(page.getByText('Saved. The recorder reads the new list from now on.'));
  rmSync(folder, { recursive: true });
});
