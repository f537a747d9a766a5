import { withMicrophone } from '../browser.ts';
import { expect, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

test.use({ launchOptions: await withMicrophone('allowed') });

const seconds = (text: string) => {
  const [, minutes, rest] = /(\d):(\d\d)/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(rest);
};

test('speak, stop, listen, record again, make the call, play what was said', async ({
  page,
  expectAccessible,
}) => {
  await page.goto('/recordings/test-call');
  const make = page.getByRole('button', { name: 'Make the call', exact: true });
  await page.getByLabel('Speak into the microphone').check();
  await expect(make).toBeDisabled();
  await expectAccessible();
  await page.getByRole('button', { name: 'Speak now', exact: true }).click();
  await expect(page.getByRole('timer')).toHaveText(/^0:0[1-9] of 2:00$/);
  await expect(page.getByRole('progressbar', { name: 'Level' })).toBeVisible();
  await expectAccessible();
  const shown = seconds(await page.getByRole('timer').innerText());
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  const recorded = page.getByText(/^Recorded: \d:\d\d$/);
  expect(seconds(await recorded.innerText())).toBeGreaterThanOrEqual(shown);
  await expect(page.getByLabel('Listen again')).toBeVisible();
  await expectAccessible();
  await page.getByRole('button', { name: 'Record again', exact: true }).click();
  await expect(page.getByRole('timer')).toHaveText(/^0:0[1-9] of 2:00$/);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(make).toBeEnabled();
  await make.click();
  const outcome = page.getByRole('dialog', { name: 'Recorded, but not encrypted' });
  await outcome.getByRole('link', { name: 'Open the recording', exact: true }).click();
  await expect(page.getByText(/^audio\/webm, /)).toBeVisible();
  const moved = await page.locator('audio').evaluate(
    (element: HTMLMediaElement) =>
      new Promise<boolean>((resolve, reject) => {
        element.addEventListener('timeupdate', () => element.currentTime > 0 && resolve(true));
        element.addEventListener('error', () => reject(new Error('The browser cannot play it')));
        element.muted = true;
        void element.play();
      }),
  );
  expect(moved).toBe(true);
});
