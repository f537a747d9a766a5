import { paths } from '../../src/paths.ts';
import { askAssignment, assign, storeDepended, testCall } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const one = (year: string) => new RegExp(`Recording \\(until [^)]*${year}[^)]*, …[0-9A-F]{8}\\)`);

test('of two certificates with one name, each text says which one it means', async ({
  page,
  otherPage,
  signIn,
}) => {
  await signIn('professional', '/', otherPage);
  const old = await storeDepended(page, otherPage, { commonName: 'Recording' });
  await store(page, 'Recording', { notAfter: new Date('2038-05-06T12:00:00Z') });
  const renewed = (await store(page, 'Recording', { notAfter: new Date('2039-05-06T12:00:00Z') })).id;
  const request = await askAssignment(page, renewed);
  await assign(otherPage, 'IVR_Default_Record', [renewed]);
  const [recording = ''] = await testCall(page);

  await page.goto(paths.certificate(old));
  await expect(page.getByRole('heading', { level: 1, name: one('2036') })).toBeVisible();
  await page.goto(paths.deleteCertificate(old));
  await expect(page.getByRole('dialog', { name: one('2036') })).toBeVisible();
  await page.goto(paths.request(request));
  await expect(page.getByRole('heading', { level: 1, name: one('2039') })).toBeVisible();
  await page.goto(paths.requests());
  await expect(page.getByRole('row').getByRole('link', { name: one('2039') })).toBeVisible();
  await page.goto(paths.recording(recording));
  await expect(page.getByRole('list', { name: 'Encrypted for' })).toContainText(one('2039'));
  await page.goto(paths.auditLog());
  await expect(page.getByRole('row').filter({ hasText: 'Recorded a test call' }).first()).toContainText(
    /Recording \(until [^)]*2039, …[0-9A-F]{8}\)/,
  );
});
