import { agreeToDeletion } from '../agree.ts';
import { anHourAgo } from '../an-hour-ago.ts';
import { assign, profileId, testCall } from '../calls.ts';
import { expect, store, test as base } from '../fixtures.ts';
import { expectErrorInSight, expectInSight } from '../in-sight.ts';
import { addAuthenticator, addPasskey, addPerson, givePassword, PASSWORD } from '../passkeys.ts';
import { confirmTurnOff } from '../turn-off.ts';

/** Browsers use passkeys at localhost, and not at 127.0.0.1. */
const test = base.extend({
  baseURL: async ({ tenant }, use) => use(tenant.url.replace('127.0.0.1', 'localhost')),
});

const anna = { username: 'anna', role: 'professional' } as const;

test('with a passkey, signing in takes two steps, which a reload and a wrong device do not end', async ({
  page,
  administrator,
  expectAccessible,
}) => {
  await addPerson(administrator, page.request, anna);
  const authenticator = await addAuthenticator(page);
  await page.goto('/your-account');
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  await expect(passkeys.getByText('There is no passkey.')).toBeVisible();
  await expect(passkeys.getByRole('button', { name: 'Add a passkey', exact: true })).toBeDisabled();
  await addPasskey(page, 'Laptop');
  await expectAccessible();

  // The same device is not added twice.
  await passkeys.getByLabel('Name of the passkey').fill('Laptop again');
  await passkeys.getByRole('button', { name: 'Add a passkey', exact: true }).click();
  await expectErrorInSight(page, 'This device has a passkey of this console already.');
  await expect(passkeys.getByLabel('Name of the passkey')).toHaveValue('Laptop again');

  await page.request.delete('/api/session');
  await page.goto('/sign-in?back=%2Fyour-account');
  await page.setViewportSize({ width: 390, height: 800 });
  const step = await givePassword(page, 'anna');
  await expect(step).toContainText('The password of anna was right.');
  await expect(page.getByText('Demo accounts')).toHaveCount(0);
  await expectAccessible();
  await page.reload();
  const usePasskey = step.getByRole('button', { name: 'Use passkey', exact: true });
  await expect(usePasskey).toBeFocused();

  // Without the device nobody answers, and Escape ends the question.
  await authenticator.without(async () => {
    await usePasskey.press('Enter');
    await expect(step.getByRole('status')).toHaveText(
      'Confirm it on your device, or with your security key.',
    );
    await page.keyboard.press('Escape');
    await expectErrorInSight(page, /^No passkey was used/);
  });
  await expect(usePasskey).toBeEnabled();
  await usePasskey.press('Enter');
  await expect(page.getByRole('heading', { name: 'Your account', exact: true })).toBeVisible();
  await expect(passkeys.getByRole('listitem').filter({ hasText: 'Laptop' })).toContainText('last used');

  // Another device has none of hers.
  await page.request.delete('/api/session');
  await page.goto('/sign-in');
  await givePassword(page, 'anna');
  await authenticator.replace();
  await usePasskey.click();
  await expectErrorInSight(page, /^No passkey was used/);
  await step.getByRole('button', { name: 'Back to the password', exact: true }).click();
  await expect(page.getByLabel('User name')).toHaveValue('anna');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeEnabled();
});

test('what cannot be undone asks for the passkey again', async ({
  page,
  administrator,
  tenant,
  expectAccessible,
}) => {
  await addPerson(administrator, page.request, anna);
  await addAuthenticator(page);
  await addPasskey(page, 'Key ring');
  const { id: certificateId } = await store(administrator, 'Genesys Recording');
  await page.request.delete('/api/session');
  await page.goto('/sign-in');
  const step = await givePassword(page, 'anna');
  await step.getByRole('button', { name: 'Use passkey', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Overview', exact: true })).toBeVisible();
  await assign(page, 'IVR_Default_Record', [certificateId]);
  await testCall(page);

  const data = { kind: 'deletion', certificateId, note: '' };
  const asked = await administrator.request.post('/api/requests', { data });
  const { id } = (await asked.json()) as { id: string };
  await page.goto(`/requests/${id}`);
  anHourAgo(tenant);
  await agreeToDeletion(page, 1);
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expectInSight(proof);
  await expect(proof.getByLabel('Password')).toHaveCount(0);
  await expect(proof.getByRole('button', { name: 'Use passkey', exact: true })).toBeFocused();
  await expectAccessible();
  // Whoever does not want to loses nothing.
  await page.keyboard.press('Escape');
  await expect(proof).toBeHidden();
  await expect(page.getByText(/your passkey was not used in this session/)).toBeVisible();
  const agree = page.getByRole('dialog', { name: /^Agree to the deletion of / });
  await agree.getByRole('button', { name: 'Agree to the deletion', exact: true }).click();
  await proof.getByRole('button', { name: 'Use passkey', exact: true }).click();
  await expect(page.getByText(/^Agreed on .* by anna/)).toBeVisible();

  await page.goto(`/ivr-profiles/${await profileId(page, 'IVR_Default_Record')}`);
  await page.getByRole('button', { name: /^Remove Genesys Recording/ }).click();
  const turnOff = await confirmTurnOff(page);
  anHourAgo(tenant);
  await turnOff.click();
  await proof.getByRole('button', { name: 'Use passkey', exact: true }).click();
  await expect(page.getByText(/^Saved\./)).toBeVisible();
});

test('a passkey is removed by its owner, or by an administrator when the device is lost', async ({
  page,
  otherPage,
  signIn,
  administrator,
  tenant,
  expectAccessible,
}) => {
  const id = await addPerson(administrator, page.request, anna);
  const authenticator = await addAuthenticator(page);
  await addPasskey(page, 'Old phone');
  anHourAgo(tenant);
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  await passkeys.getByRole('button', { name: 'Remove the passkey Old phone', exact: true }).click();
  const confirm = page.getByRole('dialog', { name: 'Remove the passkey “Old phone”?' });
  await expect(confirm).toContainText('It is your last one');
  await expectAccessible();
  await confirm.getByRole('button', { name: 'Remove', exact: true }).click();
  await page
    .getByRole('dialog', { name: 'Confirm that it is you' })
    .getByRole('button', { name: 'Use passkey', exact: true })
    .click();
  await expect(confirm).toBeHidden();
  await expect(passkeys.getByText('There is no passkey.')).toBeVisible();

  await authenticator.replace();
  await addPasskey(page, 'Lost phone');
  await signIn('administrator', `/administration/accounts/${id}`, otherPage);
  const theirs = otherPage.getByRole('region', { name: 'Passkeys' });
  await expect(theirs.getByRole('listitem')).toContainText('Lost phone');
  await expectAccessible(otherPage);
  await theirs.getByRole('button', { name: 'Remove passkeys', exact: true }).click();
  const remove = otherPage.getByRole('dialog', { name: 'Remove the passkeys of anna?' });
  await remove.getByRole('button', { name: 'Remove passkeys', exact: true }).click();
  await expect(theirs).toBeHidden();
  const data = { username: 'anna', password: PASSWORD };
  const signedIn = await otherPage.request.post('/api/session', { data });
  expect(await signedIn.json()).toMatchObject({ session: { username: 'anna' } });
});

test('where browsers use no passkeys, the page says why, and where they do', async ({
  page,
  administrator,
  tenant,
}) => {
  await page.goto(`${tenant.url}/sign-in`);
  await addPerson(administrator, page.request, anna);
  // That was at localhost; here, she signs in by the number.
  await page.request.post(`${tenant.url}/api/session`, { data: { username: 'anna', password: PASSWORD } });
  await page.goto(`${tenant.url}/your-account`);
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  await expect(passkeys.getByText(`Browsers use no passkeys at ${tenant.url}`)).toBeVisible();
  await expect(passkeys.getByRole('button', { name: 'Add a passkey', exact: true })).toHaveCount(0);
  const named = tenant.url.replace('127.0.0.1', 'localhost');
  await expect(passkeys.getByRole('link', { name: `Open it at ${named}`, exact: true })).toHaveAttribute(
    'href',
    `${named}/your-account`,
  );
});
