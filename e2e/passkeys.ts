import type { APIRequestContext, Page } from '@playwright/test';
import { fillSignIn } from './acts.ts';
import { expect, type Session } from './fixtures.ts';

/** An authenticator of this tab, without a person: it answers at once. */
export async function addAuthenticator(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const add = async () => {
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return authenticatorId;
  };
  let authenticatorId = await add();
  return {
    /** The same one again, with its passkeys, after `work` without it. */
    async without(work: () => Promise<void>) {
      const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
      await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
      await work();
      authenticatorId = await add();
      for (const credential of credentials) {
        await cdp.send('WebAuthn.addCredential', { authenticatorId, credential });
      }
    },
    /** Another one, which has none of these passkeys. */
    async replace() {
      await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
      authenticatorId = await add();
    },
  };
}

export const PASSWORD = 'gravel lantern eleven boats';

/** An account with a password of its own; answers its id. */
export async function addPerson(
  administrator: Session,
  anybody: APIRequestContext,
  { username, role }: { username: string; role: 'administrator' | 'professional' },
): Promise<string> {
  const added = await administrator.request.post('/api/accounts', { data: { username, role } });
  expect(added.status(), await added.text()).toBe(201);
  const { id, oneTimePassword } = (await added.json()) as { id: string; oneTimePassword: string };
  const data = { username, password: oneTimePassword, newPassword: PASSWORD };
  const signedIn = await anybody.post('/api/session', { data });
  expect(signedIn.status(), await signedIn.text()).toBe(200);
  return id;
}

/** Adds a passkey on *Your account*. */
export async function addPasskey(page: Page, name: string) {
  await page.goto('/your-account');
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  await passkeys.getByLabel('Name of the passkey').fill(name);
  await passkeys.getByRole('button', { name: 'Add a passkey', exact: true }).click();
  await expect(passkeys.getByRole('status')).toHaveText(/^The passkey is added\./);
  await expect(passkeys.getByRole('listitem').filter({ hasText: name })).toContainText('not used yet');
}

/** On the sign-in page: the password, after which the passkey is awaited. */
export async function givePassword(page: Page, username: string) {
  await fillSignIn(page, username, PASSWORD);
  const step = page.getByRole('region', { name: 'Second step' });
  await expect(step.getByRole('button', { name: 'Use passkey', exact: true })).toBeFocused();
  return step;
}
