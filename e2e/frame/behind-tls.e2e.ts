import { expect } from '@playwright/test';
import { makePair } from '../../src/testing/pairs.ts';
import { tlsProxy } from '../../src/testing/tls-proxy.ts';
import { fillSignIn } from '../acts.ts';
import { test, uploadPair } from '../fixtures.ts';
import { LONG_PASSWORD, TenantServer } from '../../src/testing/server.ts';

test('behind a proxy that ends TLS, one signs in, uploads and signs out as ever', async ({ browser }) => {
  const proxy = await tlsProxy();
  const tenant = await TenantServer.start({
    TENANT_ORIGIN: proxy.origin,
    TENANT_PROXY: '127.0.0.1',
    TENANT_DEMO_PASSWORD: LONG_PASSWORD,
  });
  proxy.target = tenant.url;
  // The proxy's certificate is self-signed, made for this test.
  const context = await browser.newContext({ baseURL: proxy.origin, ignoreHTTPSErrors: true });
  try {
    const page = await context.newPage();
    await page.goto('/sign-in?back=/administration/certificates/upload');
    await fillSignIn(page, 'administrator', LONG_PASSWORD);
    await expect(page).toHaveURL('/administration/certificates/upload');
    const ofTheTenant = async () => (await context.cookies()).filter(({ httpOnly }) => httpOnly);
    const cookies = await ofTheTenant();
    expect(cookies.map(({ name }) => name).toSorted()).toEqual([
      '__Host-device-environment',
      '__Host-session',
    ]);
    for (const { secure, sameSite } of cookies) {
      expect({ secure, sameSite }).toEqual({ secure: true, sameSite: 'Strict' });
    }

    await uploadPair(page, makePair({ commonName: 'Genesys Recording' }));
    await page.goto('/administration/certificates');
    await expect(page.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();

    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: /^Sign out\b/ }).click();
    await expect(page).toHaveURL('/sign-in');
    // Signing out deletes the session's cookie and keeps the one by which the tenant knows the browser.
    expect((await ofTheTenant()).map(({ name }) => name)).toEqual(['__Host-device-environment']);
  } finally {
    await context.close();
    await proxy.close();
    await tenant.stop();
  }
});
