import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

test.each(['docs/asvs.md', 'docs/security.md'])('%s names tests that there are', (file) => {
  const text = readFileSync(join(root, file), 'utf8');
  const named = [...text.matchAll(/`([\w/-]+\.(?:test|e2e)\.ts)`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(10);
  const missing = named.filter((name) => !existsSync(join(root, name.startsWith('e2e/') ? '' : 'src', name)));
  expect(missing).toEqual([]);
});
