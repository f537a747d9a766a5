import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

/** Where Debian has it: `apt-get install firefox-esr`. */
const FIREFOX = process.env['PLAYWRIGHT_FIREFOX'] ?? '/usr/bin/firefox-esr';

if (!existsSync(FIREFOX)) {
  console.log(`No journey is run in Firefox: there is no ${FIREFOX} (PLAYWRIGHT_FIREFOX names another one).`);
}

const JOURNEYS = [
  'DER, and a Java keystore',
  'a generated pair goes straight into the Upload panel and is stored',
  'the envelope of a real recorder names its certificate',
  'many recordings: some are shown, all are saved, and it can be stopped',
  'a call of which the date and the number are known is found and heard, by keyboard alone',
  'arrow keys go from call to call, and those that match are the ones that are found',
  'a Genesys Professional checks, and records nothing',
];

/**
 * `npm run test:firefox`: some journeys in Debian's Firefox. Playwright drives it over WebDriver BiDi, which has no
 * downloads, no DevTools and no media features yet, so these are journeys without them.
 */
export default defineConfig(config, {
  grep: JOURNEYS.map((title) => new RegExp(`${title}$`)),
  ...(!existsSync(FIREFOX) && { testIgnore: '**' }),
  workers: 1,
  use: {
    browserName: 'firefox',
    channel: 'moz-firefox',
    launchOptions: { executablePath: FIREFOX },
    colorScheme: null,
    contextOptions: { reducedMotion: null, forcedColors: null, contrast: null },
  },
});
