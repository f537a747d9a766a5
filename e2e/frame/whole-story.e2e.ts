import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { fillSubject, saved, uploadGenerated } from '../acts.ts';
import { played } from '../calls.ts';
import { fileWindows } from '../file-windows.ts';
import { expect, test } from '../fixtures.ts';
import { agreeToDeletion } from '../agree.ts';
import { confirmTurnOff } from '../turn-off.ts';

const spoken = join(import.meta.dirname, '../../src/tenant/recorder/media/test-call.mp3');
const hasOpenssl = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout?.startsWith('OpenSSL 3');

const savedBy = (page: Page, button: string) => saved(page.getByRole('button', { name: button }));

/** A key pair from its generation to the day on which only the customer's own copy opens the recordings. */
test('the whole story of a key pair', async ({ page, otherPage, signIn }) => {
  test.slow();
  await fileWindows(page, 'none');

  // Generate a pair and save the private key.
  await signIn('administrator', '/key-tools/generate');
  await fillSubject(page);
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const certificate = await savedBy(page, 'Download tenant.pem');
  const privateKey = await savedBy(page, 'Download tenant.key');

  // Upload the pair.
  await uploadGenerated(page);

  // Request the assignment, and assign.
  await page.getByRole('link', { name: 'Request assignment', exact: true }).click();
  const request = page.getByRole('dialog', { name: 'Request assignment of Genesys Recording' });
  for (const other of ['record_us_west', 'record_us_east', 'record_emea']) {
    await request.getByLabel(other).uncheck();
  }
  await request.getByRole('button', { name: 'Request assignment', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Assign Genesys Recording', exact: true })).toBeVisible();
  await expect(page.getByText('Waiting for assignment', { exact: true })).toBeVisible();
  await signIn('professional', '/', otherPage);
  await otherPage.getByRole('link', { name: /^Assign Genesys Recording to IVR_Default_Record/ }).click();
  await otherPage.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(otherPage.getByText(/^Assigned on .* by professional/)).toBeVisible();

  // Make a test call and play it.
  await page.goto('/recordings');
  await page.getByRole('link', { name: 'Test call', exact: true }).click();
  await page.getByRole('button', { name: 'Make the call', exact: true }).click();
  const outcome = page.getByRole('dialog', { name: 'Recorded and encrypted' });
  await expect(outcome).toContainText('IVR_Default_Record');
  await outcome.getByRole('link', { name: 'Open the recording', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^Voice recording/ })).toBeVisible();
  const recording = page.url();
  expect(await played(page)).toBeCloseTo(6.2, 0);
  const zip = unzipSync((await savedBy(page, 'Download all as zip')).bytes);
  const command = await page.getByRole('region', { name: 'Command that decrypts' }).innerText();

  // Deletion is refused with a number: first of places, then of recordings that depend on the pair.
  await page
    .getByRole('region', { name: 'Encryption' })
    .getByRole('link', { name: 'Genesys Recording', exact: true })
    .click();
  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  const inUse = page.getByRole('dialog', { name: 'Genesys Recording is in use' });
  await expect(inUse).toContainText('Its private key opens 1 recording');
  await inUse.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(inUse).toBeHidden();
  await otherPage
    .getByRole('region', { name: 'What is asked for' })
    .getByRole('link', { name: 'IVR_Default_Record', exact: true })
    .click();
  await otherPage.getByRole('button', { name: /^Remove Genesys Recording/ }).click();
  await (await confirmTurnOff(otherPage)).click();
  await expect(otherPage.getByText('Saved. The recorder reads the new list from now on.')).toBeVisible();
  await page.reload();
  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  const needed = page.getByRole('dialog', { name: 'the deletion needs a second person' });
  await expect(needed).toContainText('No other key in the keystore opens it.');

  // Request the deletion; the professional agrees.
  await needed.getByRole('button', { name: 'Request deletion', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Delete Genesys Recording', exact: true })).toBeVisible();
  await expect(page.getByText('Waiting for an answer', { exact: true })).toBeVisible();
  await otherPage.goto('/');
  await otherPage
    .getByRole('link', { name: 'Agree to the deletion of Genesys Recording, or decline', exact: true })
    .click();
  await agreeToDeletion(otherPage, 1);
  await expect(otherPage.getByText(/^Agreed on .* by professional/)).toBeVisible();
  await page.reload();
  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  const confirm = page.getByRole('dialog', { name: 'Delete Genesys Recording?' });
  const helper = await confirm.getByText('To confirm, type the serial number').innerText();
  await confirm
    .getByRole('textbox', { name: 'Serial Number' })
    .fill(/(?<![\dA-F])[\dA-F]+$/.exec(helper)?.[0] ?? '');
  await confirm.getByLabel('I have discussed this with my Genesys Professional').check();
  await confirm.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('Genesys Recording was deleted')).toBeVisible();

  // The page of the recording says which key is missing.
  await page.goto(recording);
  await expect(page.getByRole('region', { name: 'Play' })).toContainText(
    'its session key is wrapped for “Genesys Recording”',
  );

  // At the customer's own site, the saved key opens the downloaded recording, in the browser and with OpenSSL.
  const folder = await mkdtemp(join(tmpdir(), 'own-site-'));
  for (const [name, bytes] of Object.entries(zip)) await writeFile(join(folder, name), bytes);
  await writeFile(join(folder, 'tenant.pem'), certificate.bytes);
  await writeFile(join(folder, 'tenant.key'), privateKey.bytes);
  await page
    .getByRole('region', { name: 'Download encrypted' })
    .getByRole('link', { name: 'Decrypt', exact: true })
    .click();
  await expect(page.getByText('Loaded completely')).toBeVisible();
  await page.context().setOffline(true);
  const backup = [...Object.keys(zip), 'tenant.key'].map((name) => join(folder, name));
  await page.getByLabel('Files to decrypt', { exact: true }).setInputFiles(backup);
  await expect(page.getByText('It is in this page’s memory until you save it.')).toBeVisible();
  expect(await played(page)).toBeCloseTo(6.2, 0);
  const opened = await saved(page.getByRole('link', { name: /^Save .*\.mp3$/ }));
  expect(opened.bytes).toEqual(await readFile(spoken));
  if (hasOpenssl) {
    execFileSync('sh', ['-ec', command], { cwd: folder });
    const byOpenssl = await readFile(join(folder, /-out (\S+)$/.exec(command.trim())?.[1] ?? ''));
    expect(byOpenssl).toEqual(await readFile(spoken));
  }
  await rm(folder, { recursive: true });
});
