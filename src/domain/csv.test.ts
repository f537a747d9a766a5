import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('fields with separators, quotation marks and line ends are quoted, and lines end with CRLF', () => {
  expect(
    csvOf([
      ['Name', 'Where'],
      ['Müller, “A” "B"', 'a\r\nb'],
      ['', 'x;y'],
      ['1;2', 'a\tb'],
    ]),
  ).toBe('\uFEFFName,Where\r\n"Müller, “A” ""B""","a\r\nb"\r\n,"x;y"\r\n"1;2","a\tb"\r\n');
});

test.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is no formula', (text) => {
  const [first] = csvOf([[text]])
    .slice(1)
    .replace(/^"/, '');
  expect(first).toBe("'");
});

test('what a spreadsheet with other separators takes for a field is no formula', () => {
  expect(csvOf([['a;=1', 'a\t@b', 'a\r\n+1', 'a;b=1', 'a,-1']]).slice(1)).toBe(
    `"a;'=1","a\t'@b","a\r\n'+1","a;b=1","a,-1"\r\n`,
  );
});
