import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { printable } from './print.ts';

test.each([
  ['a\u001b[2Jb', 'a\\u001B[2Jb'],
  ['a\nEnvironment: The chain holds', 'a\\u000AEnvironment: The chain holds'],
  ['a\r\t\b\u0007\u0000\u007f', 'a\\u000D\\u0009\\u0008\\u0007\\u0000\\u007F'],
  ['a\u009b31mb\u0085', 'a\\u009B31mb\\u0085'],
  ['\u202egnp.\u2066\u200f\u061c\u2028', '\\u202Egnp.\\u2066\\u200F\\u061C\\u2028'],
  ['Zürich, 漢字, 🔑, “a” – C:\\u', 'Zürich, 漢字, 🔑, “a” – C:\\u'],
  ['Error: no\n    at run (a.ts:1:2)\nb', 'Error: no\n    at run (a.ts:1:2)\\u000Ab'],
])('%j is printed as %j', (text, printed) => {
  expect(printable(text)).toBe(printed);
  expect(printable(printed)).toBe(printed);
  expect(stripVTControlCharacters(printed)).toBe(printed);
});

test('nothing of the tenant writes to the terminal past it, but the question for a passphrase', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const writing = files.filter(
    (file) =>
      /(?<!\.test)\.ts$/.test(file) &&
      /std(out|err)\.write|console\.\w+\(/.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
  );
  expect(writing.toSorted()).toEqual([join('backup', 'command.ts'), 'print.ts']);
});
