import type { Page } from '@playwright/test';
import { assign, listed, profileId } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';
import { list, offDialog, put, remove, row, save } from '../screen-recording.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

/** The dialog asks for the word, and Cancel saves nothing. */
async function expectGuard(page: Page, title: string, label: string) {
  const dialog = page.getByRole('dialog', { name: title, exact: true });
  await expect(dialog.getByRole('button', { name: label, exact: true })).toBeDisabled();
  await expect(dialog.getByLabel('Type unencrypted to confirm')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('encryption is guarded in each of the five ways in which it can stop', async ({
  page,
  otherPage: professional,
  signIn,
}) => {
  test.slow();
  await signIn('administrator');
  const long = await store(page, 'Long', { notAfter: inDays(400) });
  const soon = await store(page, 'Soon', { notAfter: inDays(5) });
  await put(page, [long.id]);
  await signIn('professional', '/', professional);
  await assign(professional, 'record_emea', [long.id]);
  await assign(professional, 'record_us_west', [long.id]);

  // A profile.
  const emea = `/ivr-profiles/${await profileId(professional, 'record_emea')}`;
  const off = 'Turn off encryption';
  await professional.goto(emea);
  await professional.getByRole('button', { name: /^Remove Long/ }).click();
  await save(professional).click();
  await expectGuard(professional, 'Turn off the encryption of calls from emea?', off);

  // Several profiles at once.
  await professional.getByRole('button', { name: 'Cancel', exact: true }).click();
  await professional.goto(`/ivr-profiles/remove?certificate=${long.id}`);
  const several = professional.getByRole('dialog', { name: 'Remove from several IVR profiles' });
  await several.getByLabel('record_emea').check();
  await several.getByLabel('record_us_west').check();
  await several.getByRole('button', { name: 'Remove', exact: true }).click();
  const both = /^Turn off the encryption of calls from (emea|us-west) and calls from (emea|us-west)\?$/;
  await expect(professional.getByRole('dialog', { name: both })).toBeVisible();
  const title =
    (await professional.getByRole('dialog', { name: both }).getByRole('heading').textContent()) ?? '';
  await expectGuard(professional, title, off);

  // The list for screen recordings.
  await page.goto(list);
  await row(page, 'Long').getByRole('checkbox').check();
  await remove(page).click();
  await save(page).click();
  await expect(offDialog(page)).toBeVisible();
  await expectGuard(page, 'Turn off the encryption of screen recordings?', off);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();

  // A deletion.
  await page.goto(`/administration/certificates/${long.id}/delete`);
  const inUse = page.getByRole('dialog', { name: 'Long is in use', exact: true });
  await expect(inUse).toBeVisible();
  await expect(inUse.getByRole('button', { name: 'Delete', exact: true })).toHaveCount(0);

  // The end of what is left, which the save brings near.
  await assign(professional, 'record_emea', [long.id, soon.id]);
  await professional.goto(emea);
  await professional.getByRole('button', { name: /^Remove Long/ }).click();
  await save(professional).click();
  await expectGuard(professional, 'Let the encryption of calls from emea end earlier?', 'Let encryption end');

  const items = await listed<{ name: string; certificates: { id: string }[] }>(page, '/api/ivr-profiles');
  const kept = items.filter(({ certificates }) => certificates.some(({ id }) => id === long.id));
  expect(kept.map(({ name }) => name).toSorted()).toEqual(['record_emea', 'record_us_west']);
});
