import { readFile } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import { makePair } from '../../src/testing/pairs.ts';
import { saved } from '../acts.ts';
import { chooseFiles, expect, pem, store, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

test.describe('step 11 of the documentation, without leaving the console', () => {
  test('upload, ask, check the fingerprint, assign, and both see it', async ({ page, otherPage, signIn }) => {
    // The professional signs in before the upload, so their list of certificates does not show it.
    await signIn('professional', '/', otherPage);
    await page.goto('/administration/certificates/upload');
    await chooseFiles(page, pem('tenant.pem'), pem('tenant.key'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Contact your Genesys Professional')).toBeVisible();
    await page.getByRole('link', { name: 'Request assignment', exact: true }).click();

    const dialog = page.getByRole('dialog', { name: 'Request assignment of Genesys Recording' });
    await dialog.getByLabel('IVR_Default_Record').uncheck();
    await dialog.getByLabel('record_us_east').uncheck();
    await dialog.getByLabel('Note').fill('Before the weekend, please.');
    await dialog.getByRole('button', { name: 'Request assignment', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Assign Genesys Recording', exact: true })).toBeVisible();
    await expect(page.getByText('Waiting for assignment', { exact: true })).toBeVisible();
    await expect(
      page.getByText('Sent. Nothing to do until your Genesys Professional answers.', { exact: true }),
    ).toBeVisible();
    await expect(page.getByRole('button', { name: 'Assign', exact: true })).toBeHidden();

    await otherPage.goto('/');
    await otherPage
      .getByRole('link', { name: 'Assign Genesys Recording to record_us_west, record_emea', exact: true })
      .click();
    await expect(otherPage.getByText('Before the weekend, please.').first()).toBeVisible();
    await expect(otherPage.getByRole('main')).not.toContainText('your Genesys Professional');
    await expect(
      otherPage.getByText(
        'This copy is the certificate in the keystore: this browser calculated the same fingerprint.',
      ),
    ).toBeVisible();
    // The facts that OpenSSL printed about the same file.
    const facts = JSON.parse(await readFile(pem('facts.json'), 'utf8')) as {
      certificates: Record<string, { sha256: string }>;
    };
    const sha256 = facts.certificates['tenant.pem']?.sha256.replaceAll(':', '') ?? '';
    expect(sha256).toMatch(/^[0-9A-F]{64}$/i);
    await expect(otherPage.getByRole('region', { name: 'Certificate', exact: true })).toContainText(
      sha256.toUpperCase().replaceAll(/(..)(?!$)/g, '$1:'),
    );
    await otherPage.getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(otherPage.getByText(/^Assigned on .* by professional/)).toBeVisible();

    await page.reload();
    await expect(page.getByText(/^Assigned on .* by professional/)).toBeVisible();
    await expect(page.getByRole('region', { name: 'History' })).toContainText(
      'Requested for record_us_west, record_emea',
    );
    await page.goto('/administration/certificates');
    await expect(page.getByRole('row', { name: /Genesys Recording/ })).toContainText(
      'IVR profile record_emea, IVR profile record_us_west',
    );
    await page.getByRole('row').getByRole('link', { name: 'Genesys Recording', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Usage' })).toContainText(
      /Assignment to record_us_west, record_emea, requested on .* by administrator: assigned on .* by professional/,
    );
    // A certificate that is assigned cannot be deleted.
    await page.getByRole('link', { name: 'Delete', exact: true }).click();
    await expect(page.getByRole('dialog')).toContainText('is in use');
  });

  test('declined with a reason, asked again, withdrawn', async ({ page, otherPage, signIn }) => {
    const { id } = await store(page, 'Renewed');
    const ask = async () => {
      await page.goto(`/administration/certificates/${id}/request-assignment`);
      await page.getByRole('dialog').getByRole('button', { name: 'Request assignment', exact: true }).click();
      await expect(page.getByRole('button', { name: 'Withdraw', exact: true })).toBeVisible();
    };
    await ask();
    await signIn('professional', '/requests', otherPage);
    await otherPage.getByRole('link', { name: 'Renewed', exact: true }).click();
    await otherPage.getByRole('link', { name: 'Decline', exact: true }).click();
    const dialog = otherPage.getByRole('dialog', { name: 'Decline to assign Renewed?' });
    await expect(dialog.getByRole('button', { name: 'Decline', exact: true })).toBeDisabled();
    await dialog.getByLabel('Reason').fill('The fingerprint is not the one that you read to me.');
    await dialog.getByRole('button', { name: 'Decline', exact: true }).click();
    await expect(otherPage.getByText(/^Declined on/)).toContainText('The fingerprint is not the one');

    await page.goto('/');
    await page
      .getByRole('link', { name: 'Renewed: the request for its assignment was declined', exact: true })
      .click();
    await expect(page.getByText(/^Declined on/)).toContainText('The fingerprint is not the one');
    await ask();
    await page.goto(`/administration/certificates/${id}/request-assignment`);
    await page
      .getByRole('dialog')
      .getByRole('link', { name: 'A request for this certificate', exact: true })
      .click();
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await expect(page.getByText(/^Withdrawn on/)).toBeVisible();

    // The professional answers too late: the page says so, and nothing is assigned.
    await otherPage.goto('/requests?state=withdrawn');
    await expect(otherPage.getByRole('row', { name: /Renewed/ })).toHaveCount(1);
  });

  test('a request that was withdrawn meanwhile is not assigned', async ({ page, otherPage, signIn }) => {
    const { id } = await store(page, 'Renewed');
    await page.goto(`/administration/certificates/${id}/request-assignment`);
    await page.getByRole('dialog').getByRole('button', { name: 'Request assignment', exact: true }).click();
    await signIn('professional', '/requests', otherPage);
    await otherPage.getByRole('link', { name: 'Renewed', exact: true }).click();
    await expect(otherPage.getByRole('button', { name: 'Assign', exact: true })).toBeEnabled();
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await expect(page.getByText(/^Withdrawn on/)).toBeVisible();
    await otherPage.getByRole('button', { name: 'Assign', exact: true }).click();
    // One outcome: what became of the request, and that the press changed nothing.
    const outcome = otherPage.getByRole('main').getByRole('alert');
    await expect(outcome).toHaveText(
      /^This request was already withdrawn\. Withdrawn on .* by administrator, before you/,
    );
    await expect(outcome).toHaveCount(1);
    await otherPage.goto('/ivr-profiles');
    await expect(otherPage.getByText('Encrypted', { exact: true })).toHaveCount(0);
  });

  test('a hand-over package and a mail for who has no account, without a private key', async ({ page }) => {
    const { id } = await store(page, 'Renewed');
    await page.goto(`/administration/certificates/${id}/request-assignment`);
    await page.getByRole('dialog').getByRole('button', { name: 'Request assignment', exact: true }).click();
    const zip = await saved(page.getByRole('button', { name: 'Download hand-over package', exact: true }));
    expect(zip.name).toBe('hand-over-Renewed.zip');
    const files = unzipSync(zip.bytes);
    expect(Object.keys(files)).toEqual(['Renewed.pem', 'details.txt', 'ivr-profiles.txt']);
    const texts = Object.values(files).map((bytes) => strFromU8(bytes));
    expect(texts.join('\n')).not.toContain('PRIVATE KEY');
    expect(texts[0]).toContain('-----BEGIN CERTIFICATE-----');
    await expect(page.getByLabel('Mail text')).toContainText('You do not need our private key');
    await expect(page.getByLabel('Mail text')).not.toContainText('PRIVATE KEY');
  });

  test('a private key in the note is caught before it is sent', async ({ page }) => {
    const { id } = await store(page, 'Renewed');
    await page.goto(`/administration/certificates/${id}/request-assignment`);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Note').fill(makePair().privateKey);
    await expect(dialog.getByText('The note contains a private key.')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Request assignment', exact: true })).toBeDisabled();
  });
});
