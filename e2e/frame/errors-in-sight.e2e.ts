import { fillDeletion, fillSignIn } from '../acts.ts';
import { askAssignment, deletePair, profileId, storeAssigned, storeDepended } from '../calls.ts';
import { expect, file, pem, store, test } from '../fixtures.ts';
import { expectErrorInSight, expectInSight } from '../in-sight.ts';
import { put, row } from '../screen-recording.ts';
import { confirmTurnOff } from '../turn-off.ts';

/** The message when the server has been stopped, so that every act fails. */
const unreachable = 'The tenant cannot be reached.';

for (const size of [
  { width: 1280, height: 800 },
  { width: 390, height: 800 },
]) {
  test.describe(`why an act failed is seen at ${size.width} × ${size.height}`, () => {
    test.use({ viewport: size });

    test.describe('to an administrator', () => {
      test.use({ as: 'administrator' });

      test('Delete', async ({ page, tenant }) => {
        await fillDeletion(page, (await store(page, 'Old recording')).id);
        await tenant.kill();
        await page.getByRole('button', { name: 'Delete', exact: true }).click();
        await expectErrorInSight(page, unreachable);
      });

      test('Restore, in a list', async ({ page, tenant }) => {
        await deletePair(page, (await store(page, 'Old recording')).id);
        await page.goto('/administration/certificates/recently-deleted');
        const restore = page.getByRole('button', { name: /^Restore Old recording/ });
        await expect(restore).toBeVisible();
        await tenant.kill();
        await restore.click();
        await expectErrorInSight(page, unreachable);
      });

      test('Request assignment, and Decline', async ({ page, otherPage, signIn, tenant }) => {
        const { id } = await store(page, 'Genesys Recording');
        await page.goto(`/administration/certificates/${id}/request-assignment`);
        await page.getByRole('checkbox', { name: /record_emea/ }).check();
        await page.getByLabel('Note').fill('Line\n'.repeat(20));

        const other = await store(page, 'Another recording');
        await otherPage.setViewportSize(size);
        await signIn('professional', `/requests/${await askAssignment(page, other.id)}/decline`, otherPage);
        await otherPage.getByLabel('Reason').fill('Reason\n'.repeat(30));

        await tenant.kill();
        await page.getByRole('button', { name: 'Request assignment', exact: true }).click();
        await expectErrorInSight(page, unreachable);
        await expectInSight(page.getByRole('button', { name: 'Request assignment', exact: true }));
        await otherPage.getByRole('button', { name: 'Decline', exact: true }).click();
        await expectErrorInSight(otherPage, unreachable);
      });

      test('Assign, on a request', async ({ page, otherPage, signIn, tenant }) => {
        await otherPage.setViewportSize(size);
        const { id } = await store(page, 'Genesys Recording');
        await signIn('professional', `/requests/${await askAssignment(page, id)}`, otherPage);
        const assignButton = otherPage.getByRole('button', { name: 'Assign', exact: true });
        await expect(assignButton).toBeVisible();
        await tenant.kill();
        await assignButton.click();
        await expectErrorInSight(otherPage, unreachable);
      });

      test('Request deletion', async ({ page, professional, tenant }) => {
        const id = await storeDepended(page, professional);
        await page.goto(`/administration/certificates/${id}/delete`);
        await page.getByLabel('Note').fill('Line\n'.repeat(20));
        await tenant.kill();
        await page.getByRole('button', { name: 'Request deletion', exact: true }).click();
        await expectErrorInSight(page, unreachable);
      });

      test('Save, on an IVR profile', async ({ page, professional, signIn, tenant }) => {
        await storeAssigned(page, professional);
        await signIn('professional', `/ivr-profiles/${await profileId(page, 'record_emea')}`);
        await page.getByRole('button', { name: /^Remove Genesys Recording/ }).click();
        const turnOff = await confirmTurnOff(page);
        await tenant.kill();
        await turnOff.click();
        await expectErrorInSight(page, unreachable);
      });

      test('Save, of Screen Recording Certificates', async ({ page, tenant }) => {
        const stored = await Promise.all(['One', 'Two', 'Three', 'Four'].map((name) => store(page, name)));
        await put(
          page,
          stored.map(({ id }) => id),
        );
        await page.goto('/administration/screen-recording-certificates');
        for (const name of ['One', 'Two', 'Three', 'Four'])
          await row(page, name).getByRole('checkbox').check();
        await page.getByRole('button', { name: 'Remove', exact: true }).click();
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        const dialog = page.getByRole('dialog', { name: 'Turn off the encryption of screen recordings?' });
        await dialog.getByRole('textbox').fill('unencrypted');
        await dialog.getByRole('checkbox').check();
        await tenant.kill();
        await dialog.getByRole('button', { name: 'Turn off encryption', exact: true }).click();
        await expectErrorInSight(page, unreachable);
      });

      test('a test call', async ({ page, tenant }) => {
        await page.goto('/recordings/test-call');
        await expect(page.getByRole('dialog', { name: 'Test call' })).toBeVisible();
        await tenant.kill();
        await page.getByRole('button', { name: 'Make the call', exact: true }).click();
        await expectErrorInSight(page, unreachable);
      });
    });

    test('signing in', async ({ page }) => {
      await page.goto('/sign-in');
      await fillSignIn(page, 'administrator', 'wrong');
      await expectErrorInSight(page, 'The user name or the password is wrong.');
    });

    test('Generate: the first field that is wrong', async ({ page }) => {
      await page.goto('/key-tools/generate');
      const generate = page.getByRole('button', { name: 'Generate', exact: true });
      await generate.scrollIntoViewIfNeeded();
      await generate.click();
      const field = page.getByLabel('Common Name (CN)');
      await expect(field).toBeFocused();
      await expectInSight(field);
    });

    test('Convert and Inspect: a file that cannot be read', async ({ page }) => {
      for (const tool of ['convert', 'inspect']) {
        await page.goto(`/key-tools/${tool}`);
        const chooser = page.waitForEvent('filechooser');
        await page.getByRole('button', { name: 'Choose Files', exact: true }).click();
        await (
          await chooser
        ).setFiles(file('broken.key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'));
        await expectErrorInSight(page, 'broken.key cannot be read as a private key');
      }
      await page.goto('/key-tools/convert');
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose Files', exact: true }).click();
      await (await chooser).setFiles(pem('proc-type-aes256.key'));
      await page.getByLabel('Password of proc-type-aes256.key').fill('wrong');
      await page.getByRole('button', { name: 'Open', exact: true }).click();
      await expectErrorInSight(page, 'The password does not open proc-type-aes256.key');
    });
  });
}
