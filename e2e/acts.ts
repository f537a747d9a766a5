import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { serialNumberOf } from './calls.ts';
import { expect, store } from './fixtures.ts';

/** What a person does in many tests, where it is not the subject of the test. */

/** The file that is saved by an act. */
export async function savedDuring(page: Page, act: () => Promise<unknown>) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  const path = await download.path();
  return { name: download.suggestedFilename(), path, bytes: await readFile(path) };
}

/** The file that a press of this button or link saves. */
export const saved = (button: Locator) => savedDuring(button.page(), () => button.click());

type Tool = 'generate' | 'inspect' | 'convert' | 'decrypt' | 'check-backup';

/** Opens a key tool, with everything loaded that it may need. */
export async function openTool(page: Page, tool: Tool) {
  await page.goto(`/key-tools/${tool}`);
  await expect(page.getByText('Loaded completely')).toBeVisible();
}

/** The subject of the documentation, in *Generate*. */
export async function fillSubject(page: Page, country = 'US') {
  await page.getByLabel('Common Name (CN)').fill('Genesys Recording');
  await page.getByLabel('Country (C)').fill(country);
  await page.getByLabel('State or Province (ST)').fill('California');
  await page.getByLabel('Organization (O)').fill('Genesys');
}

/** The form on the sign-in page. */
export async function fillSignIn(page: Page, username: string, password = 'demo') {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Opens *Delete* of a certificate, and fills in all but the button. */
export async function fillDeletion(page: Page, id: string) {
  await page.goto(`/administration/certificates/${id}/delete`);
  await page.getByRole('textbox', { name: 'Serial Number' }).fill(await serialNumberOf(page, id));
  await page.getByRole('checkbox', { name: 'I have discussed this with my Genesys Professional' }).check();
}

/** Opens the list of a keystore with these certificates. */
export async function openListOf(page: Page, ...commonNames: string[]) {
  for (const commonName of commonNames) await store(page, commonName);
  await page.goto('/administration/certificates?sort=subjectName');
}

/** Hands a pair that was made in *Generate* to the Upload panel, and saves it. */
export async function uploadGenerated(page: Page) {
  await page.getByRole('button', { name: 'Upload to tenant', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
}

/** Chooses a file in the browser's own dialog, which an act opens. */
export async function chooseDuring(page: Page, file: string, act: () => Promise<unknown>) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), act()]);
  await chooser.setFiles(file);
}

/** Presses Tab until the target has the focus. */
export async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  for (let i = 0; i < 40 && !(await target.evaluate((element) => element === document.activeElement)); i++) {
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}
