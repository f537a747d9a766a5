import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fillSignIn } from '../acts.ts';
import { chooseFiles, expect, pem, test } from '../fixtures.ts';
import { expectErrorInSight } from '../in-sight.ts';

test.use({ as: 'administrator' });

for (const size of [
  { width: 1280, height: 800 },
  { width: 390, height: 800 },
]) {
  test.describe(`at ${size.width} × ${size.height}`, () => {
    test.use({ viewport: size });

    test('a full disk is named at Save, and the same Save works when there is room', async ({
      page,
      tenant,
      expectAccessible,
    }) => {
      await page.goto('/administration/certificates');
      await page.getByRole('link', { name: 'Upload', exact: true }).click();
      await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
      test.skip(!tenant.fillDisk(true), 'prlimit, a part of util-linux on Linux, limits the disk');

      const save = page.getByRole('button', { name: 'Save', exact: true });
      await save.click();
      await expectErrorInSight(page, /disk is full or over its quota, so nothing was saved/);
      await expectAccessible();

      tenant.fillDisk(false);
      await save.click();
      await expect(page).toHaveURL(/uploaded=/);
      await expect(page.getByRole('row')).toHaveCount(2);
    });
  });
}

test('who signs in to a tenant whose data is damaged is told so; other tenants run', async ({
  page,
  tenant,
  expectAccessible,
}) => {
  await page.goto('/administration/certificates');
  await expect(page.getByRole('heading', { name: 'Certificates', exact: true })).toBeVisible();
  await tenant.kill();
  await writeFile(join(tenant.dataDir, 'environment.sqlite'), 'no database');
  await tenant.run();

  await page.goto(`${tenant.url}/administration/certificates`);
  await fillSignIn(page, 'administrator');
  await expectErrorInSight(page, /The stored data of Environment is damaged/);
  await expectAccessible();

  await fillSignIn(page, 'fabrikam-administrator');
  await expect(page.getByRole('heading', { name: 'Certificates', exact: true })).toBeVisible();
});
