import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** A text of digits, or of what could be hexadecimal, looked for wherever it may stand. */
const INEXACT =
  /(?:(?:\bgetBy\w+|Text|toContain)\(|\bhasText: |\bname: )(?:'[\dA-Fa-f]+'|\/[\dA-Fa-f]+\/)[^\n]*/g;

/** Lines of the tests that a rule finds. `allowed` tells what it finds, but may stand. */
function found(rule: RegExp, allowed: RegExp): string[] {
  const root = join(import.meta.dirname, '..');
  return globSync(['e2e/*.ts', 'src/**/*.test.ts'], { cwd: root })
    .filter((file) => !file.endsWith('luck.test.ts'))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(rule)]
        .filter(([call]) => !allowed.test(call))
        .map(([call]) => `${file}: ${call}`),
    );
}

describe('no test needs luck', () => {
  test('their bytes are the same in each run (noise.ts)', () => {
    expect(found(/randomBytes|getRandomValues|Math\.random/g, /^$/)).toEqual([]);
  });

  test('and so are the cases that fast-check makes', () => {
    expect(found(/numRuns:/g, /^$/).length).toBe(found(/seed: 1, numRuns:/g, /^$/).length);
    expect(found(/fc\.assert\(/g, /^$/).length).toBe(found(/seed: 1, numRuns:/g, /^$/).length);
  });

  test('a number that is looked for is a whole text, because serial numbers and ids contain any other', () => {
    expect(found(INEXACT, /exact: true/)).toEqual([]);
  });
});
