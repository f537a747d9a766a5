import { makePair } from '../src/tenant/test-pairs.ts';
import { expect, test } from './fixtures.ts';

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
