import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const CALL = /getByRole\(\s*'(?:button|link|heading)',\s*\{((?:\$\{[^}]*\}|[^}])*)\}/g;

/**
 * `getByRole` also matches a part of a name: "Delete" would match "Recently deleted" on any page. So buttons, links and
 * headings are named exactly.
 */
test('e2e tests name buttons, links and headings exactly', () => {
  const folder = join(import.meta.dirname, '../e2e');
  const inexact = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(CALL)]
        .filter(([, options = '']) => /name: *['`]/.test(options) && !options.includes('exact: true'))
        .map(([call]) => `${file}: ${call}`),
    );
  expect(inexact).toEqual([]);
});
