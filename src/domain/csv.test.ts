import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('fields with commas, quotation marks and line ends are quoted, and lines end with CRLF', () => {
  expect(
    csvOf([
      ['Name', 'Where'],
      ['Müller, “A” "B"', 'a\r\nb'],
      ['', 'x;y'],
    ]),
  ).toBe('\uFEFFName,Where\r\n"Müller, “A” ""B""","a\r\nb"\r\n,x;y\r\n');
});

test.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is no formula', (text) => {
  const [first] = csvOf([[text]])
    .slice(1)
    .replace(/^"/, '');
  expect(first).toBe("'");
});
