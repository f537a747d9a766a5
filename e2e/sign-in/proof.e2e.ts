import { agreeToDeletion } from '../agree.ts';
import { anHourAgo } from '../an-hour-ago.ts';
import { assign, profileId, testCall } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';
import { expectInSight } from '../in-sight.ts';
import { confirmTurnOff } from '../turn-off.ts';

test('turning off encryption asks for the password again, and goes on where it was', async ({
  page,
  otherPage,
  signIn,
  tenant,
  expectAccessible,
}) => {
  await signIn('administrator', '/', otherPage);
  const { id } = await store(otherPage, 'Genesys Recording');
  await signIn('professional');
  await assign(page, 'record_emea', [id]);
  await page.goto(`/ivr-profiles/${await profileId(page, 'record_emea')}`);
  await page.getByRole('button', { name: /^Remove Genesys Recording/ }).click();
  const turnOff = await confirmTurnOff(page);
  anHourAgo(tenant);
  await turnOff.click();

  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expectInSight(proof);
  await expect(proof.getByLabel('Password')).toBeFocused();
  await expect(proof.getByLabel('User name')).toHaveValue('professional');
  await expectAccessible();

  // Whoever does not want to loses nothing.
  await proof.getByRole('button', { name: 'Not now', exact: true }).click();
  await expect(page.getByText(/^Nothing was changed\. This cannot be undone/)).toBeVisible();
  await turnOff.click();
  await proof.getByLabel('Password').fill('wrong');
  await proof.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(proof.getByText('The user name or the password is wrong.')).toBeVisible();
  await proof.getByLabel('Password').fill('demo');
  await proof.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(proof).toBeHidden();
  await expect(page.getByText(/^Saved\./)).toBeVisible();
});

test('agreeing to a deletion asks again, and keeps what was typed', async ({
  page,
  otherPage,
  signIn,
  tenant,
}) => {
  await signIn('administrator');
  await signIn('professional', '/', otherPage);
  const { id: certificateId } = await store(page, 'Genesys Recording');
  await assign(otherPage, 'IVR_Default_Record', [certificateId]);
  await testCall(page);
  const asked = await page.request.post('/api/requests', {
    data: { kind: 'deletion', certificateId, note: '' },
  });
  const { id } = (await asked.json()) as { id: string };
  await otherPage.goto(`/requests/${id}`);
  anHourAgo(tenant);
  await agreeToDeletion(otherPage, 1);
  const proof = otherPage.getByRole('dialog', { name: 'Confirm that it is you' });
  await proof.getByLabel('Password').fill('demo');
  await proof.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(otherPage.getByText(/^Agreed on .* by professional/)).toBeVisible();
});
