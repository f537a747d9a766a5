import { fillSubject, saved, uploadGenerated } from '../acts.ts';
import { fileWindows } from '../file-windows.ts';
import { fillWithDemoData } from '../calls.ts';
import { expect, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

const steps = ['Generate', 'Save', 'Upload', 'Request', 'Test call'] as const;

test('the first day: from an empty tenant to a recording that the key opens, by what the pages offer', async ({
  page,
  otherPage,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  await fileWindows(page, 'none');
  await page.goto('/');
  const path = page.getByRole('region', { name: 'First steps' });
  const states = async () =>
    (await path.getByRole('listitem').locator('svg title').allTextContents()).join(' ');
  await expect(path.getByRole('listitem')).toHaveCount(steps.length);
  expect(await states()).toBe('Open Open Open Open Open');
  await expectAccessible();

  await path.getByRole('link', { name: 'Generate a key pair', exact: true }).click();
  await fillSubject(page);
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await saved(page.getByRole('button', { name: /^Download tenant.*\.key$/ }));
  await uploadGenerated(page);

  await page.goto('/');
  await expect(path.getByRole('listitem')).toHaveCount(steps.length);
  expect(await states()).toBe('Done Open Done Open Open');
  await path.getByRole('link', { name: 'Request its assignment', exact: true }).click();
  const request = page.getByRole('dialog', { name: 'Request assignment of Genesys Recording' });
  await request.getByRole('button', { name: 'Request assignment', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Assign Genesys Recording', exact: true })).toBeVisible();
  await page.goto('/');
  await expect(path.getByRole('listitem')).toHaveCount(steps.length);
  expect(await states()).toBe('Done Open Done Waiting Open');

  await signIn('professional', '/', otherPage);
  await expect(otherPage.getByRole('region', { name: 'First steps' })).toHaveCount(0);
  await otherPage.getByRole('link', { name: /^Assign Genesys Recording to / }).click();
  await otherPage.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(otherPage.getByText(/^Assigned on .* by professional/)).toBeVisible();

  await page.reload();
  await expect(path.getByRole('listitem').locator('svg title').nth(3)).toHaveText('Done');
  await path.getByRole('link', { name: 'Make a test call', exact: true }).click();
  await page.getByRole('button', { name: 'Make the call', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Recorded and encrypted' })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'To do' })).toBeVisible();
  await expect(path).toHaveCount(0);
});

test('the steps stand on the empty list, too, and are put away', async ({ page, expectAccessible }) => {
  await page.goto('/administration/certificates');
  const path = page.getByRole('region', { name: 'First steps' });
  await expect(path.getByRole('link', { name: 'Upload the pair', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Generate a pair with Key Tools', exact: true })).toBeVisible();
  await expectAccessible();
  await path.getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(path).toHaveCount(0);
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'To do' })).toBeVisible();
  await expect(path).toHaveCount(0);
});

test('on Azure nobody is asked to request an assignment', async ({ page, signIn }) => {
  await signIn('azure-administrator');
  const path = page.getByRole('region', { name: 'First steps' });
  await expect(path.getByRole('link')).toHaveText([
    'Generate a key pair',
    'Save two copies of the private key',
    'Upload the pair',
    'Find it in the record IVR profile',
    'Make a test call',
  ]);
  await path.getByRole('link', { name: 'Upload the pair', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Upload Certificate' })).toBeVisible();
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
