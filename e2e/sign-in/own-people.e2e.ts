import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makePair } from '../../src/testing/pairs.ts';
import { CLIENT, startProvider } from '../../src/testing/provider.ts';
import { agreeToDeletion } from '../agree.ts';
import { expect, test as base } from '../fixtures.ts';
import { TenantServer } from '../../src/testing/server.ts';
import { acknowledgement } from '../../src/testing/steps.ts';

const NEW = 'gravel lantern eleven boats';

/** A tenant of one's own that `npm run setup` has made, with an identity provider on another site. */
const test = base.extend({
  tenant: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'own-'));
    const options =
      '--name Example --dbid 7 --platform aws --screen-recording yes --administrator anna'.split(' ');
    const setup = spawnSync(
      process.execPath,
      [join(import.meta.dirname, '../../src/tenant/sign-in/setup-command.ts'), ...options],
      { env: { ...process.env, TENANT_DATA_DIR: dataDir }, encoding: 'utf8' },
    );
    const secret = join(dataDir, 'client-secret');
    await writeFile(secret, CLIENT.secret);
    const origins: string[] = [];
    const provider = await startProvider(origins);
    provider.groups.set('carla', ['pros']);
    const tenant = await TenantServer.start({
      TENANT_DATA_DIR: dataDir,
      TENANT_OIDC_ISSUER: provider.issuer,
      TENANT_OIDC_CLIENT_ID: CLIENT.id,
      TENANT_OIDC_SECRET_FILE: secret,
      TENANT_OIDC_ROLES: 'admins=administrator,pros=professional',
    });
    origins.push(onLocalhost(tenant.url));
    tenant.log += setup.stdout;
    await use(tenant);
    await tenant.stop();
    await provider.close();
    await rm(dataDir, { recursive: true, force: true });
  },
  // The provider is at 127.0.0.1: that is another site, so what it leads to brings no Strict cookie.
  baseURL: async ({ tenant }, use) => use(onLocalhost(tenant.url)),
});

const onLocalhost = (url: string) => url.replace('127.0.0.1', 'localhost');

async function signInAtProvider(page: Page, name: string) {
  await page.getByRole('link', { name: 'Sign in by single sign-on', exact: true }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function post<Answer>(page: Page, path: string, data: object): Promise<Answer> {
  const answer = await page.request.post(path, { data });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  return (await answer.json()) as Answer;
}

test('a day of two people at their own tenant, one of them by single sign-on', async ({
  page,
  otherPage,
  tenant,
  expectAccessible,
}) => {
  test.slow();
  // The first administrator. There is no demo.
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByText('Demo accounts')).toHaveCount(0);
  await expectAccessible();
  await page.getByLabel('User name').fill('anna');
  const oneTimePassword = /[a-z2-9]{4}(?:-[a-z2-9]{4}){3}/.exec(tenant.log)?.[0] ?? '';
  await page.getByLabel(/^Password/).fill(oneTimePassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('New password').fill(NEW);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Overview', exact: true })).toBeVisible();

  // She uploads a pair and asks for its assignment. Nobody can answer yet, and the page says so.
  const { id } = await post<{ id: string }>(page, '/api/certificates', makePair({ commonName: 'Example' }));
  const { items } = (await (await page.request.get('/api/ivr-profiles')).json()) as {
    items: { id: string }[];
  };
  const ivrProfileIds = items.map((profile) => profile.id);
  const assignment = { kind: 'assignment', certificateId: id, ivrProfileIds, note: '' };
  const asked = await post<{ id: string }>(page, '/api/requests', assignment);
  await page.goto(`/requests/${asked.id}`);
  await expect(
    page.getByText(/^Nobody can answer this yet: it takes another person than anna/),
  ).toBeVisible();

  // The second person comes from the identity provider, back to where she was going.
  await otherPage.goto(`/requests/${asked.id}`);
  await expect(otherPage).toHaveURL(/\/sign-in\?back=/);
  await signInAtProvider(otherPage, 'carla');
  await expect(otherPage).toHaveURL(`${onLocalhost(tenant.url)}/requests/${asked.id}`);
  await otherPage.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(otherPage.getByText(/^Assigned on .* by carla/)).toBeVisible();

  // A recording depends on the pair, so its deletion takes both of them. The provider let her in without saying when it
  // last asked who she is, so it has to ask now.
  await post(page, '/api/test-calls', { screen: false });
  const deletion = { kind: 'deletion', certificateId: id, note: '' };
  const toDelete = await post<{ id: string }>(page, '/api/requests', deletion);
  await otherPage.goto(`/requests/${toDelete.id}`);
  await agreeToDeletion(otherPage, 1);
  const proof = otherPage.getByRole('dialog', { name: 'Confirm that it is you' });
  const proving = otherPage.context().waitForEvent('page');
  await proof.getByRole('link', { name: 'Single sign-on, in a new tab', exact: true }).click();
  const provider = await proving;
  await provider.getByLabel('Name').fill('carla');
  await provider.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(provider.getByRole('heading', { name: 'Your account', exact: true })).toBeVisible();
  await expect(otherPage.getByText(/^Agreed on .* by carla/)).toBeVisible();
  await provider.close();
  const [profile] = ivrProfileIds;
  const unassign = await otherPage.request.put(`/api/ivr-profiles/${profile}/certificates`, {
    data: { certificateIds: [], acknowledgement },
    headers: { 'If-Match': '*' },
  });
  expect(unassign.status(), await unassign.text()).toBe(200);
  const deleted = await page.request.delete(`/api/certificates/${id}`, { headers: { 'If-Match': '*' } });
  expect(deleted.status()).toBe(204);

  // While she types a reason, her account is disabled: her next call is refused, and what she typed stays.
  const next = await post<{ id: string }>(page, '/api/certificates', makePair({ commonName: 'Next' }));
  const again = await post<{ id: string }>(page, '/api/requests', { ...assignment, certificateId: next.id });
  await otherPage.goto(`/requests/${again.id}/decline`);
  await otherPage.getByLabel('Reason').fill('Not this week');
  await page.goto('/administration/accounts');
  await page.getByRole('link', { name: 'carla', exact: true }).click();
  await expect(page.getByText('Single sign-on', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Enable', exact: true })).toBeVisible();
  expect((await otherPage.request.get('/api/certificates')).status()).toBe(401);
  await otherPage.getByRole('button', { name: 'Decline', exact: true }).last().click();
  const ended = otherPage.getByRole('dialog', { name: 'Your session has ended' });
  await expect(ended.getByRole('link', { name: 'Single sign-on, in a new tab', exact: true })).toBeVisible();
  await ended.getByRole('button', { name: 'Not now', exact: true }).click();
  await expect(otherPage.getByLabel('Reason')).toHaveValue('Not this week');

  // Enabled again, she signs in in another tab, and the page goes on.
  await page.getByRole('button', { name: 'Enable', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Disable', exact: true })).toBeVisible();
  await otherPage.getByRole('button', { name: 'Decline', exact: true }).last().click();
  const opened = otherPage.context().waitForEvent('page');
  await ended.getByRole('link', { name: 'Single sign-on, in a new tab', exact: true }).click();
  const tab = await opened;
  await expect(tab.getByRole('heading', { name: 'Your account', exact: true })).toBeVisible();
  await expect(otherPage.getByText(/^Declined on .* by carla/)).toBeVisible();

  // The audit log names both.
  const { items: entries } = (await (await page.request.get('/api/audit-log')).json()) as {
    items: { username: string; summary: string }[];
  };
  const said = entries.map(({ username, summary }) => `${username}: ${summary}`).join('\n');
  for (const what of [
    'anna: Asked to have “Example”',
    'carla: Agreed to the request of anna to delete “Example”',
    'carla: Signed in by single sign-on',
    'anna: Disabled the account carla, and signed it out everywhere',
  ]) {
    expect(said).toContain(what);
  }
});

test('what fails at the provider is a sentence on the sign-in page', async ({ page }) => {
  await page.goto('/sign-in?back=%2Frecordings');
  await signInAtProvider(page, 'nobody');
  await expect(page.getByRole('alert')).toContainText('gives no group that has a role in this console');
  // The page goes on to where one was going.
  await expect(page.getByRole('link', { name: 'Sign in by single sign-on', exact: true })).toHaveAttribute(
    'href',
    '/api/sign-in/start?back=%2Frecordings',
  );
});
