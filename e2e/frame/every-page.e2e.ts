import type { Page } from '@playwright/test';
import { paths } from '../../src/paths.ts';
import { fillWithDemoData, listed } from '../calls.ts';
import { expect, test } from '../fixtures.ts';

/** The first one of a list of the tenant. */
const first = async (page: Page, list: string) =>
  (await listed<{ id: string }>(page, `/api/${list}`))[0]?.id ?? '';

/** All addresses that a role can open in a tenant with data, including dialogs and panels over a page. */
async function everyPage(page: Page, username: string): Promise<string[]> {
  const [certificate, profile] = [await first(page, 'certificates'), await first(page, 'ivr-profiles')];
  const forAll = [paths.overview(), paths.ivrProfiles(), paths.ivrProfile(profile), paths.recordings()];
  if (username === 'professional') {
    return [
      ...forAll,
      paths.assignToIvrProfiles(),
      paths.removeFromIvrProfiles(),
      paths.selectCertificate(profile),
    ];
  }
  return [
    ...forAll,
    paths.certificates(),
    paths.uploadCertificate(),
    paths.certificateCalendar(),
    paths.deletedCertificates(),
    paths.reApply(),
    paths.certificate(certificate),
    paths.renew(certificate),
    paths.deleteCertificate(certificate),
    paths.requestAssignment(certificate),
    paths.screenRecordingCertificates(),
    paths.selectScreenRecordingCertificate(),
    paths.requests(),
    paths.accounts(),
    paths.recording(await first(page, 'recordings')),
    paths.testCall(),
    ...(['generate', 'inspect', 'convert', 'decrypt', 'check-backup'] as const).map(paths.keyTool),
    paths.keyToolsCopy(),
    paths.auditLog(),
    paths.auditEntry(1),
    paths.keyReport(),
  ];
}

/** Fills the tenant with demo data and then signs in as the user. */
async function atWork(page: Page, signIn: (username: string) => Promise<void>, username: string) {
  await signIn('administrator');
  await fillWithDemoData(page);
  await signIn(username);
}

for (const username of ['administrator', 'professional']) {
  test(`what the ${username} opens fits 320 px, is still and announces nothing that has not happened`, async ({
    page,
    signIn,
  }) => {
    test.slow();
    // The size of a window of 1280 × 1024 at 400 % zoom (WCAG 2.2, 1.4.10).
    await page.setViewportSize({ width: 320, height: 256 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await atWork(page, signIn, username);
    for (const path of await everyPage(page, username)) {
      await page.goto(path);
      await expect(page.locator('html')).toHaveAttribute('translate', 'no');
      await page.locator('main h1').first().waitFor({ state: 'attached' });
      await expect(page.getByText('Loading…', { exact: true })).toHaveCount(0);
      const wrong = await page.evaluate(() => ({
        sideways: [document.documentElement, ...document.querySelectorAll('[role=dialog]')].filter(
          ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
        ).length,
        moving: document
          .getAnimations()
          .filter(({ playState }) => playState === 'running')
          .map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML.slice(0, 200)),
        announced: [...document.querySelectorAll('[role=alert]')].map(({ textContent }) => textContent),
      }));
      expect(wrong, path).toEqual({ sideways: 0, moving: [], announced: [] });
    }
  });
}

test('at 400 % zoom the end of a window can be reached', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await atWork(page, signIn, 'administrator');
  await page.goto(paths.requestAssignment(await first(page, 'certificates')));
  const window = page.getByRole('dialog');
  const send = window.getByRole('button', { name: 'Request assignment', exact: true });
  await send.scrollIntoViewIfNeeded();
  await expect(send).toBeInViewport({ ratio: 1 });
  await expect(window.getByRole('textbox', { name: 'Note', exact: true })).toBeVisible();
});

test('in forced colours a button, a window and a notice have an outline', async ({ page, signIn }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await atWork(page, signIn, 'administrator');
  await page.goto(paths.deleteCertificate(await first(page, 'certificates')));
  const window = page.getByRole('dialog');
  for (const outlined of [
    window,
    window.getByRole('button', { name: 'Delete', exact: true }),
    window.locator('.MuiAlert-root').first(),
  ]) {
    await expect(outlined).toHaveCSS('border-top-style', 'solid');
    await expect(outlined).toHaveCSS('border-top-width', '1px');
  }
});
