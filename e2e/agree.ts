import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** The second person agrees to a deletion: types how many recordings would be lost. */
export async function agreeToDeletion(page: Page, lost: number) {
  await page.getByRole('link', { name: 'Agree to the deletion', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Agree to the deletion of / });
  // The first line after the title.
  await expect(dialog).toContainText(/\?\s*Backup: never proven\./);
  const agree = dialog.getByRole('button', { name: 'Agree to the deletion', exact: true });
  await expect(agree).toBeDisabled();
  await dialog.getByLabel('Recordings that would be lost').fill(String(lost));
  await agree.click();
}
