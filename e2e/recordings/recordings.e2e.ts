import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { saved } from '../acts.ts';
import { askDeletion, assign, deletePair, played, storeAssigned, testCall } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

/** The sentence that is spoken in a test call. */
const spoken = join(import.meta.dirname, '../../src/tenant/recorder/media/test-call.mp3');

const row = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text });

test.describe('a test call', () => {
  test('from the empty list: the profile and why, whom it is encrypted for, play now', async ({
    page,
    professional,
    expectAccessible,
  }) => {
    // Eight passes of axe take a while on a busy machine.
    test.slow();
    await page.goto('/');
    await storeAssigned(page, professional, { profile: 'record_us_west' });

    await page.getByRole('link', { name: 'Recordings', exact: true }).click();
    await expect(page.getByText('No recordings yet')).toBeVisible();
    await expectAccessible();
    await page.getByRole('link', { name: 'Test call', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Test call' });
    await expect(dialog.getByText('Picks IVR_Default_Record: It is the default profile.')).toBeVisible();
    await dialog.getByLabel('Geo-location of the call').selectOption('us-west');
    await expect(
      dialog.getByText('Picks record_us_west: It has the geo-location of the call.'),
    ).toBeVisible();
    await expectAccessible();
    // Two clicks make only one call.
    await dialog
      .getByRole('button', { name: 'Make the call', exact: true })
      .evaluate((element: HTMLElement) => {
        element.click();
        element.click();
      });

    const outcome = page.getByRole('dialog', { name: 'Recorded and encrypted' });
    await expect(outcome).toContainText('picked the IVR profile record_us_west');
    await expect(outcome).toContainText('It has the geo-location of the call.');
    await expect(outcome.getByRole('link', { name: 'Genesys Recording', exact: true })).toBeVisible();
    await expect(outcome).toContainText('its private key is in the keystore');
    await expectAccessible();
    await outcome.getByRole('button', { name: 'Play now', exact: true }).click();
    await expect(outcome.getByLabel('Voice recording')).toBeVisible();
    expect(await played(page)).toBeCloseTo(6.2, 0);
    await outcome.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: '1 recording' })).toBeVisible();
    await expect(row(page, 'record_us_west')).toContainText('Genesys Recording');
    await expect(row(page, 'record_us_west')).toContainText('Yes');
    await expectAccessible();
  });

  test('in the clear says so in red, and what to do', async ({ page, signIn, expectAccessible }) => {
    await signIn('professional', '/recordings/test-call');
    await page.getByRole('button', { name: 'Make the call', exact: true }).click();
    const outcome = page.getByRole('dialog', { name: 'Recorded, but not encrypted' });
    await expect(outcome).toContainText(
      'Assign a valid certificate to the profile: the next calls are encrypted for it.',
    );
    await expectAccessible();
    await outcome.getByRole('link', { name: 'Open the recording', exact: true }).click();
    await expect(page.getByRole('heading', { name: /^Voice recording/ })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Encryption' })).toContainText('stored in the clear');
    await expect(page.getByRole('button', { name: 'Envelope .p7.pem', exact: true })).toBeHidden();
    await expectAccessible();
  });

  test('records the screen, too, where the tenant has bought it', async ({ page, signIn }) => {
    await page.goto('/recordings/test-call');
    await page.getByLabel('Record the screen, too').check();
    await page.getByRole('button', { name: 'Make the call', exact: true }).click();
    const screen = page.getByRole('dialog').getByRole('region', { name: 'Screen' });
    await expect(screen).toContainText('no valid certificate in Screen Recording Certificates');
    await screen.getByRole('button', { name: 'Play now', exact: true }).click();
    expect(await played(page)).toBeCloseTo(6, 0);
    await signIn('fabrikam-administrator', '/recordings/test-call');
    await expect(page.getByRole('dialog', { name: 'Test call' })).toBeVisible();
    await expect(page.getByLabel('Record the screen, too')).toBeHidden();
  });
});

test('a browser without a microphone says so, and the call can be made without', async ({ page }) => {
  await page.goto('/recordings/test-call');
  await page.getByLabel('Speak into the microphone').check();
  await page.getByRole('button', { name: 'Speak now', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Or record the spoken sentence instead.');
  await expect(page.getByRole('button', { name: 'Make the call', exact: true })).toBeDisabled();
  await page.getByLabel('A spoken sentence').check();
  await expect(page.getByRole('button', { name: 'Make the call', exact: true })).toBeEnabled();
});

test.describe('a recording', () => {
  test('is downloaded encrypted, singly and as one zip', async ({ page, professional }) => {
    const [one, two] = [await store(page, 'One'), await store(page, 'Two')];
    await assign(professional, 'IVR_Default_Record', [one.id, two.id]);
    const [id] = await testCall(page);
    await page.goto(`/recordings/${id}`);
    const encryption = page.getByRole('region', { name: 'Encryption' });
    await expect(encryption).toContainText('The session key is wrapped for 2 certificates');
    await expect(encryption.getByRole('link', { name: 'Two', exact: true })).toHaveAttribute(
      'href',
      `/administration/certificates/${two.id}`,
    );
    const media = await saved(page.getByRole('link', { name: 'Media .mp3.bin', exact: true }));
    const envelope = await saved(page.getByRole('button', { name: 'Envelope .p7.pem', exact: true }));
    const metadata = await saved(page.getByRole('button', { name: 'Metadata .json', exact: true }));
    const zip = await saved(page.getByRole('button', { name: 'Download all as zip', exact: true }));
    expect(media.name).toMatch(/^[\da-f-]{36}\.mp3\.bin$/);
    expect(envelope.bytes.toString()).toMatch(/^-----BEGIN PKCS7-----/);
    expect(JSON.parse(metadata.bytes.toString())).toMatchObject({
      statusCode: 0,
      recording: { id, mediaFiles: [{ pkcs7: envelope.bytes.toString() }] },
    });
    const files = unzipSync(zip.bytes);
    expect(Object.keys(files)).toEqual([media.name, envelope.name, metadata.name]);
    expect(Buffer.from(files[media.name] ?? [])).toEqual(media.bytes);
    await expect(page.getByRole('region', { name: 'Command that decrypts' })).toHaveText(
      `openssl cms -decrypt -inform PEM -in ${envelope.name} -content ${media.name} -inkey tenant.key -recip tenant.pem -binary -out ${media.name.replace('.bin', '')}`,
    );
    expect(await played(page)).toBeCloseTo(6.2, 0);
    const plain = await page.request.get(
      await page.locator('audio').evaluate((element: HTMLMediaElement) => element.currentSrc),
    );
    expect(Buffer.from(await plain.body())).toEqual(await readFile(spoken));
  });

  test('whose key is gone says so where the player stood, and plays when it is back', async ({
    page,
    professional,
    expectAccessible,
  }) => {
    const commonName = 'Gone';
    const certificate = await storeAssigned(page, professional, {
      commonName,
      profile: 'IVR_Default_Record',
    });
    const [id] = await testCall(page);
    await page.goto(`/recordings/${id}`);
    await expect(page.getByLabel('Voice recording')).toBeVisible();

    // Others delete the pair while the page is open: the tenant then refuses to play, and says why.
    await assign(professional, 'IVR_Default_Record', []);
    const request = await askDeletion(page, certificate);
    await professional.request.post(`/api/requests/${request}/answer`, {
      data: { agree: true, onlyToOpen: 1 },
    });
    await deletePair(page, certificate);
    await page.locator('audio').evaluate((element: HTMLMediaElement) => {
      element.play().catch(() => undefined);
    });
    const play = page.getByRole('region', { name: 'Play' });
    await expect(play).toContainText('its session key is wrapped for “Gone”');
    await page.reload();
    await expect(play).toContainText('the keystore has no private key for that');
    await expect(page.getByRole('region', { name: 'Encryption' })).toContainText(
      'its private key is not in the keystore',
    );
    await expectAccessible();

    await page.request.post(`/api/deleted-certificates/${certificate}/restore`);
    await play.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect(page.getByLabel('Voice recording')).toBeVisible();
    await expect(play.getByRole('alert')).toBeHidden();
  });

  test('that is not there, or not yours to see, has a sentence in its place', async ({ page, signIn }) => {
    await page.goto('/recordings/none');
    await expect(page.getByText('There is no such recording.')).toBeVisible();
    await signIn('agent', '/recordings');
    await expect(page.getByText('lacks the privilege “Decrypt a Recording”')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Recordings', exact: true })).toBeHidden();
  });
});

test.describe('the list', () => {
  test('of an empty tenant can be filled with demo data', async ({ page, signIn, expectAccessible }) => {
    await page.goto('/recordings');
    await page.getByRole('button', { name: 'Fill with demo data', exact: true }).click();
    await expect(page.getByText('200 recordings', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expectAccessible();
    await page.getByLabel('Can be played').selectOption('Key missing');
    await expect(page.getByText('10 recordings', { exact: true })).toBeVisible();
    await page.getByRole('row').getByRole('link').first().click();
    await expect(page.getByRole('region', { name: 'Play' })).toContainText('“Pilot Recording');
    await page.goto('/administration/certificates');
    await expect(page.getByRole('row')).toHaveCount(1 + 8);
    await signIn('professional', '/recordings');
    await expect(page.getByRole('button', { name: 'Fill with demo data', exact: true })).toBeHidden();
  });

  test('filters in the URL, by certificate and by whether it plays', async ({ page, professional }) => {
    const { id } = await store(page, 'Assigned later');
    await testCall(page);
    await testCall(page);
    await assign(professional, 'record_emea', [id]);
    await testCall(page, { geoLocation: 'emea' });
    await page.goto('/recordings');
    const count = (text: string) => page.getByRole('status').filter({ hasText: text });
    await expect(count('3 recordings')).toBeVisible();
    await page.getByLabel('Can be played').selectOption('Not encrypted');
    await expect(count('2 recordings')).toBeVisible();
    await expect(page).toHaveURL(/playable=not\+encrypted/);
    await page.getByLabel('Encrypted for').fill('assigned');
    await page.getByRole('option', { name: /^Assigned later, / }).click();
    await expect(page).toHaveURL(new RegExp(`certificate=${id}`));
    await expect(page.getByText('No recording matches.')).toBeVisible();
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await expect(count('3 recordings')).toBeVisible();
    await page.goto(`/recordings?certificate=${id}`);
    await expect(count('1 recording')).toBeVisible();
    await expect(page.getByLabel('Encrypted for')).toHaveValue(/^Assigned later, /);
    await row(page, 'record_emea').getByRole('link').first().click();
    await expect(page.getByRole('heading', { name: /^Voice recording/ })).toBeVisible();
  });

  test('finds calls by their number, their UUID and their day', async ({ page }) => {
    const [id = ''] = await testCall(page);
    await testCall(page);
    await page.goto('/recordings');
    const count = (text: string) => page.getByRole('status').filter({ hasText: text });
    await expect(count('2 recordings')).toBeVisible();
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.fill('1 (555) 01');
    await expect(count('2 recordings')).toBeVisible();
    await search.fill(id.slice(0, 12).toLowerCase());
    await expect(count('1 recording')).toBeVisible();
    await expect(row(page, '+15550100')).toHaveCount(1);
    await search.fill('+49');
    await expect(page.getByText('No recording matches.')).toBeVisible();
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await expect(count('2 recordings')).toBeVisible();
    await page.getByLabel('To', { exact: true }).fill('2026-01-31');
    await expect(page.getByText('No recording matches.')).toBeVisible();
    await page.getByLabel('From', { exact: true }).fill('2026-01-01');
    await page.getByLabel('To', { exact: true }).fill('2199-01-31');
    await expect(count('2 recordings')).toBeVisible();
    await expect(page).toHaveURL(/\/recordings\?to=2199-01-31&from=2026-01-01$/);
    await page.getByRole('button', { name: 'Duration', exact: true }).click();
    await expect(page).toHaveURL(/sort=durationMs/);
    await expect(page.getByRole('row')).toHaveCount(1 + 2);
  });

  test('keeps a filter that is set before the page has drawn the one before', async ({ page }) => {
    await testCall(page);
    await page.goto('/recordings');
    await expect(page.getByText('1 recording', { exact: true })).toBeVisible();
    // Both in one task, as on a busy machine.
    await page.getByLabel('To', { exact: true }).evaluate((to: HTMLInputElement) => {
      const fields = to.ownerDocument.querySelectorAll<HTMLInputElement>('input[type=date]');
      const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
      for (const [field, value] of [
        [to, '2199-01-31'],
        [fields[0], '2026-01-01'],
      ] as const) {
        own?.set?.call(field, value);
        field?.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    await expect(page).toHaveURL(/\/recordings\?to=2199-01-31&from=2026-01-01$/);
    await expect(page.getByLabel('From', { exact: true })).toHaveValue('2026-01-01');
  });

  test('loads page by page', async ({ page }) => {
    for (let made = 0; made < 101; made++) await testCall(page, { screen: true });
    await page.goto('/recordings');
    await expect(page.getByText('202 recordings', { exact: true })).toBeVisible();
    const list = page.getByRole('region', { name: 'Recordings', exact: true });
    await list.focus();
    await page.keyboard.press('End');
    const last = list.locator('tr[aria-rowindex="203"]');
    await expect(last.getByRole('link').first()).toBeFocused();
    await expect(list.locator('tr[aria-rowindex="204"]')).toHaveCount(0);
  });

  test('fits a telephone', async ({ page, expectAccessible }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    const [id] = await testCall(page, { screen: true });
    for (const path of ['/recordings', `/recordings/${id}`, '/recordings/test-call']) {
      await page.goto(path);
      await expect(page.getByRole('heading').first()).toBeVisible();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, path).toBe(0);
      await expectAccessible();
    }
  });

  test('that does not come says why, and comes on another try', async ({ page, tenant }) => {
    await testCall(page);
    await page.goto('/recordings');
    await expect(page.getByRole('table')).toBeVisible();
    await tenant.kill();
    await page.getByLabel('Can be played').selectOption('Not encrypted');
    await expect(page.getByText('The tenant cannot be reached.')).toBeVisible();
    await tenant.runAgain();
    await page.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect(page.getByText('The tenant cannot be reached.')).toBeHidden();
    await expect(page.getByRole('status').filter({ hasText: '1 recording' })).toBeVisible();
  });
});
