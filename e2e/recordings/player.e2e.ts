import type { Page } from '@playwright/test';
import { testCall } from '../calls.ts';
import { expect, test } from '../fixtures.ts';
import { silence } from '../../src/testing/mp3.ts';

test.use({ as: 'administrator' });

const player = (page: Page) => page.getByRole('group', { name: 'Voice recording' });
const button = (page: Page, name: string) => player(page).getByRole('button', { name, exact: true });
const place = (page: Page) => player(page).getByRole('slider', { name: 'Position' });
const media = (page: Page) =>
  page.locator('audio').evaluate(({ paused, currentTime, playbackRate, duration }: HTMLAudioElement) => ({
    paused,
    currentTime,
    playbackRate,
    duration,
  }));

/** Answers the playing of every recording with this file. */
async function playInstead(page: Page, contentType: string, body: Uint8Array) {
  await page.route('**/api/recordings/*/play/*', (route) =>
    route.fulfill({ status: 200, contentType, body: Buffer.from(body) }),
  );
}

/** Where the browser could decode it, the waveform has a bar for each part. */
const waveform = (page: Page) => player(page).locator('path').first();

test('a recording is played by mouse and by keys, with its waveform and at a chosen speed', async ({
  page,
  expectAccessible,
}) => {
  const [id] = await testCall(page);
  await page.goto(`/recordings/${id}`);
  await expect(player(page)).toContainText('0:00 / 0:06');
  await expect(place(page)).toHaveAttribute('aria-valuetext', '0:00 of 0:06');
  await button(page, 'Play').click();
  await expect(button(page, 'Pause')).toBeVisible();
  await expect(waveform(page)).toHaveAttribute('d', /^(M[\d.]+ [\d.]+h[\d.]+v[\d.]+h-[\d.]+z){300}$/);
  await player(page).getByLabel('Speed').selectOption('1.5');
  await button(page, 'Pause').click();
  await expect.poll(async () => (await media(page)).paused).toBe(true);
  expect((await media(page)).playbackRate).toBe(1.5);
  await expectAccessible();

  // A click in the middle of the waveform goes there.
  const box = (await place(page).boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(player(page)).toContainText('0:03 / 0:06');
  await place(page).press('ArrowLeft');
  await expect(player(page)).toContainText('0:00 / 0:06');

  // The keys work wherever the focus is.
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('l');
  await expect(player(page)).toContainText('0:06 / 0:06');
  await page.keyboard.press('j');
  await expect(player(page)).toContainText('0:00 / 0:06');
  await page.keyboard.press('>');
  expect((await media(page)).playbackRate).toBe(1.75);
  await page.keyboard.press('k');
  await expect.poll(async () => (await media(page)).paused).toBe(false);

  // The next recording is played at the same speed.
  await page.keyboard.press('k');
  await page.getByRole('link', { name: 'Recordings', exact: true }).first().click();
  await page.getByRole('row').getByRole('link').first().click();
  await expect(player(page).getByLabel('Speed')).toHaveValue('1.75');
  await page.setViewportSize({ width: 390, height: 800 });
  await expectAccessible();
});

test('voice and screen of one call are played together, and nothing is fetched before', async ({ page }) => {
  const [voice, screen] = await testCall(page, { screen: true });
  const together = page.getByRole('group', { name: 'Voice and screen recording' });
  const fetched: string[] = [];
  page.on('request', (request) =>
    fetched.push(...(/recordings\/([^/]+)\/play/.exec(request.url()) ?? []).slice(1)),
  );
  for (const id of [screen, voice]) {
    await page.goto(`/recordings/${id}`);
    await expect(together).toContainText('0:00 / 0:06');
    expect(fetched).toEqual([]);
  }
  await together.getByRole('button', { name: 'Play', exact: true }).click();
  const video = page.locator('video');
  await expect
    .poll(() => video.evaluate(({ currentTime }: HTMLVideoElement) => currentTime))
    .toBeGreaterThan(0.5);
  await together.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect.poll(() => video.evaluate(({ paused }: HTMLVideoElement) => paused)).toBe(true);
  // The picture is where the sound is.
  const time = await page.locator('audio').evaluate(({ currentTime }: HTMLAudioElement) => currentTime);
  await expect
    .poll(async () =>
      Math.abs((await video.evaluate(({ currentTime }: HTMLVideoElement) => currentTime)) - time),
    )
    .toBeLessThan(0.5);
  expect(new Set(fetched)).toEqual(new Set([voice, screen]));
});

test('a recording of a varying bit rate has its true length, whatever its first frames say', async ({
  page,
}) => {
  const [id] = await testCall(page);
  await playInstead(page, 'audio/mpeg', silence(90));
  await page.goto(`/recordings/${id}`);
  await button(page, 'Play').click();
  await expect(player(page)).toContainText('The file does not say how long it is; its parts were counted.');
  await expect(player(page)).toContainText('/ 1:30');
  await expect.poll(async () => (await media(page)).duration).toBeCloseTo(90, 0);
  await expect.poll(async () => (await media(page)).paused).toBe(false);
});

test('what the browser cannot play is named, and can be saved', async ({ page, expectAccessible }) => {
  const [id] = await testCall(page);
  const gsm = Buffer.alloc(1000);
  gsm.write('RIFF\u00e0\u0003\0\0WAVEfmt \u0014\0\0\0\u0031\0\u0001\0\u0040\u001f\0\0', 'latin1');
  gsm.write('data', 40, 'latin1');
  await playInstead(page, 'audio/wav', gsm);
  await page.goto(`/recordings/${id}`);
  await button(page, 'Play').click();
  const alert = page.getByRole('region', { name: 'Play' }).getByRole('alert');
  await expect(alert).toContainText('This browser cannot play it: it is encoded as GSM 6.10 in WAV.');
  await expectAccessible();
  const saving = page.waitForEvent('download');
  await alert.getByRole('link', { name: 'Save', exact: true }).click();
  expect((await saving).url()).toContain(`/api/recordings/${id}/play/`);
});
