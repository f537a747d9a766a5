import { createPrivateKey } from 'node:crypto';
import type { Page } from '@playwright/test';
import { makePair, rsaKeys, type Pair, type Wanted } from '../../src/testing/pairs.ts';
import { savedDuring } from '../acts.ts';
import { assign, deletePair, endSession, listed, played, testCall, totalOf } from '../calls.ts';
import { choose, expect, file, storePair, test, type Session } from '../fixtures.ts';
import { put } from '../screen-recording.ts';
import { acknowledgement } from '../../src/testing/steps.ts';

test.use({ as: 'administrator' });

const reApply = '/administration/certificates/re-apply';
const PASSWORD = 'correct horse battery staple';

const locked = ({ privateKey }: Pair): string =>
  createPrivateKey(privateKey)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSWORD })
    .toString();

/** A pair of the customer, with a key of its own. */
const pairOf = (commonName: string, wanted: Wanted = {}) =>
  Object.assign(makePair({ commonName, keys: rsaKeys(), ...wanted }), { commonName });

const drop = (page: Page, files: ReturnType<typeof file>[]) =>
  page.getByLabel('Record and backup', { exact: true }).setInputFiles(files);

/** The record, as *Download record* saves it. */
async function downloadRecord(page: Page) {
  await page.goto('/administration/certificates');
  const { bytes } = await savedDuring(page, () => choose(page, 'Download record'));
  return file('record.json', bytes);
}

/** Deletes everything with the calls of the API; where recordings depend on a pair, two people are needed. */
async function emptyTenant(administrator: Session, professional: Session) {
  for (const { name } of await listed<{ name: string }>(professional, '/api/ivr-profiles'))
    await assign(professional, name, []);
  const { etag } = (await (await administrator.request.get('/api/screen-recording-certificates')).json()) as {
    etag: string;
  };
  await administrator.request.put('/api/screen-recording-certificates', {
    data: { certificateIds: [], acknowledgement },
    headers: { 'If-Match': etag },
  });
  for (const { id } of await listed<{ id: string }>(administrator, '/api/certificates')) {
    const asked = await administrator.request.post('/api/requests', {
      data: { kind: 'deletion', certificateId: id, note: '' },
    });
    if (asked.status() === 201) {
      const request = (await asked.json()) as { id: string; recordings: { onlyToOpen: number } };
      const agreed = await professional.request.post(`/api/requests/${request.id}/answer`, {
        data: { agree: true, onlyToOpen: request.recordings.onlyToOpen },
      });
      expect(agreed.status()).toBe(200);
    }
    await deletePair(administrator, id);
  }
}

test('the drill: an emptied tenant is put back from the record and the backup, and its recordings play again', async ({
  page,
  otherPage,
  professional,
  signIn,
  expectAccessible,
}) => {
  test.slow();
  const expired = { notBefore: new Date('2020-01-01'), notAfter: new Date('2025-01-01') };
  const valid = Array.from({ length: 9 }, (_, index) => pairOf(`Recording ${index + 1}`));
  const old = Array.from({ length: 3 }, (_, index) => pairOf(`Expired ${index + 1}`, expired));
  const [emea, usWest, lockedOne, lockedTwo, missing] = valid as unknown as [Pair, Pair, Pair, Pair, Pair];
  const ids: string[] = [];
  for (const pair of [...old, ...valid]) ids.push((await storePair(page, pair)).id);
  const idOf = (pair: Pair) => ids[[...old, ...valid].findIndex((each) => each === pair)] ?? '';
  await assign(professional, 'record_emea', [idOf(emea), idOf(lockedOne)]);
  await assign(professional, 'record_us_west', [idOf(usWest)]);
  await assign(professional, 'record_us_east', [idOf(missing)]);
  await put(page, [idOf(lockedTwo), idOf(usWest)]);
  const [byLocked = ''] = await testCall(page, { geoLocation: 'emea' });
  const [byOpen = ''] = await testCall(page, { geoLocation: 'us-west' });
  const [byMissing = ''] = await testCall(page, { geoLocation: 'us-east' });
  const record = await downloadRecord(page);
  await emptyTenant(page, professional);

  await page.goto(`/recordings/${byOpen}`);
  await expect(page.getByText('This recording cannot be played').first()).toBeVisible();
  await page.goto('/administration/certificates');
  await page.getByRole('link', { name: 'Re-apply from a backup', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Re-apply', exact: true })).toBeVisible();
  await expectAccessible();
  const kept = [...old, ...valid].filter((pair) => pair !== missing);
  const backup = kept.map((pair, index) =>
    pair === lockedOne || pair === lockedTwo
      ? file(`locked-${index}.key`, locked(pair))
      : file(`pair-${index}.pem`, pair.privateKey + pair.certificate),
  );
  // The record alone says what is awaited, and that nothing of it is done.
  await drop(page, [record]);
  const awaited = page.getByRole('status', { name: 'Outcome' });
  await expect(awaited).toHaveText(
    'Waiting for the private keys of 12 certificates: drop the files that have them.',
  );
  const requested = page.getByRole('region', { name: '2. Assignment requests' });
  await expect(requested).toContainText('Nothing can be asked for yet: waiting for the upload of 4 valid');
  await expect(page.getByRole('region', { name: '3. Screen Recording Certificates' })).toContainText(
    'Nothing can be added yet: waiting for the upload of 2 valid certificates',
  );

  // A pair that is in no record stands apart, and is not uploaded unless somebody selects it.
  const foreign = pairOf('Another company');
  await drop(page, [...backup, file('foreign.pem', foreign.privateKey + foreign.certificate)]);
  const apart = page.getByRole('region', { name: 'Not in the record' });
  await expect(apart.getByRole('listitem')).toHaveText([/Left out.*Another company/]);
  await expect(apart.getByRole('checkbox', { name: /^Upload Another company/ })).not.toBeChecked();
  const pairs = page.getByRole('region', { name: '1. Key pairs' });
  await expect(pairs).toContainText('9 to upload, 0 already there, 3 without a key, 1 left out.');
  const lockedForm = page.getByRole('region', { name: '2 locked files' });
  await lockedForm.getByLabel('Password of locked files').fill('wrong');
  await lockedForm.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(lockedForm.getByRole('alert')).toContainText('opens none of them');
  await lockedForm.getByLabel('Password of locked files').fill(PASSWORD);
  await lockedForm.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(pairs).toContainText('11 to upload, 0 already there, 1 without a key, 1 left out.');
  await expect(pairs.getByRole('listitem').filter({ hasText: 'Missing key' })).toContainText('Recording 5');
  const requests = page.getByRole('region', { name: '2. Assignment requests' });
  await expect(requests.getByRole('listitem')).toHaveText([
    /To request.*Recording 1.*To record_emea/,
    /To request.*Recording 2.*To record_us_west/,
    /To request.*Recording 3.*To record_emea/,
  ]);
  const screenList = page.getByRole('region', { name: '3. Screen Recording Certificates' });
  await expect(screenList.getByRole('listitem')).toHaveText([/Recording 4/, /Recording 2/]);
  await expect(screenList.getByRole('button', { name: 'Add to the list', exact: true })).toBeDisabled();
  await expectAccessible();

  await page.getByRole('button', { name: 'Re-apply', exact: true }).click();
  await expect(page.getByRole('status', { name: 'Outcome' })).toContainText('14 steps done.', {
    timeout: 30_000,
  });
  await expect(page.getByRole('status', { name: 'Outcome' })).toContainText('its private key is missing');
  await expect(pairs).toContainText('0 to upload, 11 already there, 1 without a key, 1 left out.');
  await expect(pairs.getByRole('listitem').filter({ hasText: 'Uploaded' })).toHaveCount(11);
  await expect(requests.getByRole('listitem').filter({ hasText: 'Requested' })).toHaveCount(3);
  await expectAccessible();

  await screenList.getByRole('button', { name: 'Add to the list', exact: true }).click();
  await expect(
    page.getByRole('heading', { name: 'Screen Recording Certificates', exact: true }).first(),
  ).toBeVisible();
  const rows = page.getByRole('row').filter({ hasText: /Recording \d/ });
  await expect(rows).toHaveText([/Recording 4/, /Recording 2/]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('from now on: 2 added.')).toBeVisible();

  // Run again: nothing is done twice.
  await page.goto(reApply);
  await drop(page, [record, ...backup]);
  await page.getByLabel('Password of locked files').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('status', { name: 'Outcome' })).toContainText(
    'Of the others, nothing is left to upload or to request.',
  );
  await expect(pairs).toContainText('0 to upload, 11 already there, 1 without a key.');
  await expect(page.getByRole('button', { name: 'Re-apply', exact: true })).toBeHidden();
  await expect(screenList).toContainText('Nothing to add');

  // The recordings from before the disaster can be played.
  for (const id of [byLocked, byOpen]) {
    await page.goto(`/recordings/${id}`);
    expect(await played(page)).toBeGreaterThan(1);
  }
  await page.goto(`/recordings/${byMissing}`);
  await expect(page.getByText('This recording cannot be played').first()).toBeVisible();

  // The professional has the requests to answer.
  await signIn('professional', '/requests', otherPage);
  await expect(otherPage.getByRole('row').filter({ hasText: 'Waiting for assignment' })).toHaveCount(3);
});

const together = ({ certificate, privateKey }: Pair) => privateKey + certificate;

test('stopped, it goes on with what is left; so it does after the session has ended', async ({ page }) => {
  await page.goto(reApply);
  const pairs = Array.from({ length: 40 }, (_, index) => makePair({ commonName: `Pair ${index + 1}` }));
  await drop(
    page,
    pairs.map((pair, index) => file(`${index + 1}.pem`, together(pair))),
  );
  // Without a record, the page says what cannot be restored.
  await expect(page.getByText('There is no record among these files.')).toBeVisible();
  const list = page.getByRole('region', { name: '1. Key pairs' });
  // Nothing says that the keystore ever had them, so the person selects.
  await expect(list).toContainText('0 to upload, 0 already there, 0 without a key, 40 left out.');
  await expect(page.getByRole('button', { name: 'Re-apply', exact: true })).toBeHidden();
  await list.getByRole('button', { name: 'Select all 40', exact: true }).click();
  await expect(list).toContainText('40 to upload, 0 already there, 0 without a key.');
  // The last ten uploads wait until the person has pressed *Stop*.
  const stopped = Promise.withResolvers<void>();
  let sent = 0;
  await page.route('**/api/certificates', async (route) => {
    if (route.request().method() === 'POST' && ++sent > 30) await stopped.promise;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Re-apply', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Stop', exact: true }).press('Enter');
  stopped.resolve();
  const outcome = page.getByRole('status', { name: 'Outcome' });
  await expect(outcome).toContainText(/(?<!\d)\d+ steps? done, \d+ left\./);
  const done = Number(/(?<!\d)(\d+) steps? done/.exec((await outcome.textContent()) ?? '')?.[1]);
  expect(done).toBeLessThan(40);
  await expect(list).toContainText(`${40 - done} to upload, ${done} already there`);

  await endSession(page);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  const ended = page.getByRole('dialog', { name: 'Your session has ended' });
  await ended.getByLabel('Password').fill('demo');
  await ended.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(outcome).toContainText('40 steps done.', { timeout: 30_000 });
  await expect(list.getByRole('listitem').filter({ hasText: 'Uploaded' })).toHaveCount(40);
  expect(await totalOf(page, '/api/certificates')).toBe(40);
});

test('what cannot be used is named, and leaving asks first', async ({ page, expectAccessible }) => {
  const there = makePair({ commonName: 'Twin', serialNumber: 7n });
  await storePair(page, there);
  const record = await downloadRecord(page);
  await page.goto(reApply);
  const twin = makePair({ commonName: 'Twin', serialNumber: 7n, notAfter: new Date('2030-01-01') });
  await drop(page, [
    file('cut.json', record.buffer.subarray(0, 300)),
    file('newer.json', record.buffer.toString().replace('"version": 1', '"version": 2')),
    file('other.json', '{"mediaFiles":[]}'),
    file('twin.pem', together(twin)),
    file('new.pem', together(makePair({ commonName: 'New', keys: rsaKeys() }))),
  ]);
  await expect(page.getByText('cut.json is a record that was cut off or changed')).toBeVisible();
  await expect(page.getByText('newer.json was made by a newer version of this console.')).toBeVisible();
  await expect(page.getByText('One file contains nothing of use here')).toBeVisible();
  const list = page.getByRole('region', { name: '1. Key pairs' });
  await expect(list.getByRole('listitem')).toHaveText([/Left out.*New/, /Conflict.*Twin.*the same issuer/]);
  await list.getByRole('checkbox', { name: /^Upload New/ }).check();
  await expect(list.getByRole('listitem').first()).toContainText('To upload');
  await expectAccessible();
  // The record is dropped later, and the files that were dropped before are kept.
  await drop(page, [record]);
  await expect(
    page.getByText(/^The record of tenant Environment: 1 certificate, taken by administrator/),
  ).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveText([
    /Already there.*Twin/,
    /To upload.*New/,
    /Conflict.*Twin/,
  ]);

  await page.getByRole('link', { name: 'Certificates', exact: true }).first().click();
  const leave = page.getByRole('dialog', { name: 'Leave Re-apply?' });
  await leave.getByRole('button', { name: 'Stay', exact: true }).click();
  await expect(list).toBeVisible();
  await page.getByRole('link', { name: 'Certificates', exact: true }).first().click();
  await leave.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Certificates', exact: true })).toBeVisible();
});

test('it is the administrator’s, of a tenant that has Certificates', async ({ page, signIn }) => {
  await signIn('professional', reApply);
  await expect(page.getByText('Administration of Recording Certificates and Keys')).toBeVisible();
  await signIn('azure-administrator', reApply);
  await expect(page.getByText('This tenant is hosted on Azure')).toBeVisible();
});
