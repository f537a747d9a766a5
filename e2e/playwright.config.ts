import { defineConfig } from '@playwright/test';
import { chromium, firefox } from './browser.ts';

const inFirefox = firefox();

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  globalSetup: './template.ts',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // What slides in could be pressed beside where it was seen.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'chromium', use: { browserName: 'chromium', launchOptions: await chromium() } },
    // Without downloads, dropped files and sound, which the driver lacks there.
    ...(inFirefox
      ? [
          {
            name: 'firefox',
            grep: /@firefox/,
            use: { browserName: 'firefox', channel: 'moz-firefox', launchOptions: inFirefox } as const,
          },
        ]
      : []),
  ],
});
