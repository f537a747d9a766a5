import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const src = join(import.meta.dirname, '..');

// A change of the theme cannot reach a size or a colour that is written into a screen.
test('sizes of text and colours come from the theme', () => {
  const own = globSync('**/*.{ts,tsx}', { cwd: src })
    .filter((file) => !file.includes('.test.') && !file.startsWith('tenant/'))
    .filter((file) => file !== 'app/theme.ts' && file !== 'app/palettes.ts')
    .flatMap((file) => {
      const source = readFileSync(join(src, file), 'utf8');
      return [...source.matchAll(/fontSize: '?[\d.]+(rem|px|em)?|'#[\da-f]{3,8}'/gi)].map(
        ([found]) => `${file}: ${found}`,
      );
    });
  expect(own).toEqual([]);
});
