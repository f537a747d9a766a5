import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';

const HOUR = 3_600_000;
const TENANT = Date.parse('2026-11-30T12:00:00.250Z');

/** A new page, whose clock is not corrected yet. */
async function aPage() {
  vi.resetModules();
  return import('./clock.ts');
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  return () => vi.useRealTimers();
});

/** The clock of this computer says `ahead` ms more when it asks, and the answer takes `under` ms. */
async function answered(ahead: number, under: number, said = new Date(TENANT).toISOString()) {
  const clock = await aPage();
  const askedAt = TENANT + ahead - under / 2;
  vi.setSystemTime(askedAt + under);
  clock.noteTenantTime(said, askedAt);
  return clock;
}

test.each([2 * HOUR, -2 * HOUR])('a clock that is %i ms ahead is corrected', async (ahead) => {
  const { clockNow } = await answered(ahead, 100);
  expect(clockNow().getTime()).toBe(TENANT);
});

test('a clock that is right is not corrected, however long an answer was under way', async () => {
  for (const under of [1, 20_000, 5 * HOUR]) {
    const { clockNow } = await answered(0, under);
    expect(clockNow().getTime()).toBe(Date.now());
  }
});

test('whole seconds, as other tenants say them, correct nothing', async () => {
  const { clockNow } = await answered(0, 2, '2026-11-30T12:00:00Z');
  expect(clockNow().getTime()).toBe(Date.now());
});

test('a later answer makes the correction exact, and one that was long under way leaves it', async () => {
  const clock = await answered(2 * HOUR, 8_000);
  expect(clock.clockNow().getTime()).toBe(TENANT);
  const heard = vi.fn<() => void>();
  clock.onClockChange(heard);
  const answer = (tenant: number, under: number) => {
    vi.setSystemTime(tenant + 2 * HOUR + under);
    clock.noteTenantTime(new Date(tenant).toISOString(), tenant + 2 * HOUR);
  };
  answer(TENANT + 15_000, 20);
  expect(clock.clockNow().getTime()).toBe(TENANT + 15_000);
  answer(TENANT + 30_000, 60_000);
  expect(clock.clockNow().getTime()).toBe(TENANT + 90_000 - 20);
  expect(heard).toHaveBeenCalledOnce();
});

test('an answer without the time changes nothing', async () => {
  for (const said of ['', 'now']) {
    const { clockNow } = await answered(2 * HOUR, 2, said);
    expect(clockNow().getTime()).toBe(Date.now());
  }
});

test('nothing else that a browser runs asks this computer for the time', () => {
  const root = join(import.meta.dirname, '..');
  const asking = globSync(['{app,client,key-tools,screens,ui}/**/*.{ts,tsx}', 'main.tsx'], { cwd: root })
    .filter((file) => !/\.test\.tsx?$|one-file\/vite/.test(file))
    .filter((file) => /\bDate\.now\b|\bnew Date\(\)/.test(readFileSync(join(root, file), 'utf8')));
  // A call says when it asked, because the clock is corrected by its answer.
  expect(asking.toSorted()).toEqual(['client/call.ts', 'client/clock.ts']);
});
