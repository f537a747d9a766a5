import { chromium as engine } from '@playwright/test';
import { fillSignIn } from '../acts.ts';
import { chromium } from '../browser.ts';
import { expect, test } from '../fixtures.ts';
import { LONG_PASSWORD, TenantServer } from '../../src/testing/server.ts';

test('at a name of the network over plain http, one sentence says why keys are not read, and no file is blamed', async () => {
  const tenant = await TenantServer.start({ HOST: '0.0.0.0', TENANT_DEMO_PASSWORD: LONG_PASSWORD });
  const options = await chromium();
  const browser = await engine.launch({
    ...options,
    args: [...(options.args ?? []), '--host-resolver-rules=MAP console.lan 127.0.0.1'],
  });
  try {
    const baseURL = `http://console.lan:${new URL(tenant.url).port}`;
    const page = await browser.newPage({ baseURL });
    await page.goto('/sign-in?back=/administration/certificates/upload');
    await fillSignIn(page, 'administrator', LONG_PASSWORD);
    const said = page.getByRole('alert').filter({ hasText: `this page is at ${baseURL}` });
    const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
    await expect(panel.getByRole('alert')).toContainText('https');
    await expect(panel.getByRole('button', { name: /Choose File/ }).first()).toBeDisabled();
    await expect(panel).not.toContainText('backup');
    for (const path of [
      '/administration/certificates/re-apply',
      '/key-tools/generate',
      '/key-tools/inspect',
      '/key-tools/convert',
      '/key-tools/decrypt',
      '/key-tools/check-backup',
    ]) {
      await page.goto(path);
      await expect(said, path).toBeVisible();
      await expect(page.getByText('Loaded completely')).toHaveCount(0);
      await expect(page.locator('input[type=file]'), path).toHaveCount(0);
    }
    // Everything that needs no key works there.
    await page.goto('/administration/certificates');
    await expect(page.getByRole('heading', { name: 'Certificates', level: 1, exact: true })).toBeVisible();
  } finally {
    await browser.close();
    await tenant.stop();
  }
});
