import type { Page } from '@playwright/test';
import { fillSubject, saved, uploadGenerated } from '../acts.ts';
import { fileWindows } from '../file-windows.ts';
import { fillWithDemoData, played } from '../calls.ts';
import { expect, file, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const path = (page: Page) => page.getByRole('region', { name: 'First steps' });
const step = (page: Page, title: string) => path(page).getByRole('link', { name: title, exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

/** Opens the Overview by its link, and waits for the steps in these states. */
async function expectSteps(page: Page, ...states: string[]) {
  await link(page, 'Overview').click();
  await expect(path(page).getByRole('listitem').locator('svg title')).toHaveText(states);
}

/** The first step, to a saved private key. */
async function generated(page: Page, button: RegExp) {
  await step(page, 'Generate a key pair').click();
  await fillSubject(page);
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  return saved(page.getByRole('button', { name: button }));
}

/** Proves the saved copy of the private key. */
async function proveCopy(page: Page, { name, bytes }: { name: string; bytes: Buffer }) {
  await page.getByLabel('Backup to check', { exact: true }).setInputFiles([file(name, bytes)]);
  await expect(page.getByRole('status', { name: 'Answer' })).toContainText('a copy here that opens');
  const form = page.getByRole('region', { name: 'Record this check' });
  await form.getByLabel('Where the copies are kept').fill('safe');
  await form.getByRole('button', { name: 'Record this check', exact: true }).click();
  await expect(form.getByRole('status', { name: 'Recorded' })).toHaveText('Recorded for one certificate.');
}

/** Makes a test call, and plays it with the key. */
async function hearTestCall(page: Page) {
  await page.getByRole('button', { name: 'Make the call', exact: true }).click();
  const outcome = page.getByRole('dialog', { name: 'Recorded and encrypted' });
  await outcome.getByRole('link', { name: 'Open the recording', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^Voice recording/ })).toBeVisible();
  expect(await played(page)).toBeGreaterThan(1);
}

test('the first day: from an empty tenant to a recording that the key opens, by what the pages offer', async ({
  page,
  otherPage,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  await fileWindows(page, 'none');
  await page.goto('/');
  await expectSteps(page, 'Open', 'Open', 'Open', 'Open', 'Open');
  await expectAccessible();
  const key = await generated(page, /^Download tenant.*\.key$/);
  await uploadGenerated(page);

  await expectSteps(page, 'Done', 'Open', 'Done', 'Open', 'Open');
  await step(page, 'Save two copies of the private key').click();
  await proveCopy(page, key);

  await expectSteps(page, 'Done', 'Done', 'Done', 'Open', 'Open');
  await step(page, 'Request its assignment').click();
  const request = page.getByRole('dialog', { name: 'Request assignment of Genesys Recording' });
  await request.getByRole('button', { name: 'Request assignment', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Assign Genesys Recording', exact: true })).toBeVisible();
  await expectSteps(page, 'Done', 'Done', 'Done', 'Waiting', 'Open');
  await page.getByRole('link', { name: /^Genesys Recording: waiting for assignment to / }).click();
  await expect(page.getByText('Waiting for assignment', { exact: true })).toBeVisible();

  await signIn('professional', '/', otherPage);
  await expect(otherPage.getByRole('region', { name: 'To do' })).toBeVisible();
  await expect(path(otherPage)).toHaveCount(0);
  await otherPage.getByRole('link', { name: /^Assign Genesys Recording to / }).click();
  await otherPage.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(otherPage.getByText(/^Assigned on .* by professional/)).toBeVisible();

  // The open request learns its answer, and leads on.
  await link(page, 'Make a test call').click();
  await hearTestCall(page);
  await link(page, 'Overview').click();
  await expect(page.getByRole('region', { name: 'To do' })).toBeVisible();
  await expect(path(page)).toHaveCount(0);
});

test('the first day on Azure: the upload assigns, and nobody is asked', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  await fileWindows(page, 'none');
  await signIn('azure-administrator');
  await expectSteps(page, 'Open', 'Open', 'Open', 'Open', 'Open');
  await expect(path(page).getByRole('link')).toHaveText([
    'Generate a key pair',
    'Save two copies of the private key',
    'Upload the pair',
    'Find it in the record IVR profile',
    'Make a test call',
  ]);

  // The empty list of keys has the same steps.
  await step(page, 'Find it in the record IVR profile').click();
  await expect(page.getByRole('heading', { name: 'Keys', exact: true })).toBeVisible();
  await expect(path(page).getByRole('listitem')).toHaveCount(5);
  await expectAccessible();
  await step(page, 'Upload the pair').click();
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  await panel.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(panel).toBeHidden();
  const key = await generated(page, /^Download private.*\.pem$/);
  await page.getByRole('button', { name: 'Upload to tenant', exact: true }).click();
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  const stored = page.getByRole('alert').filter({ hasText: 'Genesys Recording is stored' });
  await expect(stored).toContainText('voice recordings made from now on are encrypted for it');

  await stored.getByRole('link', { name: 'Check Backup', exact: true }).click();
  await proveCopy(page, key);
  await expectSteps(page, 'Done', 'Done', 'Done', 'Done', 'Open');
  await step(page, 'Find it in the record IVR profile').click();
  await expect(page.getByRole('row').filter({ hasText: 'certificate-1' })).toContainText('Genesys Recording');
  await expectSteps(page, 'Done', 'Done', 'Done', 'Done', 'Open');
  await step(page, 'Make a test call').click();
  await hearTestCall(page);
  await link(page, 'Overview').click();
  await expect(page.getByRole('region', { name: 'To do' })).toBeVisible();
  await expect(path(page)).toHaveCount(0);
});

test('the steps stand on the empty list, too, and are put away', async ({ page, expectAccessible }) => {
  await page.goto('/administration/certificates');
  await expect(step(page, 'Upload the pair')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Generate a pair with Key Tools', exact: true })).toBeVisible();
  await expectAccessible();
  await path(page).getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(path(page)).toHaveCount(0);
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'To do' })).toBeVisible();
  await expect(path(page)).toHaveCount(0);
});

test('To do stands above the picture, and what is in the clear now is red and first', async ({ page }) => {
  await fillWithDemoData(page);
  await page.goto('/');
  const voice = page.getByRole('region', { name: 'Voice recordings' });
  await expect(voice).toContainText(/encrypted for \d of \d kinds of calls/);
  await expect(voice.locator('svg title')).toHaveText('Urgent');
  await expect(page.getByRole('region', { name: 'To do' })).toBeInViewport();
  const order = await page.locator('main section').evaluateAll((all) => all.map((each) => each.ariaLabel));
  expect(order.indexOf('To do')).toBeLessThan(order.indexOf('Coverage over time'));
});
