import type { Page } from '@playwright/test';
import { savedDuring } from '../acts.ts';
import { assign, fillWithDemoData, listed, testCall } from '../calls.ts';
import { makePair } from '../../src/testing/pairs.ts';
import { expect, store, storeKey, storePair, test, type Session } from '../fixtures.ts';
import { put, row } from '../screen-recording.ts';

test.use({ as: 'administrator' });

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const step = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Presses Enter on a link or button. */
const press = (what: ReturnType<typeof link>) => what.press('Enter');

async function savedAs(page: Page, name: RegExp) {
  return (await savedDuring(page, () => press(page.getByRole('button', { name })))).name;
}

/** A certificate that expires soon, in two IVR profiles and on the screen recording list. */
async function inUse(page: Page, professional: Session): Promise<string> {
  const { id } = await store(page, 'Recording 2024', { notAfter: inDays(20) });
  await put(page, [id]);
  await assign(professional, 'record_emea', [id]);
  await assign(professional, 'IVR_Default_Record', [id]);
  return id;
}

test('a certificate is renewed, step by step, until it is replaced wherever it was', async ({
  page,
  professional,
  expectAccessible,
}) => {
  test.slow();
  const id = await inUse(page, professional);

  // The certificate links to its renewal, whose first step is the pair.
  await page.goto(`/administration/certificates/${id}`);
  await press(link(page, 'Renew'));
  await expect(step(page, 'Generate the key pair')).toHaveAttribute('aria-current', 'step');
  await expectAccessible();
  await press(link(page, 'Generate the key pair'));
  await expect(page.getByLabel('Common Name (CN)')).toHaveValue('Recording 2025');
  await expect(page.getByText('subject, validity and key size are filled in')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Key size' })).toHaveText('2048 bits');
  await page.getByLabel('State or Province (ST)').fill('California');
  await page.getByLabel('Organization (O)').press('Enter');
  await expect(page.getByText('The key pair is made and proven')).toBeVisible();
  const key = await savedAs(page, /^Download tenant-[\d-]+\.key$/);
  const certificate = await savedAs(page, /^Download tenant-[\d-]+\.pem$/);

  // The person stops here; days later the Overview says what is next.
  await page.goto('/');
  await press(link(page, 'Renew Recording 2024: step 3 of 6, upload the pair'));
  await expect(step(page, 'Save the private key')).toContainText(key);
  await expect(step(page, 'Save the private key')).toContainText(certificate);
  await expect(link(page, 'Upload the pair')).toBeVisible();
  await expectAccessible();
});

test('what is uploaded for a certificate replaces it', async ({
  page,
  otherPage,
  professional,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  const id = await inUse(page, professional);

  // Hands the pair directly from Generate to the upload panel.
  await page.goto(`/administration/certificates/${id}/renew`);
  await press(link(page, 'Generate the key pair'));
  await page.getByLabel('State or Province (ST)').fill('California');
  await page.getByLabel('Common Name (CN)').fill('Recording 2026');
  await page.keyboard.press('Enter');
  await savedAs(page, /^Download tenant-[\d-]+\.key$/);
  await press(button(page, 'Upload to tenant'));
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await expect(panel).toContainText('This pair renews Recording 2024');
  await expect(panel.getByText(/^private-[\d-]+\.pem$/)).toBeVisible();
  await press(panel.getByRole('button', { name: 'Save', exact: true }));

  // The IVR profiles of the old certificate are checked.
  await expect(step(page, 'Request its assignment')).toHaveAttribute('aria-current', 'step');
  await expect(step(page, 'Request its assignment')).toContainText('IVR_Default_Record, record_emea');
  await press(link(page, 'Request assignment'));
  const request = page.getByRole('dialog', { name: 'Request assignment of Recording 2026' });
  await expect(request.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await expect(request.getByLabel('record_emea', { exact: true })).toBeChecked();
  await expect(request.getByLabel('IVR_Default_Record', { exact: true })).toBeChecked();
  await press(request.getByRole('button', { name: 'Request assignment', exact: true }));
  await expect(page.getByRole('heading', { name: 'Assign Recording 2026', exact: true })).toBeVisible();
  await expect(page.getByText('Waiting for assignment', { exact: true })).toBeVisible();

  // While the request waits for the professional, the next step is screen recording.
  await page.goto('/');
  await press(link(page, 'Renew Recording 2024: step 5 of 6, add it to Screen Recording Certificates'));
  await expect(step(page, 'Request its assignment')).toContainText('Waiting for your Genesys Professional');
  await press(link(page, 'Add to Screen Recording Certificates'));
  const select = page.getByRole('dialog', { name: 'Select Certificate' });
  await expect(select.getByLabel('Recording 2026', { exact: true })).toBeChecked();
  await press(select.getByRole('button', { name: 'Add', exact: true }));
  await expect(row(page, 'Recording 2026')).toContainText('Will be added');
  await press(button(page, 'Save'));
  await expect(row(page, 'Recording 2026')).not.toContainText('Will be added');

  // The professional assigns the certificate.
  await signIn('professional', '/', otherPage);
  await press(link(otherPage, 'Assign Recording 2026 to IVR_Default_Record, record_emea'));
  await press(button(otherPage, 'Assign'));
  await expect(otherPage.getByText(/^Assigned on /)).toBeVisible();

  // Old and new certificate link to each other, and the old one stays.
  await page.goto(`/administration/certificates/${id}`);
  await expect(page.getByText('Replaced by Recording 2026')).toBeVisible();
  await expect(page.getByText('The renewal is at step 6 of 6, make a test call.')).toBeVisible();
  await expectAccessible();
  await press(link(page, 'Renew'));
  const done = page.getByRole('list', { name: 'Steps' }).getByText('Done', { exact: true });
  await expect(done).toHaveCount(4);
  await expect(step(page, 'Save the private key')).toContainText('Assumed');
  await expect(link(page, 'Check Backup')).toBeVisible();
  await expectAccessible();

  // A test call proves that the new key opens what is recorded.
  await page.goto('/');
  await press(link(page, 'Renew Recording 2024: step 6 of 6, make a test call'));
  const steps = page.getByRole('list', { name: 'Steps', exact: true });
  await expect(steps.getByRole('listitem').filter({ hasText: 'Make a test call' })).toContainText(
    'one of its places: IVR profile IVR_Default_Record, IVR profile record_emea',
  );
  await press(link(page, 'Make a test call'));
  await press(button(page, 'Make the call'));
  await expect(page.getByRole('dialog', { name: 'Recorded and encrypted' })).toContainText('Recording 2026');
  await page.goto(`/administration/certificates/${id}/renew`);
  await expect(page.getByText('Recording 2024 is replaced by Recording 2026')).toBeVisible();
  await expect(done).toHaveCount(5);
  await expectAccessible();
  await press(link(page, 'Recording 2026').first());
  await expect(page.getByText('Renews Recording 2024.')).toBeVisible();
  await press(link(page, 'Recording 2024'));
  await expect(page.getByRole('heading', { name: 'Recording 2024', level: 1, exact: true })).toBeVisible();

  // No task is left.
  await page.goto('/');
  await expect(page.getByText(/^Renew Recording 2024/)).toBeHidden();
});

test('a successor that is assigned nowhere, or not valid in time, has replaced nothing', async ({
  page,
  professional,
}) => {
  const { id } = await store(page, 'Recording 2024', { notAfter: inDays(20) });
  await assign(professional, 'record_emea', [id]);
  const late = makePair({ commonName: 'Recording 2026', notBefore: inDays(30), notAfter: inDays(400) });
  const successor = await storePair(page, { ...late, replaces: id });
  // The professional takes the old one out before the new one is in.
  await assign(professional, 'record_emea', []);
  await page.goto(`/administration/certificates/${id}`);
  await expect(page.getByText('Its successor is Recording 2026')).toBeVisible();
  await expect(page.getByText('Replaced by')).toBeHidden();
  await page.goto('/');
  await expect(link(page, 'Renew Recording 2024: step 4 of 6, request its assignment')).toBeVisible();
  await assign(professional, 'record_emea', [id, successor.id]);
  await page.goto(`/administration/certificates/${id}/renew`);
  await expect(step(page, 'Request its assignment')).toContainText('Not yet valid');
  await expect(step(page, 'Request its assignment')).toContainText('in between nothing is encrypted');
  await expect(page.getByText('is replaced by')).toBeHidden();
});

interface Renewed {
  id: string;
  subjectName: string;
  replacedBy: { id: string } | null;
  assignedTo: object[];
}

test('a renewal that was left until after the end closes the gap, and then nothing is left to do', async ({
  page,
  otherPage,
  signIn,
}) => {
  test.slow();
  // In it, a certificate has expired whose successor is in every profile but one.
  await fillWithDemoData(page);
  const items = await listed<Renewed>(page, '/api/certificates');
  const old = items.find(
    (each) => each.replacedBy && each.assignedTo.length > 0 && !/EMEA/.test(each.subjectName),
  );
  const { subjectName: name = '' } = items.find(({ id }) => id === old?.replacedBy?.id) ?? {};
  await page.goto('/');
  await link(page, `Renew ${old?.subjectName}: step 4 of 6, request its assignment`).click();
  await expect(page.getByText('is replaced by')).toBeHidden();
  await link(page, 'Request assignment').click();
  const request = page.getByRole('dialog', { name: `Request assignment of ${name}`, exact: true });
  await expect(request.getByRole('checkbox', { checked: true })).toHaveCount(1);
  await expect(request.getByLabel('IVR_Default_Record', { exact: true })).toBeChecked();
  await request.getByRole('button', { name: 'Request assignment', exact: true }).click();
  await expect(page.getByText('Waiting for assignment', { exact: true })).toBeVisible();

  await signIn('professional', '/', otherPage);
  await link(otherPage, `Assign ${name} to IVR_Default_Record`).click();
  await button(otherPage, 'Assign').click();
  await expect(otherPage.getByText(/^Assigned on /)).toBeVisible();

  await page.goto('/recordings/test-call');
  await button(page, 'Make the call').click();
  await expect(page.getByRole('dialog', { name: 'Recorded and encrypted' })).toContainText(name);
  await page.goto(`/administration/certificates/${old?.id}/renew`);
  await expect(page.getByText(`${old?.subjectName} is replaced by ${name}`)).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'To do' })).toBeVisible();
  await expect(page.getByText(`Renew ${old?.subjectName}`)).toHaveCount(0);
});

test('a pair that does not last longer is no renewal; on its own it is stored', async ({ page }) => {
  const { id } = await store(page, 'Recording 2024', { notAfter: inDays(4000) });
  await page.goto(`/key-tools/generate?renew=${id}`);
  await page.getByLabel('State or Province (ST)').fill('California');
  await page.getByLabel('Validity in days').fill('30');
  await page.keyboard.press('Enter');
  await savedAs(page, /^Download tenant-[\d-]+\.key$/);
  await button(page, 'Upload to tenant').click();
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(
    panel.getByRole('alert').filter({ hasText: 'A renewal lasts longer than what it renews' }),
  ).toBeVisible();
  await panel.getByRole('button', { name: 'Upload it on its own', exact: true }).click();
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Recording 2025 is in the keystore')).toBeVisible();
});

test.describe('on Azure', () => {
  test.use({ as: 'azure-administrator' });

  test('the upload assigns by itself', async ({ page }) => {
    const { id } = await storeKey(page, 'Recording 2024', { notAfter: inDays(20) });
    await page.goto(`/administration/certificates/${id}/renew`);
    await expect(page.getByRole('list', { name: 'Steps' }).getByRole('listitem')).toHaveCount(5);
    await link(page, 'Generate the key pair').click();
    await page.getByLabel('State or Province (ST)').fill('California');
    await page.getByLabel('Common Name (CN)').press('Enter');
    await savedAs(page, /^Download private-[\d-]+\.pem$/);
    await button(page, 'Upload to tenant').click();
    await page
      .getByRole('dialog', { name: 'Upload Certificate' })
      .getByRole('button', { name: 'Save', exact: true })
      .click();
    await link(page, 'go on with the renewal').click();
    await expect(step(page, 'Make a test call')).toHaveAttribute('aria-current', 'step');
    await testCall(page);
    await page.reload();
    await expect(page.getByText('is replaced by Recording 2025 wherever it was')).toBeVisible();
  });
});

test('a professional has no renewal to do', async ({ page, otherPage, signIn }) => {
  const { id } = await store(page, 'Recording 2024', { notAfter: inDays(20) });
  await signIn('professional', `/administration/certificates/${id}`, otherPage);
  await expect(
    otherPage.getByRole('heading', { name: 'Recording 2024', level: 1, exact: true }),
  ).toBeVisible();
  await expect(link(otherPage, 'Renew')).toBeHidden();
  await otherPage.goto(`/administration/certificates/${id}/renew`);
  await expect(otherPage.getByText('Administration of Recording Certificates and Keys')).toBeVisible();
});
