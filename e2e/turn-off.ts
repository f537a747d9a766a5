import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** A save on an IVR profile that turns encryption off: opens the dialog and confirms all but the button itself. */
export async function confirmTurnOff(page: Page) {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Turn off the encryption of calls / });
  const turnOff = dialog.getByRole('button', { name: 'Turn off encryption', exact: true });
  await expect(turnOff).toBeDisabled();
  await dialog.getByLabel('Type unencrypted to confirm').fill('unencrypted');
  await expect(turnOff).toBeDisabled();
  await dialog.getByLabel('I have discussed this with the administrator').check();
  await expect(turnOff).toBeEnabled();
  return turnOff;
}
