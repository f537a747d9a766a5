import { expect } from '@playwright/test';
import { makePair } from '../../src/testing/pairs.ts';
import { test, uploadPair } from '../fixtures.ts';
import { TenantServer } from '../../src/testing/server.ts';

test('the console before a tenant that runs elsewhere is the same console', async ({ browser, tenant }) => {
  const site = await TenantServer.start({ TENANT_URL: tenant.url });
  const context = await browser.newContext({ baseURL: site.url });
  try {
    const page = await context.newPage();
    await page.goto('/administration/certificates/upload');
    await expect(page).toHaveURL(/\/sign-in\?back=/);
    await page.getByRole('button', { name: /^administrator/ }).click();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL('/administration/certificates/upload');
    await uploadPair(page, makePair({ commonName: 'Genesys Recording' }));
    await page.goto('/administration/certificates');
    await expect(page.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();

    await tenant.kill('SIGKILL');
    await page.goto('/administration/certificates');
    await expect(page.getByRole('heading', { name: 'Tenant unreachable', exact: true })).toBeVisible();
    await expect(page.getByText('The console runs, but the tenant behind it does not answer.')).toBeVisible();
    await tenant.runAgain();
    await page.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect(page.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();
  } finally {
    await context.close();
    await site.stop();
  }
});
