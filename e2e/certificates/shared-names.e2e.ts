import { paths } from '../../src/paths.ts';
import { saved } from '../acts.ts';
import { askAssignment, assign, storeDepended, testCall } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

/** The lines of a calendar file as they were before they were folded (RFC 5545, 3.1). */
const unfolded = (bytes: Buffer) => bytes.toString().replaceAll('\r\n ', '');

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
  const mail = page.getByLabel('Mail text', { exact: true });
  await page.goto(paths.request(request));
  await expect(mail).toContainText(/Certificate: Recording \(until 2039-05-06, …[0-9A-F]{8}\)/);
  const handOver = page.getByRole('button', { name: 'Download hand-over package', exact: true });
  expect((await saved(handOver)).name).toMatch(/^hand-over-Recording-[0-9A-F]{9,}\.zip$/);
  await page.goto(paths.certificate(renewed));
  const calendar = await saved(page.getByRole('button', { name: 'Add to calendar', exact: true }));
  expect(calendar.name).toMatch(/^Recording-[0-9A-F]{9,}\.ics$/);
  expect(unfolded(calendar.bytes)).toMatch(/SUMMARY:Recording \(until 2039-05-06\\, …[0-9A-F]{8}\) expires/);
  const certificate = await saved(page.getByRole('link', { name: 'Download certificate', exact: true }));
  expect(certificate.name).toMatch(/^Recording-[0-9A-F]{9,}\.pem$/);
  await page.goto(paths.recording(recording));
  await expect(page.getByRole('list', { name: 'Encrypted for' })).toContainText(one('2039'));
  await page.goto(paths.auditLog());
  await expect(page.getByRole('row').filter({ hasText: 'Recorded a test call' }).first()).toContainText(
    /Recording \(until [^)]*2039, …[0-9A-F]{8}\)/,
  );
});
