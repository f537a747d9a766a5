import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const CALL = /getByRole\(\s*'(?:button|link|heading)',\s*\{((?:\$\{[^}]*\}|[^}])*)\}/g;

/**
 * A name in `getByRole` matches as a part: "Delete" is also "Recently deleted", on whichever page happens to be there.
 * So what is clicked, and the heading that is waited for, is named whole.
 */
test('e2e tests name buttons, links and headings exactly', () => {
  const folder = join(import.meta.dirname, '../e2e');
  const inexact = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(CALL)]
        .filter(([, options = '']) => /name: *['`]/.test(options) && !options.includes('exact: true'))
        .map(([call]) => `${file}: ${call}`),
    );
  expect(inexact).toEqual([]);
});
