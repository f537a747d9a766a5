import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('npm does not judge the packages by its own Node.js (npm run lockfile mends it)', () => {
  const text = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { packages: Record<string, { engines?: unknown }> };
  const judged = Object.keys(packages).filter((place) => place !== '' && packages[place]?.engines);
  expect(judged).toEqual([]);
});
