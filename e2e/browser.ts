import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import sparticuz from '@sparticuz/chromium';
import type { LaunchOptions } from '@playwright/test';
import { extract } from 'tar';

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
  if (process.platform === 'linux') return npmChromium();
  return installedChrome.some((path) => existsSync(path)) ? { channel: 'chrome' } : {};
}

/**
 * The Chromium of the npm package. It needs libraries and a font configuration that a slim container lacks. The package
 * contains both; the browser gets those that the system does not have.
 */
async function npmChromium(): Promise<LaunchOptions> {
  const executablePath = await sparticuz.executablePath();
  const env = { ...process.env };
  // Without a locale, Chromium gives a download no name that has other letters than those of ASCII.
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'C';
  if (!/utf-?8/i.test(locale)) env['LC_ALL'] = 'C.UTF-8';
  if (whyNot(executablePath, env)) {
    env['LD_LIBRARY_PATH'] = [join(await unpacked(), 'lib'), env['LD_LIBRARY_PATH']]
      .filter(Boolean)
      .join(':');
  }
  if (!env['FONTCONFIG_FILE'] && !existsSync(join(env['FONTCONFIG_PATH'] ?? '/etc/fonts', 'fonts.conf'))) {
    env['FONTCONFIG_PATH'] = await unpacked();
  }
  const missing = whyNot(executablePath, env);
  if (missing) {
    throw new Error(
      `The Chromium of the npm package does not start here (${missing}): install what is missing, or set PLAYWRIGHT_CHROMIUM to the path of another one.`,
    );
  }
  return { executablePath, args: ['--no-sandbox'], env };
}

/**
 * An installed Firefox (`PLAYWRIGHT_FIREFOX`, a path, or Debian's *firefox-esr*), otherwise undefined: the journeys with
 * the tag `@firefox` then run in Chromium alone.
 */
export function firefox(): LaunchOptions | undefined {
  const executablePath = process.env['PLAYWRIGHT_FIREFOX'] ?? '/usr/bin/firefox-esr';
  if (existsSync(executablePath)) return { executablePath };
  // Each worker reads the configuration, too.
  if (!process.env['TEST_WORKER_INDEX']) {
    console.log(
      `No journey runs in Firefox: there is no ${executablePath}. PLAYWRIGHT_FIREFOX may name another.`,
    );
  }
  return undefined;
}

/** What keeps a program from starting, in the words of the system; undefined if it starts. */
function whyNot(path: string, env: NodeJS.ProcessEnv): string | undefined {
  const { status, error, signal, stderr } = spawnSync(path, ['--version'], { env, encoding: 'utf8' });
  if (status === 0) return undefined;
  return error?.message ?? (stderr.trim().split('\n')[0] || `it ended with ${signal ?? status}`);
}

/** A folder with the libraries and fonts of the npm package. It is there whole, or not at all. */
async function unpacked(): Promise<string> {
  const folder = join(tmpdir(), 'chromium-libraries-and-fonts');
  if (existsSync(folder)) return folder;
  const part = mkdtempSync(`${folder}-`);
  for (const archive of ['al2023.tar.br', 'fonts.tar.br']) {
    const path = fileURLToPath(new URL(`../../bin/${archive}`, import.meta.resolve('@sparticuz/chromium')));
    await pipeline(createReadStream(path), createBrotliDecompress(), extract({ cwd: part }));
  }
  // The package's own configuration looks for fonts in /tmp/fonts alone.
  const fonts = `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>\n`;
  writeFileSync(join(part, 'fonts.conf'), fonts);
  try {
    renameSync(part, folder);
  } catch (error) {
    rmSync(part, { recursive: true });
    // Another process may have been first.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The same, with Chromium's fake microphone, which beeps, and a person who allows or refuses its use. */
export async function withMicrophone(person: 'allowed' | 'refused'): Promise<LaunchOptions> {
  const options = await chromium();
  const ui = `--use-fake-ui-for-media-stream${person === 'refused' ? '=deny' : ''}`;
  return { ...options, args: [...(options.args ?? []), '--use-fake-device-for-media-stream', ui] };
}
