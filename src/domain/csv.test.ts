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

test.each([
  '1E05',
  '1e+5',
  '1,5E3',
  '007',
  '10',
  '123456789012345678901234567890123456789012345678',
  '12:05',
  '1/2',
  '3-4-26',
  '2026-11-30',
  '10 %',
  '€ 5',
  '(5)',
  'DEC5',
  'Mar-26',
  '5 May 2026',
  '12:30 pm',
])('%s stays a text', (text) => {
  expect(
    csvOf([[text, 'x']])
      .slice(1)
      .replaceAll('"', ''),
  ).toBe(`'${text},x\r\n`);
});

test.each(['', '0x1E05', '1E05AB', '2048 bits', '2026-11-30T08:30:00Z', 'Marvin 5', 'E05', '–'])(
  '%j is a text as it is',
  (text) => {
    expect(csvOf([[text]]).slice(1)).toBe(`${text}\r\n`);
  },
);

test('a number is a number', () => {
  expect(csvOf([[10, 1.5, 0]]).slice(1)).toBe('10,1.5,0\r\n');
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
