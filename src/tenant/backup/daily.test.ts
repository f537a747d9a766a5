import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eachFolder, folder } from '../../testing/folder.ts';
import { testTenant } from '../../testing/tenant.ts';
import { COPIES, isDue, keepDailyCopies, removeOldCopies } from './daily.ts';

eachFolder('daily');

const write = (name: string, content = 'a copy') => writeFileSync(join(folder, name), content);

test('a copy is due when there is none, and a day after the newest one', () => {
  expect(isDue(folder, new Date('2026-11-26T01:00:00Z'))).toBe(true);
  write('tenants-2026-11-25T01-00-00Z.tar');
  write('tenants-2026-11-24T01-00-00Z.tar.age');
  expect(isDue(folder, new Date('2026-11-26T00:59:59Z'))).toBe(false);
  expect(isDue(folder, new Date('2026-11-26T01:00:00Z'))).toBe(true);
});

test('one with a date in the future, or an empty one, is neither the newest nor among the seven', () => {
  const now = new Date('2026-11-20T02:00:00Z');
  for (let day = 10; day < 19; day++) write(`tenants-2026-11-${day}T01-00-00Z.tar`);
  write('tenants-2026-11-20T01-00-00Z.tar', '');
  write('tenants-2027-12-31T01-00-00Z.tar');
  expect(isDue(folder, now)).toBe(true);
  removeOldCopies(folder, now);
  const kept = readdirSync(folder).toSorted((a, b) => a.localeCompare(b));
  expect(kept[0]).toMatch(/^tenants-2026-11-12/);
  expect(kept).toHaveLength(COPIES + 2);
});

test('the newest seven are kept, and other files are left alone', () => {
  for (let day = 10; day < 20; day++) write(`tenants-2026-11-${day}T01-00-00Z.tar${day % 2 ? '.age' : ''}`);
  write('my own copy.tar');
  removeOldCopies(folder, new Date('2026-11-20T00:00:00Z'));
  const kept = readdirSync(folder).filter((name) => name.startsWith('tenants-'));
  expect(kept).toHaveLength(COPIES);
  expect(kept.toSorted()[0]).toMatch(/^tenants-2026-11-13/);
  expect(readdirSync(folder)).toContain('my own copy.tar');
});

/** Runs the daily copies of a data folder until the first line is logged. */
async function firstTry(dataDir: string): Promise<{ line: string; failed: boolean }> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const copies = keepDailyCopies({ dataDir, folder, log: resolve });
  const line = await promise;
  copies.stop();
  return { line, failed: copies.hasFailed() };
}

test('a copy is made beside a running tenant, and what a killed one left is removed', async () => {
  const tenant = await testTenant();
  // No process has this id, because it is above the maximum.
  write('tenants-2026-11-10T01-00-00Z.tar.99999999.tmp');
  expect(await firstTry(tenant.dataDir)).toEqual({
    line: expect.stringMatching(/^Daily copy: .*tenants-.*\.tar$/) as string,
    failed: false,
  });
  expect(readdirSync(folder)).toHaveLength(1);
  tenant.close();
});

test('one that cannot be made says why, and costs no older one', async () => {
  for (let day = 10; day < 20; day++) write(`tenants-2025-11-${day}T01-00-00Z.tar`);
  expect(await firstTry(join(folder, 'nothing'))).toEqual({
    line: expect.stringMatching(/^No daily copy could be made; .*There is no tenant in/) as string,
    failed: true,
  });
  expect(readdirSync(folder)).toHaveLength(10);
});
