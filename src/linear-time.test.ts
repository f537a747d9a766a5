import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The lint of this project refuses a regular expression that takes more than linear time. */
const root = join(import.meta.dirname, '..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lint(...expressions: string[]): string {
  const file = join(folder, 'expressions.ts');
  writeFileSync(file, expressions.map((each, i) => `export const e${i} = ${each};\n`).join(''));
  const oxlint = join(root, 'node_modules/.bin/oxlint');
  return spawnSync(oxlint, ['--config', join(root, '.oxlintrc.json'), file], { encoding: 'utf8' }).stdout;
}

test('where each character begins a match, where two parts share them, where one divides them', () => {
  const printed = lint(
    String.raw`/\s*;\s*/`,
    String.raw`/^(\w+)[a-z]*:$/`,
    String.raw`/^(a+)+$/`,
    String.raw`new RegExp('-+$')`,
    String.raw`RegExp('-+$', 'g')`,
  );
  expect(printed.match(/ours\(linear-time\): .*/g)).toEqual([
    expect.stringMatching(/on a text of many " ": a match of \\s\* begins at each of them\.$/),
    expect.stringMatching(/on a text of many "\w": \\w\+ and \[a-z\]\* share them\.$/),
    expect.stringMatching(/on a text of many "a": \(a\+\)\+ divides them in every way\.$/),
    expect.stringMatching(/on a text of many "-": a match of -\+ begins at each of them\.$/),
    expect.stringMatching(/on a text of many "-": a match of -\+ begins at each of them\.$/),
  ]);
});

test('and no other', () => {
  const printed = lint(
    String.raw`/^\s*;\s*/`,
    String.raw`/(?<!-)-+$/`,
    String.raw`/[\s:]+/g`,
    String.raw`/^(?:a|b)+$/`,
  );
  expect(printed).not.toContain('linear-time');
});
