import { fillDeletion } from '../acts.ts';
import { assign, storeAssigned } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';
import { expectInSight } from '../in-sight.ts';
import { put } from '../screen-recording.ts';

test.use({ as: 'administrator' });

test('a certificate in use: each place is a link, and its successor is made first', async ({
  page,
  professional,
  expectAccessible,
}) => {
  const id = await storeAssigned(page, professional);
  await put(page, [id]);
  const remove = `/administration/certificates/${id}/delete`;
  const dialog = page.getByRole('dialog', { name: 'Genesys Recording is in use' });

  await page.goto(remove);
  await expectInSight(dialog);
  await expectAccessible();
  await dialog.getByRole('link', { name: 'IVR profile record_emea', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'record_emea', level: 1, exact: true })).toBeVisible();
  await page.goto(remove);
  await dialog.getByRole('link', { name: 'Screen Recording Certificates', exact: true }).click();
  await expect(
    page.getByRole('heading', { name: 'Screen Recording Certificates', level: 1, exact: true }),
  ).toBeVisible();
  await page.goto(remove);
  await dialog.getByRole('link', { name: 'Replace there first', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`renew.*${id}|${id}.*renew`));

  // The certificate's own page links there, too.
  await page.goto(`/administration/certificates/${id}`);
  await page
    .getByRole('region', { name: 'Usage' })
    .getByRole('link', { name: 'IVR profile record_emea', exact: true })
    .click();
  await expect(page.getByRole('heading', { name: 'record_emea', level: 1, exact: true })).toBeVisible();
});

test('assigned while Delete is open: the dialog says where', async ({ page, professional }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const { id } = await store(page, 'Genesys Recording');
  await fillDeletion(page, id);
  await assign(professional, 'record_emea', [id]);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Genesys Recording is in use' });
  await expectInSight(dialog.getByRole('link', { name: 'IVR profile record_emea', exact: true }));
  await expectInSight(dialog.getByRole('link', { name: 'Replace there first', exact: true }));
});
