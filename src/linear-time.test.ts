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

/** What the rule says of these expressions. */
function lint(...expressions: string[]): string[] {
  const file = join(folder, 'expressions.ts');
  writeFileSync(file, expressions.map((each, i) => `export const e${i} = ${each};\n`).join(''));
  const oxlint = join(root, 'node_modules/.bin/oxlint');
  const options = ['--config', join(root, '.oxlintrc.json'), '--format', 'json', file];
  const printed = JSON.parse(spawnSync(oxlint, options, { encoding: 'utf8' }).stdout) as {
    diagnostics: { code: string; message: string }[];
  };
  return printed.diagnostics.filter(({ code }) => code === 'ours(linear-time)').map(({ message }) => message);
}

test('where each character begins a match, where two parts share them, where one divides them', () => {
  const said = lint(
    String.raw`/\s*;\s*/`,
    String.raw`/^(\w+)[a-z]*:$/`,
    String.raw`/^(a+)+$/`,
    String.raw`new RegExp('-+$')`,
    String.raw`RegExp('-+$', 'g')`,
  );
  expect(said).toEqual([
    expect.stringMatching(/on a text of many " ": a match of \\s\* begins at each of them\.$/),
    expect.stringMatching(/on a text of many "\w": \\w\+ and \[a-z\]\* share them\.$/),
    expect.stringMatching(/on a text of many "a": \(a\+\)\+ divides them in every way\.$/),
    expect.stringMatching(/on a text of many "-": a match of -\+ begins at each of them\.$/),
    expect.stringMatching(/on a text of many "-": a match of -\+ begins at each of them\.$/),
  ]);
});

test('and no other', () => {
  const said = lint(
    String.raw`/^\s*;\s*/`,
    String.raw`/(?<!-)-+$/`,
    String.raw`/[\s:]+/g`,
    String.raw`/^(?:a|b)+$/`,
  );
  expect(said).toEqual([]);
});
