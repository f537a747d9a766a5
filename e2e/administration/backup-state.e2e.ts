import { readFile } from 'node:fs/promises';
import { readRecord } from '../../src/domain/record.ts';
import { makePair } from '../../src/tenant/test-pairs.ts';
import { choose, expect, test } from '../fixtures.ts';

test('the list and the certificate’s page show what is known of the backup', async ({
  page,
  signIn,
  otherPage,
  expectAccessible,
}) => {
  await signIn('administrator');
  const upload = async (commonName: string) => {
    const answer = await page.request.post('/api/certificates', { data: makePair({ commonName }) });
    return ((await answer.json()) as { id: string }).id;
  };
  const [kept, forgotten] = [await upload('Kept'), await upload('Forgotten')];
  const answer = await page.request.post('/api/backup-checks', {
    data: { certificateIds: [kept], location: 'safe, building 2' },
  });
  expect(answer.status()).toBe(200);

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
  signIn,
  tenant,
  expectAccessible,
}) => {
  await signIn('administrator');
  const pair = makePair({ commonName: 'Kept' });
  const answer = await page.request.post('/api/certificates', { data: pair });
  const { id } = (await answer.json()) as { id: string };
  await page.request.post('/api/backup-checks', { data: { certificateIds: [id], location: 'safe' } });
  await page.goto('/administration/certificates');

  const download = page.waitForEvent('download');
  await choose(page, 'Download record');
  expect((await download).suggestedFilename()).toMatch(/^record-Environment-\d{4}-\d\d-\d\d\.json$/);
  const text = await readFile(await (await download).path(), 'utf8');
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
