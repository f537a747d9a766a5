import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import type { LaunchOptions } from '@playwright/test';

const installedChrome = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  `${process.env['PROGRAMFILES'] ?? 'C:\\Program Files'}\\Google\\Chrome\\Application\\chrome.exe`,
];

/**
 * A real Chromium, if possible without a download: `PLAYWRIGHT_CHROMIUM` (a path) if it is set, on Linux the one of the
 * npm package, elsewhere an installed Chrome, otherwise Playwright's own (`npx playwright install chromium`).
 */
export async function chromium(): Promise<LaunchOptions> {
  const chosen = process.env['PLAYWRIGHT_CHROMIUM'];
  if (chosen) return { executablePath: chosen, args: ['--no-sandbox'] };
  if (process.platform === 'linux') {
    return { executablePath: await sparticuz.executablePath(), args: ['--no-sandbox'] };
  }
  return installedChrome.some((path) => existsSync(path)) ? { channel: 'chrome' } : {};
}

/** The same, with Chromium's fake microphone, which beeps, and a person who allows or refuses its use. */
export async function withMicrophone(person: 'allowed' | 'refused'): Promise<LaunchOptions> {
  const options = await chromium();
  const ui = `--use-fake-ui-for-media-stream${person === 'refused' ? '=deny' : ''}`;
  return { ...options, args: [...(options.args ?? []), '--use-fake-device-for-media-stream', ui] };
}
