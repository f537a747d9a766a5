import type { Page } from '@playwright/test';
import { askAssignment, askDeletion, assign, testCall } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const lines = 'The court asks for them.\nUntil March.\nAsk Kim.';

/** Escape, and a press beside the dialog, ask before they take away a note; without one they close it. */
async function expectKept(page: Page, label: 'Note' | 'Reason') {
  const dialog = page.getByRole('dialog');
  const note = dialog.getByLabel(label);
  await note.fill(lines);
  await page.keyboard.press('Escape');
  const ask = dialog.getByRole('alert').filter({ hasText: 'Discard what you wrote?' });
  await expect(ask).toBeInViewport();
  await ask.getByRole('button', { name: 'Keep writing', exact: true }).click();
  await expect(ask).toBeHidden();
  await page.mouse.click(5, 5);
  await expect(ask).toBeVisible();
  await expect(note).toHaveValue(lines);
  await ask.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('a note of three lines is not thrown away by Escape or by a press beside the dialog', async ({
  page,
  otherPage,
  professional,
  signIn,
  expectAccessible,
}) => {
  const { id } = await store(page, 'Old recording');
  const request = `/administration/certificates/${id}/request-assignment`;
  await page.goto(request);
  await expectKept(page, 'Note');
  await page.goto(request);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await assign(professional, 'IVR_Default_Record', [id]);
  await testCall(page);
  await assign(professional, 'IVR_Default_Record', []);
  await page.goto(`/administration/certificates/${id}/delete`);
  await expectKept(page, 'Note');

  await signIn('professional', `/requests/${await askDeletion(page, id)}/decline`, otherPage);
  await otherPage.getByRole('dialog').getByLabel('Reason').fill(lines);
  await otherPage.keyboard.press('Escape');
  await expect(otherPage.getByText('Discard what you wrote?')).toBeVisible();
  await expectAccessible(otherPage);
  await otherPage.getByRole('button', { name: 'Keep writing', exact: true }).click();
  await expectKept(otherPage, 'Reason');
});

test('a request page that is open learns its answer, and offers nothing that is over', async ({
  page,
  otherPage,
  signIn,
}) => {
  await page.clock.install();
  const { id } = await store(page, 'Recording 2026');
  const request = `/requests/${await askAssignment(page, id)}`;
  await page.goto(request);
  await expect(page.getByText('Waiting for assignment', { exact: true })).toBeVisible();
  await signIn('professional', request, otherPage);
  await otherPage.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(otherPage.getByText(/^Assigned on /)).toBeVisible();
  await page.clock.runFor(15_000);
  await expect(page.getByText(/^Assigned on /)).toBeVisible();
  await expect(page.getByText('Waiting for assignment', { exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Withdraw', exact: true })).toBeHidden();
});
