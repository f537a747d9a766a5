import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { dropFromDisk } from '../../e2e/drop-from-disk.ts';
import { numberText } from '../../src/domain/counted.ts';
import { memoryOf, processorTimeOf } from '../memory.ts';
import { median, row } from '../report.ts';
import { chooseFolder, MAY_WRITE, openDecrypt, startBrowser } from './decrypt-page.ts';
import { fillTree } from './fill.ts';
import { opensslLoop } from './openssl-loop.ts';
import { madeCall } from '../../src/testing/recordings.ts';

/**
 * `npm run bench:archive-page [-- RECORDINGS [save] [list] [many]]`: the Decrypt tool in Chromium beside a shell loop of
 * `openssl cms -decrypt` (save), its list of 10,000 (list) and of many small recordings (many: 100,000, unless it is told).
 */
const many = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'bench-archive-'));

/** The longest task of the page, by the browser's own record of those over 50 ms. */
const WATCH_TASKS = () => {
  Object.assign(globalThis, { longest: 0 });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
  }).observe({ type: 'longtask', buffered: true });
};
declare global {
  var longest: number;
}

/** `argument` finds the processes of the browser. */
async function withTool(run: (page: Page, argument: string) => Promise<void>): Promise<void> {
  const profile = mkdtempSync(join(folder, 'profile-'));
  const { context, close } = await startBrowser(profile, MAY_WRITE);
  try {
    await context.addInitScript(WATCH_TASKS);
    const page = await context.newPage();
    await openDecrypt(page, 'tenant.key');
    await run(page, `--user-data-dir=${profile}`);
  } finally {
    await close();
    rmSync(profile, { recursive: true });
  }
}

const seconds = (start: number): number => (performance.now() - start) / 1000;
const longestTask = (page: Page): Promise<number> => page.evaluate(() => globalThis.longest);

async function dropAll(page: Page, archive: string, count: number): Promise<void> {
  await dropFromDisk(page, archive);
  await page
    .getByText(`${numberText(count)} recordings, private keys in tenant.key`)
    .waitFor({ timeout: 600_000 });
}

/** From the drop until all are decrypted in a folder. */
async function besideOpenssl(): Promise<void> {
  const count = 1000;
  const [archive, own] = [join(folder, 'with-pem'), join(folder, 'thousand')];
  fillTree(archive, count, 199_000, { withPem: true });
  fillTree(own, count, 199_000);
  const ratios: number[] = [];
  const processor: number[] = [];
  const all: number[] = [];
  const read: number[] = [];
  for (let n = 0; n < 3; n++) {
    const loop = join(folder, `loop-${n}`);
    mkdirSync(loop);
    const there = opensslLoop(archive, loop);
    rmSync(loop, { recursive: true });
    await withTool(async (page, argument) => {
      const out = join(folder, `ours-${n}`);
      mkdirSync(out);
      await chooseFolder(page, out);
      const [start, before] = [performance.now(), processorTimeOf(argument)];
      await dropAll(page, own, count);
      read.push(seconds(start));
      await page.getByRole('button', { name: /^Save all .* into a folder$/ }).click();
      await page
        .getByText(`${numberText(count)} recordings: ${numberText(count)} saved.`)
        .waitFor({ timeout: 600_000 });
      all.push(seconds(start));
      ratios.push(seconds(start) / there.seconds);
      processor.push((processorTimeOf(argument) - before) / there.processor);
      rmSync(out, { recursive: true });
    });
  }
  row(
    '1,000 recordings of 199 kB, dropped and saved by the page',
    `${median(all).toFixed(1)} s`,
    `${median(ratios).toFixed(2)} × two processes of openssl cms, at most 0.8; matched after ${median(read).toFixed(1)} s`,
  );
  row(
    'Its processor time',
    `${median(processor).toFixed(2)} ×`,
    `that of openssl cms: the ratio where other programs take part of the processors`,
  );
  rmSync(archive, { recursive: true });
  rmSync(own, { recursive: true });
}

async function list(count: number, bytes: number, goal: string): Promise<void> {
  const archive = join(folder, `many-${count}`);
  fillTree(archive, count, bytes);
  await withTool(async (page, argument) => {
    const before = memoryOf(argument);
    // Not those of loading the page.
    await page.evaluate(() => (globalThis.longest = 0));
    const [start, taken] = [performance.now(), processorTimeOf(argument)];
    await dropFromDisk(page, archive);
    await page.locator('button.opens').first().waitFor({ timeout: 600_000 });
    const first = seconds(start);
    await page
      .getByText(`${numberText(count)} recordings, private keys in tenant.key`)
      .waitFor({ timeout: 600_000 });
    const what = `${numberText(count)} recordings of ${bytes / 1000} kB in the page`;
    const [took, processor] = [seconds(start), processorTimeOf(argument) - taken];
    const more = memoryOf(argument) - before;
    row(
      what,
      `${took.toFixed(1)} s`,
      `${goal}; ${processor.toFixed(1)} s of processor time; first rows after ${first.toFixed(2)} s`,
    );
    row('Its memory', `+${more.toFixed(0)} MB`, count > 10_000 ? 'at most 400 MB' : '');
    const searched = await timedSearch(page);
    row(
      'Search in it',
      `${searched.toFixed(0)} ms`,
      'at most 100 ms, after the pause that says that a person has typed all',
    );
    const played = await timedPlay(page);
    row('Open and play one of it', `${played.toFixed(0)} ms`, 'at most 300 ms');
    row(
      'Longest task of the page',
      `${(await longestTask(page)).toFixed(0)} ms`,
      'at most 50 ms (0: none over it)',
    );
  });
  rmSync(archive, { recursive: true });
}

/** In milliseconds: the list is asked for when a person pauses (ui/list/state.ts). */
const PAUSE = 150;

/** From the pause after the last letter until the list shows what was found. */
async function timedSearch(page: Page): Promise<number> {
  const found = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let typed = 0;
        addEventListener('input', () => (typed = performance.now()), { once: true });
        new MutationObserver(() => {
          if (typed > 0 && document.querySelectorAll('button.opens').length === 1)
            resolve(performance.now() - typed);
        }).observe(document.body, { childList: true, subtree: true });
      }),
  );
  await page.getByRole('searchbox', { name: 'Search' }).fill(madeCall(4711).id);
  return (await found) - PAUSE;
}

/** From the click until the sound begins. */
async function timedPlay(page: Page): Promise<number> {
  const heard = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let clicked = 0;
        addEventListener('click', () => (clicked = performance.now()), { once: true, capture: true });
        addEventListener('playing', () => resolve(performance.now() - clicked), {
          once: true,
          capture: true,
        });
      }),
  );
  await page.locator('button.opens').first().click();
  return heard;
}

const parts: Record<string, () => Promise<void>> = {
  save: besideOpenssl,
  list: () => list(10_000, 20_000, 'at most 5 s'),
  many: () => list(many, 1000, 'at most 60 s'),
};
const asked = process.argv.slice(3);
for (const [name, run] of Object.entries(parts)) if (asked.length === 0 || asked.includes(name)) await run();
rmSync(folder, { recursive: true });
