import { readRecord } from '../../src/domain/record.ts';
import { makePair } from '../../src/testing/pairs.ts';
import { savedDuring } from '../acts.ts';
import { recordBackup } from '../calls.ts';
import { choose, expect, store, storePair, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

test('the list and the certificate’s page show what is known of the backup', async ({
  page,
  signIn,
  otherPage,
  expectAccessible,
}) => {
  const [{ id: kept }, { id: forgotten }] = [await store(page, 'Kept'), await store(page, 'Forgotten')];
  await recordBackup(page, kept, 'safe, building 2');

  await page.goto('/administration/certificates');
  const row = (name: string) => page.getByRole('row', { name });
  await expect(row('Kept')).toContainText('Proven');
  await expect(row('Forgotten')).toContainText('Never proven');
  await page.getByLabel('Search').fill('building 2');
  await expect(row('Forgotten')).toHaveCount(0);
  await page.getByRole('link', { name: 'Kept', exact: true }).click();
  const backup = page.getByRole('region', { name: 'Backup' });
  await expect(backup).toContainText('safe, building 2');
  await expect(backup).toContainText('by administrator');
  await expect(page.getByRole('region', { name: 'History' })).toContainText('Recorded a backup check');
  await expectAccessible();

  await page.goto(`/administration/certificates/${forgotten}`);
  await expect(backup).toContainText('Never proven');
  await expect(backup).toContainText('only your copies help');

  await signIn('professional', `/administration/certificates/${kept}`, otherPage);
  const seenByOther = otherPage.getByRole('region', { name: 'Backup' });
  await expect(seenByOther).toContainText('Proven');
  await expect(seenByOther).not.toContainText('safe');
});

test('Download record saves the certificates and where each is in use, without keys', async ({
  page,
  tenant,
  expectAccessible,
}) => {
  const pair = makePair({ commonName: 'Kept' });
  await recordBackup(page, (await storePair(page, pair)).id);
  await page.goto('/administration/certificates');

  const { name, bytes } = await savedDuring(page, () => choose(page, 'Download record'));
  expect(name).toMatch(/^record-Environment-\d{4}-\d\d-\d\d\.json$/);
  const text = bytes.toString();
  const read = readRecord(text);
  if (!('record' in read)) throw new Error(read.problem);
  expect(read.record.certificates).toMatchObject([
    { subjectName: 'Kept', pem: pair.certificate, backupCheck: { location: 'safe' } },
  ]);
  expect(text).not.toContain('PRIVATE KEY');
  await expect(page.getByText('It holds no private key.')).toBeVisible();
  await expectAccessible();

  // Once more, now without a server.
  await tenant.kill();
  await choose(page, 'Download record');
  await expect(page.getByText('The record was not downloaded. The tenant cannot be reached.')).toBeVisible();
});
